"""A scenario kept by name: written as a fact like any other; saved again it is a new version of the same one."""

import re
from collections.abc import Callable
from datetime import datetime

from graph.errors import BadInput
from graph.model import SavedScenario, Source, View
from graph.rows import instant
from graph.store import GraphStore

PLANNERS = Source("scenarios")
"""The source of what people keep to look at. One store is one authority."""
_NAME = re.compile(r"\w[\w .-]{0,59}")


async def save_scenario(store: GraphStore, body: SavedScenario, clock: Callable[[], datetime]) -> bool:
    """Keep changes that were checked under the name that is their id; says whether anything is new. Errors: BadInput for the name."""
    if not _NAME.fullmatch(body.id):
        raise BadInput("a scenario's name is 1 to 60 letters, digits, spaces, dots and dashes, a letter or digit first: name it so")
    held = (await store.entities(SavedScenario, [body.id], View(clock().date()))).get(body.id)
    if held and held.changes == body.changes:
        return False
    load = await store.begin_load(PLANNERS, instant(clock()))
    day = body.saved_on.isoformat() if body.saved_on else None
    [what] = await store.upsert(load, "SavedScenario", [(body.id, body.changes, body.saved_by, day)])
    await store.finish_load(load, instant(clock()), read=1, kept=1, refused=0)
    return bool(what)
