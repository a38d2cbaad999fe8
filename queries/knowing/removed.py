"""Every tie that counts for nothing on a day, because it is disputed or someone wished it hidden (small print, rule 28)."""

from collections.abc import AsyncGenerator, Container, Iterator, Sequence

from graph.model import Statement, Subject, View
from graph.store import GraphReader
from queries.knowing.who_knows import BATCH, Answering
from queries.scoring.said import UNTIL_WITHDRAWN, Pair

PAGE = 10_000


async def removed_ties(reader: GraphReader, view: View, people: Container[str | None] | None = None) -> set[Pair]:
    """Professionals, all or some, with the children and families whose tie to them is out."""
    said = [s async for s in _said_against(reader, view) if people is None or s.about_professional_id in people]
    meant = {subject for s in said for subject in _meant(s)}
    vague = sorted({s.about_professional_id for s in said if s.about_professional_id and s.speaker_kind == "carer" and not s.subject_id})
    meant |= await _theirs(reader, vague, view)
    found: set[Pair] = set()
    ordered = sorted(meant)
    for some in (ordered[n : n + BATCH] for n in range(0, len(ordered), BATCH)):
        found |= Answering(await reader.around(some, view, bare=True), view.on, {}).removed
    return found


def _meant(said: Statement) -> Iterator[Subject]:
    """The subject whose tie a statement is about, as far as it says."""
    if said.subject_id:
        yield Subject("child" if said.subject_kind == "child" else "family", said.subject_id)
    elif said.speaker_kind == "child" and said.speaker_id:
        yield Subject("child", said.speaker_id)


async def _theirs(reader: GraphReader, people: Sequence[str], view: View) -> set[Subject]:
    """Whom these have anything to do with: a carer who names no family may mean any of these."""
    if not people:
        return set()
    met = await reader.met(people, view)
    return {t.subject for t in await reader.carried(people, view)} | {s for theirs in met.values() for s in theirs}


async def _said_against(reader: GraphReader, view: View) -> AsyncGenerator[Statement]:
    """All statements of the kinds that remove a tie."""
    after = ""
    while page := await reader.page(Statement, view, after=after, first=PAGE):
        after = page[-1].id
        for said in page:
            if said.kind in UNTIL_WITHDRAWN:
                yield said
