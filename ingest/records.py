"""What a feed yields: rows that became facts, and rows refused with their reason."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from graph.model import Source
from graph.store import GraphReader, Row

Fact = tuple[str, Row]
"""The label of a kind or tie, and its row in the order of the schema's columns."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row, or one cell of a row, that was not taken in; `row` is the whole of it as it came."""

    file: str
    line: int
    column: str
    value: str
    reason: str
    row: str = ""
    cell_only: bool = False


class Accepted(NamedTuple):
    """`rows` rows of a file that became these facts, the main one first."""

    facts: tuple[Fact, ...]
    rows: int = 1


Parsed = Accepted | Refusal


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a feed: what to call it, the kinds it tells of (the main one first), and its rows as they come.

    `remarks` fill as the rows are read.
    """

    name: str
    labels: tuple[str, ...]
    rows: Iterator[Parsed]
    remarks: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class Held:
    """The ids that a row may refer to, by label: those in the store and those kept in this load so far."""

    ids: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def of(self, label: str) -> set[str]:
        """The ids of one kind; adding to it makes later rows find the new one."""
        return self.ids.setdefault(label, set())


class Feed(Protocol):
    """A kind of feed. `refers_to` are the kinds whose ids its rows may name; `links_children` asks for identity judgements."""

    name: str
    about: str
    refers_to: tuple[str, ...]
    links_children: bool

    def parts(self, path: str, held: Held) -> Iterator[Part]:
        """The files found at a path, in the order they must be written. Errors: FeedUnreadable."""
        ...


async def held_in(reader: GraphReader, feed: Feed, source: Source, *, snapshot: bool) -> Held:
    """What is held before a load; in a snapshot without what only this source told, for it may be about to go."""
    but = source.name if snapshot else None
    return Held({label: await reader.ids(label, but_source=but) for label in feed.refers_to})
