"""A scenario as a file tells it, JSON, YAML or TOML, and as it is kept: one table a change, named by its kind.

    {"changes": [{"leave": {"professional": "pro-1", "on": "2027-01-31"}}, {"close": {"service": "svc-2", "on": "2027-04-01"}}]}

In TOML a change is `[[changes]]` and its table below it; in YAML ids made of digits stand in quotes.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

import orjson

from api.telling.yaml_text import read_yaml
from graph.errors import BadInput
from graph.model import Subject
from queries.leaving.scenario import (
    AddPosts,
    BadScenario,
    Bridge,
    Change,
    Close,
    EndFunding,
    Gap,
    Leave,
    Move,
    Problem,
    Reallocate,
    Scenario,
)

EVERYONE = "all"
"""What stands for everyone a person has a tie to, where a list of subjects could stand."""
Table = Mapping[str, object]


class Field(NamedTuple):
    """One field of a change: its name in files, in the change, how it is read, and whether it must be there."""

    name: str
    attribute: str
    read: Callable[[object], Any]
    needed: bool = True


def _id(told: object) -> str:
    if not isinstance(told, str) or not told:
        raise ValueError("is no id, write it as text in quotes")
    return told


def _day(told: object) -> date:
    if isinstance(told, date) and not isinstance(told, datetime):
        return told
    try:
        return date.fromisoformat(told if isinstance(told, str) else "")
    except ValueError:
        raise ValueError("is no day, write YYYY-MM-DD") from None


def _number(told: object) -> int:
    if not isinstance(told, int) or isinstance(told, bool):
        raise ValueError("is no whole number")
    return told


def _subjects(told: object) -> tuple[Subject, ...] | None:
    if told == EVERYONE:
        return None
    if not isinstance(told, list) or not told:
        raise ValueError(f'is neither "{EVERYONE}" nor a list of children and families')
    return tuple(_subject(one) for one in cast("list[object]", told))


def _subject(told: object) -> Subject:
    match cast("Any", told):
        case {"child": str(own), **rest} if not rest:
            return Subject("child", own)
        case {"family": str(own), **rest} if not rest:
            return Subject("family", own)
        case _:
            raise ValueError('holds something that is neither {"child": ID} nor {"family": ID}')


_ON = Field("on", "on", _day)
_LINE, _NOTICE = Field("funding", "funding", _id), Field("notice_days", "notice_days", _number, needed=False)
KINDS: dict[str, tuple[type[Any], tuple[Field, ...]]] = {
    "leave": (Leave, (Field("professional", "professional", _id), _ON)),
    "close": (Close, (Field("service", "service", _id), _ON)),
    "move": (Move, (Field("service", "service", _id), Field("to_organisation", "to_organisation", _id), _ON)),
    "end_funding": (EndFunding, (_LINE, _ON._replace(needed=False), _NOTICE)),
    "gap": (Gap, (_LINE, Field("from", "since", _day), Field("until", "until", _day), _NOTICE)),
    "bridge": (Bridge, (_LINE, Field("until", "until", _day))),
    "reallocate": (Reallocate, (Field("subjects", "subjects", _subjects), Field("from", "giver", _id), Field("to", "taker", _id), _ON)),
    "add_posts": (
        AddPosts,
        (Field("service", "service", _id), _ON, Field("count", "count", _number), Field("capacity", "capacity", _number, needed=False)),
    ),
}
"""Every kind of change by its name in files."""


_READ: dict[str, Callable[[str], Any]] = {".toml": tomllib.loads, ".yaml": read_yaml, ".yml": read_yaml, ".json": orjson.loads}


def read_file(file: Path) -> Scenario:
    """The scenario in a file. Errors: BadInput; BadScenario with everything that can't be read as a change."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        told: Any = _READ.get(file.suffix.lower(), orjson.loads)(text)
    except (OSError, ValueError):
        ways = ", ".join(sorted(_READ))
        what = f"its name says ({file.suffix})" if file.suffix.lower() in _READ else f"JSON (another way is said by its name: {ways})"
        raise BadInput(f"{file.name} can't be read as {what}: write a table with a list of changes") from None
    return scenario_of(told)


def scenario_of(told: object) -> Scenario:
    """The changes of a table. Errors: BadScenario, with everything that can't be read as a change; BadInput."""
    changes = cast("Table", told).get("changes") if isinstance(told, Mapping) else None
    if not isinstance(changes, list):
        raise BadInput('a scenario is a table with a list of changes: write {"changes": [...]}')
    read = [_change(n, one) for n, one in enumerate(cast("list[object]", changes), 1)]
    if wrong := [p for one in read if isinstance(one, list) for p in one]:
        raise BadScenario(wrong)
    return tuple(one for one in read if not isinstance(one, list))


def _change(number: int, told: object) -> Change | list[Problem]:
    table: Table = cast("Table", told) if isinstance(told, Mapping) else {}
    name, body = next(iter(table.items()), ("", None))
    if len(table) != 1 or name not in KINDS or not isinstance(body, Mapping):
        return [Problem(number, "it is no table of one change", f"name it by one of {', '.join(KINDS)}")]
    kind, fields = KINDS[name]
    given, values = cast("Table", body), dict[str, Any]()
    wrong = [Problem(number, f"{name} has no {key}", "leave it out") for key in given if key not in {f.name for f in fields}]
    for field in fields:
        if given.get(field.name) is not None:
            try:
                values[field.attribute] = field.read(given[field.name])
            except ValueError as error:
                wrong.append(Problem(number, f"{field.name} {error}", "write it as the README has it"))
        elif field.needed:
            wrong.append(Problem(number, f"{name} needs {field.name}", "add it"))
    return wrong or kind(**values)


def plain(scenario: Scenario) -> list[dict[str, dict[str, Any]]]:
    """The changes as a file would hold them."""
    return [dict([_plain(change)]) for change in scenario]


def _plain(change: Change) -> tuple[str, dict[str, Any]]:
    name, fields = next((n, fields) for n, (kind, fields) in KINDS.items() if isinstance(change, kind))
    return name, dict(_values(change, fields))


def _values(change: Change, fields: tuple[Field, ...]) -> Iterator[tuple[str, Any]]:
    for field in fields:
        value = getattr(change, field.attribute)
        if field.read is _subjects:
            yield field.name, [{s.kind: s.id} for s in value] if value is not None else EVERYONE
        elif value is not None:
            yield field.name, value.isoformat() if isinstance(value, date) else value
