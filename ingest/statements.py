"""What people say: the one way it is written, never rewritten, only followed by another.

A request carries a key of its sender's: the same request again becomes the same statement and writes nothing.
"""

from dataclasses import astuple, dataclass, replace
from datetime import date, datetime
from hashlib import blake2b

from graph.erasing import Node
from graph.model import Load, Receipt, Source, Statement, Subject, View
from graph.rows import instant
from graph.store import GraphReader, GraphStore, Row
from ingest.statement_checks import EVERYTHING, Problem, Said, problems

PEOPLE = Source("people")
"""The source of what is said to Kith itself; a feed's statements have that feed's source."""
TAKES_BACK = "unsure"
"""The answer that takes back what the same speaker said before (small print, rule 23)."""
_ALL = 1_000_000
"""More statements than there are about any one professional."""
_KEY_USED = "this key was used for something else: take a new key for each request"


@dataclass(frozen=True, slots=True)
class Recorded:
    """The statement as it is held."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class Invalid:
    """Nothing was written, for these reasons."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Nothing was written: what is asked for contradicts what was done before."""

    reason: str


Outcome = Recorded | Invalid | Clash
_NO_KEY = Invalid((Problem("idempotencyKey", "is empty", "make up a key of your own for each request"),))
_NO_STATEMENT = Invalid(
    (Problem("statement", "is the id of no statement", "take the id that was given when it was recorded"),),
)


async def say(store: GraphStore, said: Said, *, recorder: str, key: str, now: datetime) -> Outcome:
    """Record what someone says. `recorder` and `key` make the request one of its kind; `now` is the moment."""
    if not key:
        return _NO_KEY
    receipt = Receipt(_digest(recorder, key), content=_digest("say", *map(str, astuple(said))))
    before = await _receipt(store, receipt.id)
    if before and before.content != receipt.content:
        return Clash(_KEY_USED)
    if before and (known := await _held(store, before.statement)):
        return Recorded(known)
    if wrong := await problems(store, said, now.date()):
        return Invalid(wrong)
    load = await store.begin_load(PEOPLE, instant(now))
    receipt = before or replace(receipt, statement=_statement_id(load, receipt))
    return await _record(store, load, receipt, _statement(said, receipt.statement or "", now.date()))


async def withdraw(
    store: GraphStore, statement_id: str, *, recorder: str, key: str, now: datetime, view: View = EVERYTHING, own: Node | None = None
) -> Outcome:
    """Take a statement back by the same speaker's later "unsure". `view`: through whose eyes it is looked up.

    Of a person's `own` statements alone, where that is told: others' are not there for them.
    """
    if not key:
        return _NO_KEY
    receipt = Receipt(_digest(recorder, key), f"{statement_id}-withdrawn", _digest("withdraw", statement_id))
    before = await _receipt(store, receipt.id)
    if before and before.content != receipt.content:
        return Clash(_KEY_USED)
    held, known = await _held(store, statement_id, view), await _held(store, receipt.statement)
    if held is None or (own and not await _spoken_by(store, held, own)):
        return _NO_STATEMENT
    if known:
        return Recorded(known)
    if why := await _not_to_be_withdrawn(store, held):
        return Clash(why)
    load = await store.begin_load(PEOPLE, instant(now))
    return await _record(store, load, receipt, _taken_back(held, receipt.statement or "", now.date()))


async def _receipt(reader: GraphReader, key: str) -> Receipt | None:
    return (await reader.entities(Receipt, [key], EVERYTHING)).get(key)


async def _held(reader: GraphReader, statement_id: str | None, view: View = EVERYTHING) -> Statement | None:
    return (await reader.entities(Statement, [statement_id], view)).get(statement_id) if statement_id else None


async def _record(store: GraphStore, load: Load, receipt: Receipt, statement: Statement) -> Recorded:
    """The receipt first: where the second write breaks off, the same request again completes it."""
    await store.upsert(load, "Receipt", [(receipt.id, receipt.statement, receipt.content)])
    await store.upsert(load, "Statement", [_row(statement)])
    await store.finish_load(load, load.started, read=1, kept=1, refused=0)
    return Recorded(statement)


def _row(statement: Statement) -> Row:
    return tuple(v.isoformat() if isinstance(v, date) else v for v in astuple(statement))


def _statement(said: Said, key: str, today: date) -> Statement:
    kind, subject = said.subject or (None, None)
    who = said.about_professional_id if said.speaker_kind == "self" else said.speaker_id
    day = said.said_on or today
    told = said.expires_on, said.question, said.visibility
    return Statement(key, said.kind, said.speaker_kind, who, said.about_professional_id, kind, subject, said.answer, day, *told)


def _taken_back(held: Statement, key: str, today: date) -> Statement:
    """The statement that follows; who may not be shown what is taken back isn't shown that either. Nothing was asked."""
    confided = held.visibility or ("not_them" if held.speaker_kind == "child" and held.answer == "no" else None)
    return replace(held, id=key, answer=TAKES_BACK, said_on=max(today, held.said_on), expires_on=None, question=None, visibility=confided)


async def _not_to_be_withdrawn(reader: GraphReader, held: Statement) -> str | None:
    """Why there is nothing in a statement to take back; None where there is."""
    if held.answer == TAKES_BACK:
        return "this statement takes an earlier one back: there is nothing in it to withdraw"
    said = await reader.find(Statement, EVERYTHING, identifier=held.about_professional_id or "", first=_ALL)
    same = await _one_child(reader, held)
    if any((s.said_on, s.id) > (held.said_on, held.id) and _same_matter(s, held, same) for s in said):
        return "the same speaker has said something else since: withdraw that one"
    return None


async def _spoken_by(reader: GraphReader, held: Statement, own: Node) -> bool:
    """Whether a child, under whichever of their records, or a carer said it."""
    same = (await reader.around([Subject("child", own[1])], EVERYTHING, bare=True)).same if own[0] == "Child" else {}
    kind, who = _speaker(held, same)
    return (kind.capitalize(), who) == (own[0], same.get(own[1], own[1]))


async def _one_child(reader: GraphReader, held: Statement) -> dict[str, str]:
    """From each record of the children it speaks of to the one that stands for it."""
    children = {i for kind, i in ((held.speaker_kind, held.speaker_id), (held.subject_kind, held.subject_id)) if kind == "child" and i}
    return (await reader.around([Subject("child", i) for i in sorted(children)], EVERYTHING, bare=True)).same if children else {}


def _same_matter(one: Statement, other: Statement, same: dict[str, str]) -> bool:
    """Whether one speaker says both of one professional and subject; a carer who names none may mean any family."""
    if (one.kind, one.about_professional_id, _speaker(one, same)) != (other.kind, other.about_professional_id, _speaker(other, same)):
        return False
    subjects = {_subject(one, same), _subject(other, same)}
    return len(subjects) == 1 or (one.speaker_kind == "carer" and None in subjects)


def _speaker(said: Statement, same: dict[str, str]) -> tuple[str, str | None]:
    who = said.about_professional_id if said.speaker_kind == "self" else said.speaker_id
    return said.speaker_kind, same.get(who, who) if said.speaker_kind == "child" and who else who


def _subject(said: Statement, same: dict[str, str]) -> tuple[str | None, str] | None:
    if said.subject_id:
        return said.subject_kind, same.get(said.subject_id, said.subject_id) if said.subject_kind == "child" else said.subject_id
    kind, who = _speaker(said, same)
    return ("child", who) if kind == "child" and who else None


def _statement_id(load: Load, receipt: Receipt) -> str:
    """In the order of loads, for of two statements of one day the larger id is the later (small print, rule 46)."""
    return f"said-{load.started}-{receipt.id[:16]}".replace(":", "").replace(".", "")


def _digest(*parts: str) -> str:
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()
