"""`kith links`: how agencies are joined."""

from api.telling.typed import a_day
from api.typed_commands.base import Day, Json, KnownAt, Store, app, now, run, settings_with
from graph.model import View


@app.command()
def links(on: Day = None, known_at: KnownAt = None, json: Json = False, store: Store = None) -> None:
    """How are organisations joined? Families both know, people on each side, and who has worked together; true counts."""
    from api.commands.links import print_links

    run(print_links(settings_with(store), View(a_day(on, "--on") or now().date(), a_day(known_at, "--known-at")), as_json=json))
