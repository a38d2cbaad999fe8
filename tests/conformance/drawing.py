"""Graphs drawn in the test: one fact a line, written through the waist.

    (amina:Professional name='Amina Osei')
    (amina)-[:KNOWS since=2021-03-01 context=home]->(hartley:Family)
    (amina)-[:MET at=2024-01-02 kind=call count=2]->(hartley)

A name is an id; its kind is said once, wherever it first appears. What a tie needs and the line leaves out
(a row's id, a contact's day) follows from the rest.
"""

import re
from collections.abc import Iterable

from graph.model import Load, Source
from graph.schema import BY_LABEL, Kind
from graph.store import GraphStore, Row

NODE = r"\((\w[\w-]*)(?::(\w+))?((?:\s+\w+=(?:'[^']*'|[^\s\])]+))*)\)"
LINE = re.compile(rf"{NODE}(?:-\[:(\w+)((?:\s+\w+=(?:'[^']*'|[^\s\]]+))*)\]->{NODE})?")
PAIR = re.compile(r"(\w+)=('[^']*'|[^\s\])]+)")
Facts = dict[str, list[Row]]


class Drawing:
    """What was drawn, as rows by label; kinds of names are remembered from one drawing to the next."""

    def __init__(self) -> None:
        self.kinds: dict[str, str] = {}

    def read(self, text: str) -> Facts:
        """Rows by label, things before the ties that join them."""
        found: Facts = {}
        for line in filter(None, (raw.strip() for raw in text.splitlines())):
            match = LINE.fullmatch(line)
            assert match, f"this line is no drawing: {line}"
            self._line(match, found)
        return dict(sorted(found.items(), key=lambda item: item[0].isupper()))

    def _line(self, match: "re.Match[str]", found: Facts) -> None:
        start, start_kind, start_facts, tie, facts, end, end_kind, end_facts = match.groups()
        self._thing(found, start, start_kind, start_facts)
        if tie:
            self._thing(found, end, end_kind, end_facts)
            found.setdefault(tie, []).append(self._tie(tie, start, end, _pairs(facts)))

    def _thing(self, found: Facts, name: str, kind: str | None, facts: str) -> None:
        if kind:
            self.kinds[name] = kind
            known = _pairs(facts)
            found.setdefault(kind, []).append((name, *(known.get(p.name) for p in BY_LABEL[kind].properties)))

    def _tie(self, label: str, start: str, end: str, facts: dict[str, str | int | bool]) -> Row:
        facts.setdefault("row", f"{start}|{end}|{facts.get('role', '')}|{facts.get('since', '')}")
        if label == "MET":
            facts.setdefault("day", str(facts["at"])[:10])
            facts.setdefault("count", 1)
        return (self.kinds[start], start, self.kinds[end], end, *(facts.get(p.name) for p in BY_LABEL[label].properties))


def _pairs(text: str | None) -> dict[str, str | int | bool]:
    return {key: _value(key, value.strip("'")) for key, value in PAIR.findall(text or "")}


def _value(key: str, text: str) -> str | int | bool:
    if key in ("count", "capacity", "notice_days"):
        return int(text)
    return text == "yes" if key == "lead" else text


async def tell(
    store: GraphStore, facts: Facts, *, source: str = "feed", at: str = "2026-01-01T00:00:00.000000Z", snapshot: Iterable[str] = ()
) -> Load:
    """One finished load of these facts; kinds named in `snapshot` are retired where it did not tell them."""
    load = await store.begin_load(Source(source), at)
    for label, rows in facts.items():
        await store.upsert(load, label, rows)
    for label in snapshot:
        await store.retire_unseen(load, label)
    return await store.finish_load(load, at, read=0, kept=0, refused=0)


async def draw(store: GraphStore, text: str, **how: str) -> Load:
    """One finished load of a drawing."""
    return await tell(store, Drawing().read(text), **how)  # type: ignore[arg-type]


def is_kind(label: str) -> bool:
    """Whether a label is a thing's, not a tie's."""
    return isinstance(BY_LABEL[label], Kind)
