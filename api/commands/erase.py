"""`kith erase`: everything about one child, carer or family goes for good."""

from collections.abc import Callable
from datetime import datetime

from api.commands import refused_files
from api.commands.erased import counts, dry, gone, show, would
from api.commands.opening import Attempt, writing
from api.commands.shell import Shell
from ingest.erasing_people import Person, erase_person, found

STILL_TOLD = "a source that still tells of them brings them back with its next load: stop it there first"
SHIELDED = "a shield goes with it: told again, they would be seen by all who may see any child"


async def erase_one(shell: Shell, name: str, kind: str | None, clock: Callable[[], datetime], *, yes: bool, as_json: bool) -> None:
    """Erase everything under an id, or without `yes` count it."""
    async with writing(shell, Attempt("kith erase --yes" if yes else "kith erase", [name]), yes=yes) as change:
        store = change.store
        person = await found(store, name, kind)
        files = refused_files.naming(shell.settings, _ids(person))
        told = {"id": name, "done": yes, "records": _ids(person), "refused_files": len(files)}
        if not yes:
            told |= {"facts": dict(person.found.facts), "no_longer_held": {}}
            lines = [f"held of {name}, all versions:", *would(person.found), *_warnings(person), *dry()]
        else:
            erased = await erase_person(store, name, kind, clock)
            refused_files.remove(files)
            told |= counts(erased)
            lines = [f"erased of {name}:", *gone(erased), STILL_TOLD]
    show(iter(lines), told, as_json=as_json)


def _ids(person: Person) -> list[str]:
    return sorted(name for _, name in person.nodes)


def _warnings(person: Person) -> list[str]:
    return [STILL_TOLD, SHIELDED] if person.shielded else [STILL_TOLD]
