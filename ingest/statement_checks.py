"""What someone says, and what may be wrong with it: checked as the plain feed checks it, each problem with its field."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date

from graph.model import Carer, Child, Family, Professional, Subject, View
from graph.schema import kind_of
from graph.store import GraphReader

EVERYTHING = View(date.max)
LONGEST = 280
"""Characters of a question: longer text tends to hold more than a question."""
LONGEST_ID = 200
_SPEAKERS: dict[str, type[Child | Carer | Professional]] = {
    "child": Child,
    "carer": Carer,
    "professional": Professional,
    "self": Professional,
}
_FIELDS = {"kind": "kind", "speaker_kind": "speaker", "answer": "answer", "visibility": "visibility"}
"""What is one word of a closed list, with the field that it is told in."""
_UNKNOWN, _CORRECT = "is the id of no {}", "correct the id, or have the {} loaded first"


@dataclass(frozen=True, slots=True)
class Said:
    """What someone says. Without a subject a child speaks of their own tie, a carer of their family's; without a day, today."""

    kind: str
    speaker_kind: str
    speaker_id: str | None
    about_professional_id: str
    subject: Subject | None
    answer: str | None
    said_on: date | None = None
    expires_on: date | None = None
    question: str | None = None
    visibility: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the field, what is wrong with it, and what to do. No text repeats what was sent."""

    field: str
    what: str
    what_to_do: str


async def problems(reader: GraphReader, said: Said, today: date) -> tuple[Problem, ...]:
    """Everything that is wrong with a statement; empty where it can be recorded."""
    plain = [*_words(said), *_days(said, today), *_lengths(said), *_together(said)]
    return (*plain, *[p async for p in _not_held(reader, said)])


def _words(said: Said) -> Iterator[Problem]:
    choices = {p.name: p.choices for p in kind_of("Statement").properties}
    for name, told in _FIELDS.items():
        value = getattr(said, name)
        if value not in choices[name] and not (value is None and name in ("answer", "visibility")):
            yield Problem(told, "is none of the words it may be", f"say {', '.join(choices[name])}")


def _days(said: Said, today: date) -> Iterator[Problem]:
    day = said.said_on or today
    if day > today:
        yield Problem("saidOn", "lies in the future", "give the day on which it was said")
    if said.expires_on and said.expires_on < day:
        yield Problem("expiresOn", "lies before the day it was said", "correct one of the two")


def _lengths(said: Said) -> Iterator[Problem]:
    if said.question and len(said.question) > LONGEST:
        yield Problem("question", f"is longer than {LONGEST} characters", "give the question alone, and nothing about the family")
    if said.speaker_kind == "kin" and said.speaker_id is not None and not 0 < len(said.speaker_id) <= LONGEST_ID:
        yield Problem("speaker", f"is an id of no characters, or of more than {LONGEST_ID}", "give an id of yours, or leave it out")


def _together(said: Said) -> Iterator[Problem]:
    if said.speaker_kind == "self" and said.speaker_id not in (None, said.about_professional_id):
        yield Problem("speaker", "speaks of themselves, and it is about someone else", "make the two the same, or let a professional speak")
    if said.subject is None and (said.speaker_kind not in ("child", "carer") or said.speaker_id is None):
        yield Problem("subject", "is missing", "say whose tie it is about: only a child or carer with an id can be understood without it")


async def _not_held(reader: GraphReader, said: Said) -> AsyncIterator[Problem]:
    """Ids that lead nowhere; a relative's is not looked up."""
    asked: list[tuple[str, type[object], str | None]] = [("about", Professional, said.about_professional_id)]
    if said.speaker_kind in _SPEAKERS:
        asked.append(("speaker", _SPEAKERS[said.speaker_kind], said.speaker_id))
    if said.subject:
        asked.append(("subject", Child if said.subject.kind == "child" else Family, said.subject.id))
    for field, kind, key in asked:
        if key is not None and key not in await reader.entities(kind, [key], EVERYTHING):
            name = kind.__name__.lower()
            yield Problem(field, _UNKNOWN.format(name), _CORRECT.format(name))
