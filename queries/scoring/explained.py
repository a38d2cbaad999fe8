"""How is all this worked out? Every number with its source, and every score in the words of its own docstring."""

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any

from queries.scoring import knowing, said, trust
from queries.scoring.knowing import WEIGHTS, Provenance, Weights
from queries.scoring.said import Voices
from queries.scoring.trust import Opinion
from queries.scoring.weighing import BUILT_IN, numbers

MARKS: dict[Provenance, str] = {
    "S": "Seen in a published source.",
    "C": "Computed from what a published source says.",
    "D": "A design choice of ours, without empirical proof.",
}
"""How far each number can be relied on, by its mark."""
OWN = "The mark is of the number that Kith comes with. Where this authority has set another, that is its own choice."
PLAINLY = (
    "Kith says who knows a child or family, and why. It never scores, rates or predicts anything about a child or family.",
    "Four things make a tie strong: knowing (how long they have known each other, and how long they have been out of touch), "
    "activity (how much they see of each other now), trust (what people said, never what records suggest) "
    "and reach (in how many settings).",
    "What is not known is left out and said to be not known: it counts neither for nor against anyone.",
    "People see a word (strong, steady or light) and the reasons. The number behind the word is for machines.",
    "The numbers below are this authority’s own to set. Each change is a new version that holds from a day on, with who set it and why. "
    "Earlier versions are kept, so that an answer of the past can be worked out again.",
)
"""The whole of it, for someone who reads nothing else."""
AS_BUILT_IN = "Where a sentence names a number, it is the one that Kith comes with; the table has those in force."


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the weights: `built_in` is what Kith comes with, `source` its mark."""

    name: str
    value: float
    unit: str
    meaning: str
    source: Provenance
    built_in: float

    @property
    def phrase(self) -> str:
        """What the value says, as a phrase to follow it: days after which a contact counts half."""
        return f"{self.unit} {self.meaning}"

    @property
    def changed(self) -> bool:
        """Whether the authority has set it to something else."""
        return self.value != self.built_in


@dataclass(frozen=True, slots=True)
class Step:
    """One score, or one rule, and its one sentence."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs together: a title, what it rests on, and its steps."""

    title: str
    about: str
    steps: tuple[Step, ...]


def table(weights: Weights) -> list[Number]:
    """Every number, with all that is told about it."""
    built_in = numbers(WEIGHTS)
    return [Number(f.name, float(getattr(weights, f.name)), **f.metadata, built_in=float(built_in[f.name])) for f in fields(Weights)]


def changes(weights: Weights, before: Weights) -> dict[str, tuple[float, float]]:
    """The numbers that differ, each with what it was before and what it is."""
    pairs = {f.name: (getattr(before, f.name), getattr(weights, f.name)) for f in fields(Weights)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def plain_number(value: float) -> str:
    """A number as people write it, and no digit lost.

    >>> plain_number(730.0), plain_number(0.1), plain_number(1e6)
    ('730', '0.1', '1000000')
    """
    return str(int(value)) if value == int(value) else repr(value)


def version_named(version: str) -> str:
    """A version in words."""
    return "the numbers that Kith comes with" if version == BUILT_IN else f"version {version}"


def parts() -> tuple[Part, ...]:
    """Every score and rule, in the order in which an answer is worked out."""
    scores = (
        knowing.tenure,
        knowing.knowing,
        knowing.day_value,
        knowing.evidence,
        knowing.activity,
        knowing.on_record,
        knowing.reach,
        knowing.strength,
        knowing.word,
        knowing.usual_interval,
        knowing.rhythm,
    )
    opinions = (trust.opinion, trust.discounted, trust.fused, Opinion.trust, Opinion.certainty)
    rules = (Voices.standing, said.expiry, Voices.reliability, Voices.excluded, Voices.nominated, Voices.removed)
    return (
        Part("How strong a tie is", "Worked out for each professional and each child or family, on one day.", _steps(scores)),
        Part(
            "How far they are trusted",
            "Only from what people said. Where nobody was asked it is not known, and counts for nothing.",
            _steps(opinions),
        ),
        Part("What people said", "What their word does, and for how long.", _steps(rules)),
    )


def _steps(told: Iterable[Callable[..., Any] | property]) -> tuple[Step, ...]:
    return tuple(Step(_name(one), first_sentence(one)) for one in told)


def _name(told: Callable[..., Any] | property) -> str:
    function: Any = told.fget if isinstance(told, property) else told
    return function.__name__.replace("_", " ")


def first_sentence(documented: object) -> str:
    """The first sentence of a docstring, on one line, in a reader's words."""
    first = (inspect.getdoc(documented) or "").split("\n\n")[0]
    return re.split(r"(?<=\.)\s", " ".join(first.split()), maxsplit=1)[0].replace("None", "nothing")
