"""Where families are said to live, in words."""

from collections.abc import Iterator, Sequence
from datetime import date

from api.telling.words import many
from queries.knowing.address_changes import Change
from queries.knowing.address_lists import HOW_COUNTED, Line, Several
from queries.knowing.address_words import HOW_RANKED, because, found
from queries.knowing.addresses import Addresses
from queries.knowing.equity import EVERYONE, HOW_SUPPRESSED
from queries.knowing.homes import Home
from queries.scoring.because import plain_day


def addresses_words(answer: Addresses) -> Iterator[str]:
    """The claims side by side, place by place."""
    yield f"Where is {answer.subject.kind} {answer.subject.id} said to live, on {plain_day(answer.on)}?"
    yield found(answer)
    for home in answer.homes:
        yield f"{place_words(home)}{'' if home.weight is not None else ' (no longer)'}"
        yield from (f"  {sentence}" for sentence in because(home, answer))
    if len(answer.live) > 1:
        yield HOW_RANKED


def place_words(home: Home) -> str:
    """A place as it is written; where no words are on record, that it is known by its number."""
    text = ", ".join(filter(None, (home.written.text, home.written.postcode)))
    return text or "A place known by its property number alone"


def several_words(one: Several) -> str:
    """A family on the list."""
    confirmed = f"{one.confirmed or 'none'} confirmed in person"
    return f"family {one.family_id}: {one.places} live addresses, {confirmed}, named by {', '.join(one.agencies)}"


def wards_words(lines: Sequence[Line], on: date, *, suppressed: bool) -> Iterator[str]:
    """The areas as a table."""
    yield f"Families whose address agencies disagree on, by area, {plain_day(on)}"
    yield f"{'':24}{'families':>14}{'contested':>14}{'share':>8}"
    for line in lines:
        name = "all families" if line.area == EVERYONE else line.area
        yield f"{name:24}{line.families:>14}{line.contested:>14}{'' if line.share is None else f'{line.share:.1%}':>8}"
    yield HOW_COUNTED
    if suppressed:
        yield HOW_SUPPRESSED


_WHAT = {
    "claimed": "names a place that nobody named before",
    "ended": "named a place that nobody names any more",
    "contested": "agencies name two or more places now",
    "settled": "agencies no longer name two or more places",
}


def changes_words(changes: Sequence[Change], since: date) -> Iterator[str]:
    """What changed, one change a line."""
    yield f"{many(len(changes), 'change', 'changes')} since {plain_day(since)} in where families are said to live"
    for one in changes:
        who = f"{one.reported_by} " if one.reported_by else ""
        when = f" ({'first' if one.what == 'claimed' else 'last'} said on {plain_day(one.day)})" if one.day else ""
        yield f"{one.subject.kind} {one.subject.id}: {who}{_WHAT[one.what]}{when}"
