"""What agencies say about where someone lives, and how a store's plain rows become that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.assembling import subject
from graph.model import Address, Subject, View
from graph.rows import day, merged


@dataclass(frozen=True, slots=True)
class AddressClaim:
    """One agency's word on where a child or family lives, as it stood on the day asked for.

    `address_id` is the store's id of the place; it may hold the property number, so it is not shown. Of the place: `uprn` (unique
    property reference number), `text` as it was written, `postcode`. `reported_by` is an organisation's id, `source` the feed that told it.
    `first_seen` and `last_seen` are the first and last day it was said, None: not known; one said after the day was said on it
    too, and reads so. `confirmed_by` is the id of the professional who saw it in person, on `confirmed_on`.
    """

    subject: Subject
    address_id: str
    uprn: str | None = None
    text: str | None = None
    postcode: str | None = None
    reported_by: str | None = None
    source: str = ""
    first_seen: date | None = None
    last_seen: date | None = None
    confirmed_by: str | None = None
    confirmed_on: date | None = None


def claimed(rows: Iterable[Sequence[Any]], described: Iterable[Sequence[Any]], view: View) -> list[AddressClaim]:
    """Every distinct claim by subject, place, agency and day, from rows and what is told of the places, newest first.

    A row is the subject's label and id, the place's id, agency, source, first and last day, who confirmed it, when, and whether
    this viewer may see who did.
    """
    places, known = merged(Address, described), dict[tuple[str, str], Subject]()
    distinct = sorted({_as_of(tuple(row), view) for row in rows})
    return [_claim(row, places.get(row[2]) or Address(row[2]), subject(row[0], row[1], known)) for row in distinct]


def _as_of(row: tuple[Any, ...], view: View) -> tuple[str, ...]:
    """The row as it stood on the day, empty text for what is not known: nothing after the day exists."""
    *said, source, first, last, by, confirmed, may = [value or "" for value in row]
    on = view.on.isoformat()
    seen = may and by and confirmed <= on
    return (*said, source, first, min(last, on), by if seen else "", confirmed if seen else "")


def _claim(row: tuple[str, ...], place: Address, whose: Subject) -> AddressClaim:
    _, _, address, agency, source, first, last, by, confirmed = row
    return AddressClaim(
        whose,
        address,
        place.uprn,
        place.address,
        place.postcode,
        agency or None,
        source,
        day(first),
        day(last),
        by or None,
        day(confirmed),
    )
