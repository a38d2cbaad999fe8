"""Why a place stands where it does among those a family is said to live at, in plain words."""

from collections.abc import Iterator, Sequence
from datetime import date

from queries.knowing.addresses import Addresses
from queries.knowing.homes import HALF_LIFE_DAYS, UNCONFIRMED, Confirmed, Home
from queries.knowing.living import LIVE_DAYS, Said, agency
from queries.knowing.places import By
from queries.scoring.because import plain_day

HOW_RANKED = (
    "The first is the one that was said, or seen in person, latest, and whose best confirming person knows them best. "
    "It ranks places, not people."
)
EXPLAINED = (
    "Every agency's word on where a child or family lives is shown side by side, with the first and last day it was said and who has seen "
    "them there in person.",
    f"A claim is live until {LIVE_DAYS} days (mark D) after it was last said, and until the same agency names another place.",
    "Two claims name one place where the property number is the same, else where postcode and house are; case, spaces and punctuation "
    "never count.",
    f"Live places are put in order by how lately each was said or seen, half as much for every {HALF_LIFE_DAYS:g} days (mark D), times "
    f"{UNCONFIRMED:g} (mark D) where nobody who knows them has confirmed it, and up to 1 with the best tie of those who have.",
    "This puts places in order. It says nothing of whoever lives there.",
)
"""How it is worked out, in plain words."""
AGREED: dict[By, str] = {
    "uprn": "One place by its property number, or by what leads to it.",
    "house": "One place by postcode and house.",
    "words": "One place by the words of the address alone: no postcode is on record.",
    "id": "One place because it is written the same.",
}


def because(home: Home, answer: Addresses) -> tuple[str, ...]:
    """One plain sentence for each agency, for how far they agree, and for everyone who confirmed it."""
    agreed = [AGREED[home.place[0]]] if len({agency(s.claim) for s in home.said}) > 1 else []
    confirmed = [confirmed_by(one, answer) for one in home.confirmed] or ["Nobody has confirmed it in person."]
    return (*_agencies(home.said, answer), *agreed, *confirmed)


def _agencies(told: Sequence[Said], answer: Addresses) -> Iterator[str]:
    for one in told:
        claim = one.claim
        whose = f" of {claim.subject.kind} {claim.subject.id}" if claim.subject != answer.subject else ""
        who, days = named(claim.reported_by, claim.source, answer), _days(claim.first_seen, claim.last_seen)
        yield f"{who} says so{whose}: {days}.{_ended(one, answer.on)}"


def named(organisation: str | None, source: str, answer: Addresses) -> str:
    """What an agency is called, else its id; where none is named, the feed."""
    if not organisation:
        return f"The feed {source}"
    held = answer.agencies.get(organisation)
    return (held and held.name) or organisation


def _days(first: date | None, last: date | None) -> str:
    since = f"first on {plain_day(first)}" if first else "first on a day not recorded"
    return f"{since}, last on {plain_day(last)}" if last else f"{since}, the last day not recorded"


def _ended(one: Said, on: date) -> str:
    if one.live(on):
        return ""
    return " It has named another place since." if one.end == "moved" else f" It has not said so for more than {LIVE_DAYS} days."


def confirmed_by(one: Confirmed, answer: Addresses) -> str:
    """Who saw it in person, when, and how well they know the child or family now."""
    held = answer.people.get(one.professional_id)
    who = (held and held.name) or one.professional_id
    tie = f"their tie is {one.tie.word or 'barely there'}" if one.tie else "they have no tie with them now"
    return f"Confirmed in person by {who} on {plain_day(one.on)}; {tie}."


def found(answer: Addresses) -> str:
    """The finding in one sentence."""
    whom, live = f"{answer.subject.kind} {answer.subject.id}", len(answer.live)
    if not live:
        return f"No agency says now where {whom} lives." if answer.homes else f"No agency has said where {whom} lives."
    return f"All agencies that say where {whom} lives name one place." if live == 1 else f"Agencies name {live} places for {whom}."
