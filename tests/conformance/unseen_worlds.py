"""Worlds drawn fast, from a seed: every kind of the schema with the same few ids, and guards over some of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from graph.schema import KINDS, TIES, Kind, Property, TieKind
from graph.store import Row
from tests.conformance.drawing import Facts
from tests.conformance.worlds import DAYS, IDENTITY, NUMBERS, Step, World

IDS = ("a", "b", "c", "é'\"", "d", "e")
MORE = tuple(f"f{n}" for n in range(6))
"""Families of a wide world, so that some numbers are large enough to be told."""
USERS = ("ada", "ben")
NAMES = ("Ann Lee", "lée", "Bo")
CHANGES = '[{"leave": {"professional": "a", "on": "2026-01-20"}}]'
ONE_YEAR = ("2025-01-01", "2025-12-31", "2026-01-01", "2026-01-02", "2026-01-20", "2026-04-01")
INSTANT = ("2025-12-31T00:00:00.000000Z", "2026-01-02T00:00:00.000000Z", "2026-01-04T00:00:00.000000Z")
ENDS: dict[str, str] = {
    "child_id": "Child",
    "other_id": "Child",
    "about_professional_id": "Professional",
    "professional_id": "Professional",
    "confirmed_by": "Professional",
    "reported_by": "Organisation",
    "service_id": "Service",
    "area_code": "Area",
}
EACH = {
    "Child": 6,
    "Carer": 2,
    "Family": 5,
    "Professional": 5,
    "Service": 4,
    "Organisation": 3,
    "Area": 2,
    "Address": 4,
    "Funding": 2,
    "SavedScenario": 1,
}
MANY = {"KNOWS": 12, "MET": 8, "MEMBER_OF": 7, "WORKS_IN": 3, "PART_OF": 2, "SERVES": 1, "LIVES_AT": 9, "ATTENDS": 6, "FUNDS": 2}
SAID = {"Statement": 6, "Shield": 2, "Opening": 2, "RightsRequest": 2, "Hold": 1, "WeightsVersion": 1, "Apart": 1}
SAME: tuple[dict[str, str], ...] = ({}, {}, {"b": "a"}, {"b": "a", "c": "a"}, {"a": "c"}, {"c": "b", "é'\"": "b"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """One world, and the organisations of the viewer: None is every one."""

    world: World
    organisations: frozenset[str] | None


def drawn(seed: int) -> Drawn:
    """The world of a seed: the same wherever it is drawn."""
    chance = Random(seed)
    facts: Facts = {kind.label: [(i, *_values(chance, kind)) for i in IDS[: EACH[kind.label]]] for kind in KINDS if kind.label in EACH}
    wide = [f for f in MORE if chance.random() < 0.9] if chance.random() < 0.3 else []
    facts["Family"] += [(f, None, "a") for f in wide]
    for kind in KINDS:
        if kind.label in SAID:
            facts[kind.label] = [(i, *_values(chance, kind)) for i in IDS[: chance.randint(0, SAID[kind.label])]]
    for tie in TIES:
        if tie.label in MANY:
            rows = [_tie(chance, tie) for _ in range(chance.randint(MANY[tie.label] // 2, MANY[tie.label]))] + _usual(chance, tie)
            facts[tie.label] = list({IDENTITY.get(tie.label, lambda r: r[:4])(r): r for r in rows}.values())
    facts["KNOWS"] += [_known(kind_of_tie("KNOWS"), p, f) for f in wide for p in ("a", "b")]
    facts["SAME_AS"] = [("Child", one, "Child", other, "rule") for one, other in chance.choice(SAME).items()]
    scope = chance.choice((None, None, None, frozenset({"a"}), frozenset({"a", "b"})))
    return Drawn(World((Step("feed", facts, ()),), ()), scope)


def kind_of_tie(label: str) -> TieKind:
    """The tie of a label."""
    return next(t for t in TIES if t.label == label)


def _usual(chance: Random, tie: TieKind) -> list[Row]:
    """Most of what holds in any place: each works somewhere, and each service is some agency's."""
    usual = {"WORKS_IN": ("Professional", "Service"), "PART_OF": ("Service", "Organisation"), "MEMBER_OF": ("Child", "Family")}
    start, end = usual.get(tie.label, ("", ""))
    ids = [(i, j) for i, j in zip(IDS[: EACH.get(start, 0)], IDS[: EACH.get(end, 0)], strict=False) if chance.random() < 0.8]
    return [(start, i, end, j, *dict(zip((p.name for p in tie.properties), _values(chance, tie), strict=True)).values()) for i, j in ids]


def _known(tie: TieKind, professional: str, family: str) -> Row:
    told = {"row": f"{professional} {family}", "since": "2025-01-01"}
    return ("Professional", professional, "Family", family, *(told.get(p.name) for p in tie.properties))


def _tie(chance: Random, tie: TieKind) -> Row:
    start = chance.choice(tie.starts)
    end = "Organisation" if tie.label == "PART_OF" and start == "Service" else start if tie.label == "PART_OF" else chance.choice(tie.ends)
    values = dict(zip((p.name for p in tie.properties), _values(chance, tie), strict=True))
    if tie.label == "MET":
        values |= {"at": chance.choice(DAYS), "count": chance.randint(1, 2)}
        values["day"] = values["at"]
    return (start, chance.choice(IDS[: EACH[start]]), end, chance.choice(IDS[: EACH[end]]), *values.values())


def _values(chance: Random, kind: Kind | TieKind) -> list[Any]:
    values = {p.name: _value(chance, p) for p in kind.properties}
    return list((values | OWN.get(kind.label, _nothing)(chance, values)).values())


def _value(chance: Random, p: Property) -> Any:
    if p.choices:
        return chance.choice((None, *p.choices, *p.choices))
    if p.name in ENDS:
        return chance.choice((None, *IDS[: EACH[ENDS[p.name]]]))
    if p.name.endswith("_by") or p.name == "user":
        return chance.choice((None, *USERS))
    return {
        "date": partial(chance.choice, (None, None, *DAYS, *ONE_YEAR)),
        "instant": partial(chance.choice, (None, *INSTANT)),
        "integer": partial(chance.choice, (None, 1, 30)),
        "number": partial(chance.choice, (None, 1.0, 0.5)),
        "yes_no": partial(chance.choice, (None, True, False)),
        "text": partial(chance.choice, (None, *NAMES)),
    }[p.type]()


def _nothing(_: Random, __: dict[str, Any]) -> dict[str, Any]:
    return {}


def _subject(chance: Random, told: dict[str, Any]) -> dict[str, Any]:
    kind = told["subject_kind"] or "child"
    return {"subject_kind": kind, "subject_id": chance.choice(IDS[: EACH[kind.capitalize()]])}


def _said(chance: Random, told: dict[str, Any]) -> dict[str, Any]:
    days = {"said_on": chance.choice(DAYS), "kind": told["kind"] or "trust", "speaker_kind": told["speaker_kind"] or "kin"}
    about = _subject(chance, told) if told["subject_kind"] else {"subject_id": None}
    return days | about | {"speaker_id": chance.choice((None, *IDS)), "expires_on": chance.choice((None, None, "2026-04-01"))}


def _shielded(chance: Random, told: dict[str, Any]) -> dict[str, Any]:
    users = {"users": chance.choice((None, None, None, "ada", "ben ada")), "approved_by": chance.choice(("ben", None))}
    lifted = {
        "lifted_by": chance.choice((None, None, None, "ben")),
        "level": told["level"] or "location",
        "reason": told["reason"] or "other",
    }
    return _subject(chance, told) | users | lifted | {"asked_by": "ada"}


def _opened(chance: Random, told: dict[str, Any]) -> dict[str, Any]:
    return _subject(chance, told) | {"kind": told["kind"] or "consent", "decision": chance.choice(("yes", "yes", None))}


def _asked(chance: Random, told: dict[str, Any]) -> dict[str, Any]:
    kind = told["person_kind"] or "child"
    who = {"person_kind": kind, "person_id": chance.choice(IDS[: EACH[kind.capitalize()]]), "kind": told["kind"] or "correction"}
    return who | {"asked_on": DAYS[0], "asked_by": "ada"}


def _row(chance: Random) -> str:
    return str(chance.randint(1, 999))


OWN: dict[str, Callable[[Random, dict[str, Any]], dict[str, Any]]] = {
    "Statement": _said,
    "Shield": _shielded,
    "Opening": _opened,
    "Hold": lambda c, told: _subject(c, told) | {"reason": "court", "set_by": "ada", "set_on": DAYS[0]},
    "RightsRequest": _asked,
    "SavedScenario": lambda c, told: {"changes": CHANGES},
    "WeightsVersion": lambda c, told: {"numbers": c.choice(NUMBERS), "since": c.choice(DAYS)},
    "Apart": lambda c, told: {"child_id": c.choice(IDS), "other_id": c.choice(IDS), "set_on": DAYS[0]},
    "Service": lambda c, told: {"sensitivity": c.choice(("sensitive", "ordinary", None, None))},
    "KNOWS": lambda c, told: {"since": c.choice((None, "2025-01-01", DAYS[0])), "until": c.choice((None, None, DAYS[2])), "row": _row(c)},
    "LIVES_AT": lambda c, told: {"first_seen": c.choice((None, *DAYS)), "last_seen": c.choice((None, DAYS[2], "2026-01-02"))},
    "WORKS_IN": lambda c, told: {"since": c.choice((None, "2025-01-01")), "until": c.choice((None, None, None, DAYS[1])), "row": _row(c)},
    "MEMBER_OF": lambda c, told: {"since": None, "until": c.choice((None, None, None, DAYS[1]))},
    "ATTENDS": lambda c, told: {"since": DAYS[0], "until": c.choice((None, None, DAYS[1]))},
}
