"""`kith who`: the answer as JSON lines for programs, or in words for people."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import orjson

from api.commands.lines import who_line
from api.commands.opening import reading
from api.commands.shell import Shell
from graph.errors import UnknownId
from graph.model import Subject, SubjectKind, View
from graph.store import GraphReader
from queries.knowing.answers import Knower, WhoKnows
from queries.knowing.who_knows import answers, who_knows
from queries.scoring.because import SPEAKERS, plain_day, sentences


async def print_who(shell: Shell, ids: list[str], kind: SubjectKind | None, view: View, *, as_json: bool) -> None:
    """Print who knows these children and families."""
    async with reading(shell, "kith who", ids) as store:
        for answer in await who_knows(store, await subjects(store, ids, kind, view), view):
            sys.stdout.buffer.write(line(answer) if as_json else words(answer))


@dataclass(slots=True)
class WhoKnowsEveryone:
    """Who knows each family, followed by each of its children, and then each other child: an `everyone.Question`."""

    kind: SubjectKind | None
    view: View
    as_json: bool
    days: dict[str, tuple[date, ...]] = field(default_factory=dict[str, tuple[date, ...]])

    async def begin(self, store: GraphReader) -> None:
        """Read everyone's contact days."""
        self.days = await store.contact_days(None, self.view)

    async def tell(self, store: GraphReader, batch: list[Subject]) -> list[tuple[Subject, bytes]]:
        """The answers for some subjects, as they are printed."""
        text = line if self.as_json else words
        return [(a.subject, text(a)) for a in await answers(store, batch, self.view, self.days, with_children=self.kind is None)]


def line(answer: WhoKnows) -> bytes:
    """An answer as a line of JSON."""
    return orjson.dumps(who_line(answer), option=orjson.OPT_APPEND_NEWLINE)


def words(answer: WhoKnows) -> bytes:
    """An answer in words, an empty line after it."""
    return ("\n".join(in_words(answer)) + "\n\n").encode()


async def subjects(store: GraphReader, ids: list[str], kind: SubjectKind | None, view: View) -> list[Subject]:
    """What the ids stand for: the kind is found where it was not said. Errors: UnknownId."""
    kinds: tuple[SubjectKind, ...] = (kind,) if kind else ("family", "child")
    candidates = [Subject(k, i) for i in ids for k in kinds]
    held = (await store.around(candidates, view, bare=True)).asked
    if missing := [i for i in ids if not any(Subject(k, i) in held for k in kinds)]:
        raise UnknownId(*missing)
    return [s for s in candidates if s in held]


def in_words(answer: WhoKnows) -> Iterator[str]:
    """The answer as a coordinator reads it."""
    yield f"Who knows {answer.subject.kind} {answer.subject.id}, on {plain_day(answer.on)}?"
    key = answer.key_individual
    if key:
        yield f"Ask first: {_introduced(key, answer)}"
        yield from (f"  {sentence}" for sentence in sentences(key.best, answer.on))
    elif not answer.nobody:
        yield "Ask the family first: those who know them well enough are people they said no to."
    else:
        yield "Nobody knows this family: no one in post knows them well enough to be asked first."
    lead = answer.around.professionals.get(answer.lead) if answer.lead else None
    if answer.lead and (key is None or answer.lead != key.professional.id):
        yield f"Lead practitioner on paper: {(lead and lead.name) or answer.lead}"
    yield from (f"Also: {_introduced(k, answer)}" for k in answer.knowers if k is not key)
    yield from (f"They asked for: {p}" for p in sorted(answer.said.nominated))
    yield from (f"They said no to: {p}" for p in sorted(answer.said.excluded))
    yield from (f"{SPEAKERS[v.speaker[0]].capitalize()} vouched for: {v.professional_id}" for v in answer.said.vouches)
    for was in answer.dormant:
        yield f"Knew them well until {plain_day(was.strong_until)}: {_introduced(was.knower, answer)}"


def _introduced(knower: Knower, answer: WhoKnows) -> str:
    person, best = knower.professional, knower.best
    service = answer.around.services.get(knower.post.service_id) if knower.post else None
    where = (service.name or service.id) if service else "no post now"
    routes = ", ".join(filter(None, (person.phone, person.email))) or "no contact route on record"
    about = "" if best.subject == answer.subject else f" (knows {best.subject.kind} {best.subject.id})"
    what = person.profession or "role not recorded"
    return f"{person.name or person.id} [{person.id}], {what}, {where}: {best.word or 'barely'}{about}; {routes}"
