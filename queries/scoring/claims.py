"""One professional's claim to know one child or family: its rows and contacts, scored on a day."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from graph.model import Around, Contact, Subject, Tie
from queries.scoring.knowing import (
    WEIGHTS,
    State,
    Weights,
    Word,
    activity,
    evidence,
    knowing,
    on_record,
    reach,
    rhythm,
    strength,
    usual_interval,
    word,
)
from queries.scoring.said import Voice
from queries.scoring.trust import NOT_ASKED, Opinion

Pair = tuple[str, Subject]


@dataclass(slots=True)
class Claim:
    """All rows and contacts that join one professional to one child or family; contacts by ascending day."""

    professional_id: str
    subject: Subject
    ties: list[Tie] = field(default_factory=list[Tie])
    contacts: list[Contact] = field(default_factory=list[Contact])


@dataclass(frozen=True, slots=True)
class Parts:
    """The four parts of a strength, each 0 to 1; None is unknown, and counts for nothing."""

    knowing: float | None
    activity: float | None
    trust: float | None
    reach: float


@dataclass(frozen=True, slots=True)
class Scored:
    """A claim on a day: its strength with every part and input that made it.

    `certainty` is how much was said about trust, 0 (not asked) to 1, and `voices` who said it; `usual` the days between
    two contacts as a rule.
    """

    professional_id: str
    subject: Subject
    strength: float
    word: Word | None
    state: State
    parts: Parts
    since: date | None
    until: date | None
    last_contact: date | None
    contact_days: int
    contexts: tuple[str, ...]
    inferred: bool
    roles: tuple[str, ...]
    conflict: bool
    certainty: float
    usual: float | None
    voices: tuple[Voice, ...] = ()

    @property
    def live(self) -> bool:
        """Whether the tie holds on the day."""
        return self.state != "ended"


def claims(around: Around) -> dict[Subject, list[Claim]]:
    """Every claim in what is held around some subjects, by subject, professionals in order of id."""
    found: dict[Pair, Claim] = {}
    for tie in around.ties:
        pair = (tie.professional_id, tie.subject)
        claim = found.get(pair) or found.setdefault(pair, Claim(*pair))
        claim.ties.append(tie)
    for contact in around.contacts:
        pair = (contact.professional_id, contact.subject)
        claim = found.get(pair) or found.setdefault(pair, Claim(*pair))
        claim.contacts.append(contact)
    by_subject: dict[Subject, list[Claim]] = {}
    for pair in sorted(found):
        by_subject.setdefault(pair[1], []).append(found[pair])
    return by_subject


class Weighed(NamedTuple):
    """What a claim weighs on a day, with what the weighing used; `evidence` is E, what all contact is worth on the day."""

    strength: float
    evidence: float
    parts: Parts
    since: date | None
    until: date | None
    rows: list[Tie]
    met: list[Contact]


def live(claim: Claim, on: date) -> bool:
    """Whether a claim is live on a day: a row holds, or there is no begun row but a contact."""
    rows = [t for t in claim.ties if t.since is None or t.since <= on]
    if not rows:
        return any(c.day <= on for c in claim.contacts)
    return any(t.until is None or t.until >= on for t in rows)


def ended(claim: Claim, on: date) -> date | None:
    """The last day of a claim none of whose begun rows holds any more; None while it is live, or was only inferred."""
    rows = [t for t in claim.ties if t.since is None or t.since <= on]
    if not rows or any(t.until is None or t.until >= on for t in rows):
        return None
    return max(t.until for t in rows if t.until)


def span(claim: Claim, on: date) -> tuple[date | None, date | None]:
    """First and last day of a claim, as of a day; None where nobody knows the first, and where there is no last yet."""
    return _begun([t for t in claim.ties if t.since is None or t.since <= on], claim.contacts), ended(claim, on)


def weigh(claim: Claim, on: date, days_on_record: Sequence[date], said: Opinion = NOT_ASKED, weights: Weights = WEIGHTS) -> Weighed | None:
    """What a claim weighs on a day, or None where nothing of it has begun by then.

    `days_on_record` are the professional's days of any contact with anyone, ascending; `said` is what was said of
    trust in them, as it stands on the day.
    """
    begun = [t for t in claim.ties if t.since is None or t.since <= on]
    met = claim.contacts
    if met and met[-1].day > on:
        met = [c for c in met if c.day <= on]
    if not begun and not met:
        return None
    rows = [t for t in begun if t.until is None or t.until >= on]
    until = max(t.until for t in begun if t.until) if begun and not rows else None
    record = on_record(bisect_right(days_on_record, on), weights)
    since = _begun(begun, met)
    known = _knowing(since, until, met, on, record, weights)
    seen = evidence(met, on, weights)
    heard = activity(seen, weights) if met else 0.0
    wide = reach(len({t.context for t in rows or begun}))
    trust = said.trust
    strong = strength(known or 0.0, heard, wide, record=record, trust=trust or 0.0, certainty=said.certainty, weights=weights)
    return Weighed(strong, seen, Parts(known, heard if record else None, trust, wide), since, until, rows or begun, met)


def score(claim: Claim, on: date, days_on_record: Sequence[date], said: Opinion = NOT_ASKED, weights: Weights = WEIGHTS) -> Scored | None:
    """A claim as it stands on a day, in full; None where nothing of it has begun by then. See `weigh`."""
    weighed = weigh(claim, on, days_on_record, said, weights)
    return in_full(claim, weighed, on, said, weights) if weighed else None


def in_full(claim: Claim, weighed: Weighed, on: date, said: Opinion = NOT_ASKED, weights: Weights = WEIGHTS) -> Scored:
    """What a claim weighs on a day, with all that is told of it."""
    strong, _, parts, since, until, rows, met = weighed
    days = list(dict.fromkeys([c.day for c in met]))
    usual = usual_interval(days)
    return Scored(
        claim.professional_id,
        claim.subject,
        strong,
        word(strong, weights),
        "ended" if until else rhythm(usual, (on - days[-1]).days if days else 0, weights),
        parts,
        since,
        until,
        days[-1] if days else None,
        len(days),
        tuple(sorted({t.context or "" for t in rows})),
        not rows,
        tuple(dict.fromkeys([t.role for t in rows if t.role])),
        _ended_in_conflict(rows, until),
        said.certainty,
        usual,
    )


def _begun(rows: Iterable[Tie], met: Sequence[Contact]) -> date | None:
    """The earliest start or contact, whichever came first; None where no day is known."""
    days = [t.since for t in rows if t.since]
    if met:
        days.append(met[0].day)
    return min(days) if days else None


def _knowing(since: date | None, until: date | None, met: Sequence[Contact], on: date, record: float, weights: Weights) -> float | None:
    if since is None:
        return None
    days_known = ((until or on) - since).days
    return knowing(max(days_known, 0), _gap(since, until, met, on, record), weights)


def _gap(since: date, until: date | None, met: Sequence[Contact], on: date, record: float) -> float:
    """Days of silence: since the last contact; never in touch: since the end, or since the start as far as it is on record."""
    if met:
        return (on - met[-1].day).days
    return (on - until).days if until else record * (on - since).days


def _ended_in_conflict(rows: Iterable[Tie], until: date | None) -> bool:
    return until is not None and any("conflict" in (t.end_reason or "").casefold() for t in rows if t.until == until)
