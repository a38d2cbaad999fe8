"""Small random worlds, full of collisions: the same few ids for every kind, sources that overlap, facts that change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import orjson
from hypothesis import strategies as st

from graph.model import CONTACT_KINDS, CONTEXTS, Source, View
from graph.store import GraphStore, Row
from queries.scoring.knowing import Weights
from queries.scoring.weighing import numbers
from tests.conformance.drawing import Facts

IDS = ("a", "b", "é'\"")
DAYS = ("2025-12-31", "2026-01-01", "2026-01-02")
SPOKE = ("child", "carer", "kin", "professional", "self")
NUMBERS = tuple(
    orjson.dumps(numbers(w)).decode() for w in (Weights(), Weights(tenure_days=300, knows=0.05), Weights(trust=0.4, activity=0.15))
)
INSTANTS = ("2026-01-01T10:00:00.000000Z", "2026-01-02T00:00:00.000000Z", "2026-01-02T10:00:00.000000Z")
Told = dict[str, dict[tuple[str | None, ...], Row]]


@dataclass(frozen=True, slots=True)
class Step:
    """One load: what a source tells, and the kinds it then retires where it did not tell them."""

    source: str
    facts: Facts
    snapshot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Loads in order, and the views to look at what they left."""

    steps: tuple[Step, ...]
    views: tuple[View, ...]


some_id = st.sampled_from(IDS)
some_day = st.none() | st.sampled_from(DAYS)
some_name = st.none() | st.sampled_from(("Ann Lee", "lée", "Bo"))
row_name = st.sampled_from(("1", "2"))
subject = st.tuples(st.sampled_from(("Child", "Family")), some_id)


def row(*parts: st.SearchStrategy[tuple[str, str]] | st.SearchStrategy[str] | st.SearchStrategy[object]) -> st.SearchStrategy[Row]:
    """A row of parts, where a pair of kind and id counts as two."""
    return st.tuples(*parts).map(lambda found: tuple(x for part in found for x in (part if isinstance(part, tuple) else (part,))))  # type: ignore[arg-type]


def _end(kind: str) -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(st.just(kind), some_id)


ROWS: dict[str, tuple[st.SearchStrategy[Row], int]] = {
    "Child": (row(some_id, some_name, some_name, some_day, st.none() | some_id, st.none()), 3),
    "Carer": (row(some_id, some_name, st.none()), 2),
    "Family": (row(some_id, some_name, st.none() | some_id), 3),
    "Professional": (row(some_id, some_name, st.none(), st.none() | some_id, st.none(), some_name), 3),
    "Service": (row(some_id, some_name, st.none(), st.none(), st.none()), 2),
    "Organisation": (row(some_id, some_name, st.none()), 2),
    "Area": (row(some_id, some_name, st.none()), 1),
    "Funding": (row(some_id, some_name, st.none(), some_day, some_day, st.none() | st.just(30)), 1),
    "Statement": (
        row(
            some_id,
            st.sampled_from(("trust", "trust", "nomination", "vouch", "dispute", "hide")),
            st.sampled_from(SPOKE),
            st.none() | some_id,
            st.none() | some_id,
            st.sampled_from((None, "child", "family")),
            st.none() | some_id,
            st.sampled_from((None, "yes", "no", "unsure")),
            st.sampled_from(DAYS),
            some_day,
            some_name,
            st.sampled_from((None, None, "not_them")),
        ),
        5,
    ),
    "KNOWS": (
        row(
            _end("Professional"),
            subject,
            row_name,
            some_name,
            st.none() | st.sampled_from(CONTEXTS[:2]),
            st.none() | st.booleans(),
            some_day,
            some_day,
            st.none(),
        ),
        4,
    ),
    "MET": (
        row(
            _end("Professional"),
            subject,
            st.sampled_from(("2026-01-01", "2026-01-01T09:00", "2026-01-02")),
            st.none() | st.sampled_from(CONTACT_KINDS[:2]),
        ).flatmap(lambda r: st.integers(1, 3).map(lambda n: (*r, str(r[4])[:10], n))),
        4,
    ),
    "MEMBER_OF": (
        row(st.tuples(st.sampled_from(("Child", "Child", "Carer")), some_id), _end("Family"), some_name, st.none(), some_day, some_day),
        4,
    ),
    "WORKS_IN": (
        row(
            _end("Professional"),
            _end("Service"),
            row_name,
            some_name,
            st.none(),
            some_day,
            some_day,
            some_day,
            st.sampled_from((None, 1.0, 0.5)),
            st.none() | st.just(4),
            some_day,
        ),
        3,
    ),
    "Receipt": (row(some_id, st.none() | some_id, st.none()), 1),
    "SavedScenario": (row(some_id, some_name, st.none(), some_day), 1),
    "WeightsVersion": (row(some_id, some_day, st.sampled_from(NUMBERS), st.none(), some_name), 2),
    "PART_OF": (row(_end("Service"), _end("Organisation")) | row(_end("Area"), _end("Area")), 3),
    "FUNDS": (row(_end("Funding"), _end("Service"), st.none() | some_id, some_day, some_day, some_day), 3),
    "ATTENDS": (row(_end("Child"), _end("Service"), some_day, some_day, st.sampled_from((None, "high", "low"))), 3),
    "Address": (row(some_id, st.none() | st.just("10"), some_name, st.none() | st.just("AB1 2CD")), 2),
    "LIVES_AT": (row(subject, _end("Address"), st.none() | some_id, some_day, some_day, st.none() | some_id, some_day), 3),
}
IDENTITY: dict[str, Callable[[Row], object]] = {
    "KNOWS": lambda r: r[4],
    "WORKS_IN": lambda r: r[4],
    "MET": lambda r: r[:6],
    "MEMBER_OF": lambda r: r[:2],
    "PART_OF": lambda r: r[:2],
    "ATTENDS": lambda r: r[:5],
    "FUNDS": lambda r: r[:6],
    "LIVES_AT": lambda r: r[:6],
}


def _whole(facts: Facts) -> Facts:
    """With every thing that a tie joins and the drawing left out, told first by its id alone."""
    from graph.schema import kind_of

    needed = {(r[i], r[i + 1]) for label, rows in facts.items() if label.isupper() for r in rows for i in (0, 2)}
    told = {(label, r[0]) for label, rows in facts.items() for r in rows}
    bare: Facts = {}
    for kind, key in sorted(needed - told, key=str):
        bare.setdefault(str(kind), []).append((key, *(None for _ in kind_of(str(kind)).properties)))
    return dict(sorted({k: [*facts.get(k, []), *bare.get(k, [])] for k in {**facts, **bare}}.items(), key=lambda i: (i[0].isupper(), i[0])))


facts = st.fixed_dictionaries(
    {label: st.lists(rows, max_size=most, unique_by=IDENTITY.get(label, lambda r: r[0])) for label, (rows, most) in ROWS.items()}
).map(_whole)
stars = st.sampled_from(({}, {"b": "a"}, {"é'\"": "a"}, {"b": "a", "é'\"": "a"}, {"a": "b"}, {"a": "b", "é'\"": "b"}))
snapshots = st.lists(st.sampled_from(sorted(ROWS)), unique=True, max_size=6).map(tuple) | st.just(tuple(ROWS))
judged = stars.map(
    lambda star: Step("judge", _whole({"SAME_AS": [("Child", a, "Child", b, "rule") for a, b in star.items()]}), ("SAME_AS", "Child"))
)
feeds = st.builds(Step, st.sampled_from(("care", "school")), facts, snapshots)
views = st.builds(
    View,
    st.sampled_from(DAYS).map(date.fromisoformat),
    st.sampled_from((None, None, date(2026, 1, 1), date(2026, 1, 2), date(2025, 1, 1))),
    st.sampled_from((None, None, frozenset({"a"}), frozenset({"b", "é'\""}), frozenset[str]())),
    st.sampled_from((None, None, "a")),
    st.sampled_from((None, None, *map(date.fromisoformat, DAYS))),
)
worlds = st.builds(World, st.tuples(feeds, feeds | judged, judged | feeds), st.tuples(views, views))


async def tell(store: GraphStore, step: Step, at: str) -> list[object]:
    """One load; what the store said to each write."""
    load = await store.begin_load(Source(step.source), at)
    said: list[object] = [load]
    said += [(label, await store.upsert(load, label, rows)) for label, rows in step.facts.items() if rows]
    said += [(label, await store.retire_unseen(load, label)) for label in step.snapshot]
    return [*said, await store.finish_load(load, at, read=1, kept=1, refused=0)]
