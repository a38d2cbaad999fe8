"""What can be erased for good: every version of it, the retired ones too, with its names in the indexes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import LiteralString, NamedTuple

from graph.model import Source
from graph.schema import KINDS, TIES, Kind, TieKind

ERASER = "kith-erasing"
"""The source whose runs erase. What a store keeps in memory is read anew after each of them."""
Node = tuple[str, str]
"""A thing by its label and id."""
LABELS: dict[LiteralString, LiteralString] = {"child": "Child", "carer": "Carer", "family": "Family", "professional": "Professional"}


@dataclass(frozen=True, slots=True)
class ToldBy:
    """Everything that a source ever told."""

    source: str


@dataclass(frozen=True, slots=True)
class About:
    """Everything anyone ever told of these things: themselves, their ties, and what names them by id, such as statements.

    Carers who never belonged to another family than those chosen go with them.
    """

    nodes: frozenset[Node]


@dataclass(frozen=True, slots=True)
class Older:
    """Facts of one kind whose day or instant in a column is before this one, and versions replaced before it.

    The column is a property, or `recorded` or `retired`; where it is empty only the second counts.
    """

    label: str
    column: str
    before: str


Chosen = ToldBy | About | Older


@dataclass(frozen=True, slots=True)
class Erasable:
    """How many facts of each kind are chosen (versions count), and the first ids of the things they are of."""

    facts: Mapping[str, int] = field(default_factory=dict[str, int])
    first: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    spared: int = 0


Value = str | int | float | bool
"""What a field of a fact holds: text, a number, yes or no; days and instants as ISO text."""


@dataclass(frozen=True, slots=True)
class HeldFact:
    """One version of a fact: of what kind, of which thing or which two things, what it says, who told it, and from and until when."""

    label: str
    ends: tuple[Node, ...]
    values: Mapping[str, Value]
    source: Source
    recorded: str
    retired: str | None

    def place(self) -> tuple[object, ...]:
        """Its place among the facts of its kind: the oldest first, the same from every store."""
        told = tuple(sorted((k, str(v)) for k, v in self.values.items()))
        return self.recorded, self.ends, self.source.name, self.retired or "", told


class Refers(NamedTuple):
    """A property that holds the id of a thing, of one kind, or of the one that another property names."""

    id: LiteralString
    label: LiteralString = ""
    kind: LiteralString = ""


_SUBJECT = Refers("subject_id", kind="subject_kind")
REFERS: dict[str, tuple[Refers, ...]] = {
    "Statement": (_SUBJECT, Refers("speaker_id", kind="speaker_kind"), Refers("about_professional_id", "Professional")),
    "Receipt": (Refers("statement", "Statement"),),
    "Shield": (_SUBJECT,),
    "Opening": (_SUBJECT,),
    "Hold": (_SUBJECT,),
    "Apart": (Refers("child_id", "Child"), Refers("other_id", "Child")),
    "RightsRequest": (Refers("person_id", kind="person_kind"),),
}
"""The facts that name people without a tie to them."""
MENTIONS: dict[str, LiteralString] = {"SavedScenario": "changes"}
"""The properties that hold JSON in which ids are mentioned."""
_LAST = ("Carer", "MEMBER_OF", "Family", "Child", "SAME_AS")
_FIRST = ("Receipt",)


def in_order() -> tuple[Kind | TieKind, ...]:
    """All kinds as they are erased: what people are found by goes last, so that a run that broke off can be run again."""
    everything = (*KINDS, *TIES)
    middle = [k for k in everything if k.label not in _FIRST + _LAST]
    return (*_labelled(_FIRST), *middle, *_labelled(_LAST))


def _labelled(labels: Iterable[str]) -> list[Kind | TieKind]:
    return [k for label in labels for k in (*KINDS, *TIES) if k.label == label]
