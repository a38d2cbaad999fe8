"""The reasons behind a score in plain words: one sentence a part, each with its dates."""

from collections.abc import Iterable, Sequence
from datetime import date

from queries.scoring.claims import Scored
from queries.scoring.said import Voice
from queries.scoring.succession import Fit

SETTINGS = {
    "home": "at home",
    "school": "at school",
    "health": "in health",
    "community": "in the community",
    "justice": "in youth justice",
    "care": "in care",
    "": "in a setting that is not recorded",
}
SPEAKERS = {
    "child": "a child of the family",
    "carer": "a carer",
    "kin": "someone of the wider family",
    "professional": "another professional",
    "self": "the professional",
}


def sentences(scored: Scored, on: date, *, trust: bool = True) -> tuple[str, ...]:
    """One plain sentence for each part of a score, and one for its state where that says something.

    Parts that are unknown say so: nothing said about trust reads "Trust: not asked.". Without
    `trust` nothing is told of what was said.
    """
    said_of_trust = on_trust(scored.voices) if trust else ""
    said = (_known(scored, on), _in_touch(scored, on), said_of_trust, _settings(scored), _silent(scored), _inferred(scored))
    return tuple(s for s in said if s)


def state_because(scored: Scored, on: date) -> str:
    """Why a tie is current, cooling, lapsed or ended: the rule that decided, with its figures."""
    if scored.until:
        return f"Ended on {plain_day(scored.until)}: nothing recorded holds after it."
    if scored.usual is None or scored.last_contact is None:
        return "It holds, and fewer than four days of contact make no rhythm to be silent by."
    silent = (on - scored.last_contact).days
    rhythm = f"{_count(silent, 'day')} of silence, where {scored.usual:g} are usual between them"
    return f"It holds; {rhythm}. More than 4 times the usual is cooling, more than 8 times lapsed."


def on_trust(voices: Sequence[Voice]) -> str:
    """What was said about trust, and by whom; where people disagree, that they do."""
    said = {answer: [v for v in voices if v.answer == answer] for answer in ("yes", "no")}
    if said["yes"] and said["no"]:
        return f"On trust they disagree: yes from {_speakers(said['yes'])}; no from {_speakers(said['no'])}."
    if said["yes"]:
        return f"Trusted, say those asked: {_speakers(said['yes'])}."
    if said["no"]:
        return f"Not trusted, say those asked: {_speakers(said['no'])}."
    return f"Trust: asked, without a clear answer: {_speakers(voices)}." if voices else "Trust: not asked."


def _speakers(voices: Iterable[Voice]) -> str:
    return ", ".join(f"{_speaker(v)} ({plain_day(v.statement.said_on)})" for v in sorted(voices, key=lambda v: v.statement.said_on))


def _speaker(voice: Voice) -> str:
    kind, who = voice.speaker
    if who is None:
        return "someone who gave no name"
    if kind == "child":
        return "the child" if voice.own and voice.subject.kind == "child" else SPEAKERS[kind if voice.own else "kin"]
    return SPEAKERS["self" if who == voice.professional_id and kind == "professional" else kind]


def plain_day(day: date) -> str:
    """A day as people write it.

    >>> plain_day(date(2022, 9, 12))
    '12 September 2022'
    """
    return f"{day.day} {day:%B} {day.year}"


def lasting(since: date, until: date) -> str:
    """A length of time in years and months, or in days when short.

    >>> lasting(date(2022, 9, 12), date(2026, 11, 23)), lasting(date(2026, 11, 20), date(2026, 11, 23))
    ('4 years 2 months', '3 days')
    """
    months = (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
    if months < 1:
        return _count(max((until - since).days, 0), "day")
    years, rest = divmod(months, 12)
    return " ".join(_count(n, unit) for n, unit in ((years, "year"), (rest, "month")) if n)


def _count(n: int, unit: str) -> str:
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"


def _known(scored: Scored, on: date) -> str:
    whom = "family" if scored.subject.kind == "family" else "child"
    if scored.since is None:
        return f"It is not recorded since when they have known the {whom}."
    end = scored.until or on
    if scored.until:
        return f"Knew the {whom} {lasting(scored.since, end)}, from {plain_day(scored.since)} to {plain_day(end)}."
    return f"Known the {whom} {lasting(scored.since, end)}, since {plain_day(scored.since)}."


def _in_touch(scored: Scored, on: date) -> str:
    if scored.last_contact is None:
        unknown = scored.parts.activity is None
        return "None of their contacts with anyone are on record." if unknown else "No contact with them is on record."
    when = "today" if scored.last_contact == on else f"{lasting(scored.last_contact, on)} ago"
    days = "once" if scored.contact_days == 1 else f"on {scored.contact_days} days"
    return f"In touch {days} so far, last on {plain_day(scored.last_contact)}, {when}."


def _settings(scored: Scored) -> str:
    named = [SETTINGS[c] for c in scored.contexts]
    if len(named) < 2:
        return f"Knows them {named[0]}." if named and scored.contexts[0] else "In what setting they know them is not recorded."
    return f"Knows them in {len(named)} settings: {', '.join(named[:-1])} and {named[-1]}."


def _silent(scored: Scored) -> str:
    if scored.state == "cooling":
        return "Silent for longer than is usual between them."
    return "Silent for so long, by their own rhythm, that the tie has probably lapsed." if scored.state == "lapsed" else ""


def _inferred(scored: Scored) -> str:
    return "Inferred from contacts on record; no one has recorded that they work together." if scored.inferred else ""


def fitting(one: Fit) -> tuple[str, ...]:
    """Why someone could take over: one plain sentence for each thing that speaks for or against it."""
    named = "The child or family asked for them." if one.nominated else ""
    seen = "In touch with the family." if one.evidence >= 1 else "Little in touch with the family." if one.evidence else ""
    known = seen or ("Knows the family by a tie on record." if one.strength else "Not in touch with the family so far.")
    here = "In touch with families of late." if one.around >= 0.1 else "Hardly any contact with anyone is on record of late."
    shared = f"In touch with {one.overlap:.0%} of the families that the one who leaves was in touch with." if one.overlap else ""
    return tuple(s for s in (named, known, here, shared) if s)
