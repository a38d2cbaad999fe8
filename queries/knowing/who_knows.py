"""Who knows this family? The key individual, everyone who knows them, who knew them well before, or nobody."""

from collections.abc import AsyncGenerator, Callable, Container, Iterable, Sequence
from datetime import date

from graph.errors import UnknownId
from graph.model import Around, Subject, SubjectKind, View
from graph.store import GraphReader
from queries.knowing.answering import Answering
from queries.knowing.answers import WhoKnows

BATCH = 200
"""Families, or children, asked for at once when all are."""


async def who_knows(reader: GraphReader, asked: Sequence[Subject], view: View) -> list[WhoKnows]:
    """The answers in the order asked. Errors: UnknownId for what is not held, or not this viewer's to see."""
    around = await reader.around(asked, view)
    if missing := [s.id for s in asked if s not in around.asked]:
        raise UnknownId(*missing)
    answer = answering(around, view.on)
    return [answer(around.asked[s]) for s in asked]


async def who_knows_all(reader: GraphReader, view: View, kind: SubjectKind | None = None) -> AsyncGenerator[WhoKnows]:
    """Every family (each followed by its children) and then every other child; or one kind only. Never all at once."""
    days = await reader.contact_days(None, view)
    told: set[Subject] = set()
    for asked in kinds_in_turn(kind):
        async for batch in batches(reader, view, asked, told):
            for answer in await answers(reader, batch, view, days, with_children=kind is None):
                if answer.subject not in told:
                    yield answer
                    told |= {answer.subject} if answer.subject.kind == "child" else set()


def kinds_in_turn(kind: SubjectKind | None) -> tuple[SubjectKind, ...]:
    """The kinds that an answer about everyone goes through."""
    return (kind,) if kind else ("family", "child")


async def batches(reader: GraphReader, view: View, kind: SubjectKind, told: Container[Subject] = ()) -> AsyncGenerator[list[Subject]]:
    """All subjects of a kind but those told already, some at a time."""
    after = ""
    while ids := await reader.subjects(kind, view, after=after, first=BATCH):
        after = ids[-1]
        if left := [s for s in (Subject(kind, i) for i in ids) if s not in told]:
            yield left


async def answers(
    reader: GraphReader,
    batch: Sequence[Subject],
    view: View,
    days: dict[str, tuple[date, ...]],
    *,
    with_children: bool,
) -> list[WhoKnows]:
    """The answers for a batch, each family's followed by its children's if wished; `days` are everyone's contact days."""
    around = await reader.around(batch, view, bare=True)
    answer = answering(around, view.on, days)
    return [answer(subject) for subject in _with_children(batch, around, alone=not with_children)]


def _with_children(asked: Iterable[Subject], around: Around, *, alone: bool) -> Iterable[Subject]:
    children: dict[str, list[Subject]] = {}
    for m in around.memberships:
        if m.member_kind == "child":
            children.setdefault(m.family_id, []).append(Subject("child", m.member_id))
    for subject in asked:
        yield subject
        if not alone and subject.kind == "family":
            yield from children.get(subject.id, ())


def answering(around: Around, on: date, contact_days: dict[str, tuple[date, ...]] | None = None) -> Callable[[Subject], WhoKnows]:
    """A function that answers for any subject in what is held around some; each claim is scored once."""
    return Answering(around, on, around.contact_days if contact_days is None else contact_days).answer
