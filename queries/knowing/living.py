"""Which claims about where someone lives are live on a day, and which places these name, for each family.

A claim is live from the first day it was said until it falls silent, or until the agency says otherwise: 365 days [D] after it was last
said; and no longer once the same agency has named another place for the same child or family, first said after this one was last said
(or, where that is not known, after this one was first said). An agency that says two places at one time means both. A first or last
day that nobody knows leaves that side open.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from graph.address_claims import AddressClaim
from graph.model import Subject, View
from graph.store import GraphReader
from queries.knowing.places import Place, places

LIVE_DAYS = 365
"""Days after it was last said for which a claim is live."""
A_DAY = timedelta(1)
End = Literal["silent", "moved"]
Units = dict[Subject, list[AddressClaim]]
"""Claims by family, its children's among them; those of a child without a family by the child."""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim with its place, and the last day it is live: for it fell silent, or its agency named another place. None: it goes on."""

    claim: AddressClaim
    place: Place
    until: date | None = None
    end: End | None = None

    def live(self, on: date) -> bool:
        """Whether it is live on a day."""
        return (self.claim.first_seen or date.min) <= on and (self.until is None or self.until >= on)


def agency(claim: AddressClaim) -> str:
    """Who says so: an organisation's id, or the feed where no organisation is named."""
    return claim.reported_by or claim.source


def said(claims: Iterable[AddressClaim]) -> list[Said]:
    """The claims about one family, side by side, each with its place and its end."""
    known = places(claims)
    same: dict[tuple[Subject, str], list[AddressClaim]] = {}
    for claim in known:
        same.setdefault((claim.subject, agency(claim)), []).append(claim)
    return [_ended(claim, known, same[claim.subject, agency(claim)]) for claim in known]


def _ended(claim: AddressClaim, known: Mapping[AddressClaim, Place], same: Sequence[AddressClaim]) -> Said:
    last = claim.last_seen or claim.first_seen or date.min
    later = [c.first_seen for c in same if c.first_seen and c.first_seen > last and known[c] != known[claim]]
    moved = min(later) - A_DAY if later else None
    silent = claim.last_seen + timedelta(LIVE_DAYS) if claim.last_seen else None
    if moved and (silent is None or moved < silent):
        return Said(claim, known[claim], moved, "moved")
    return Said(claim, known[claim], silent, "silent" if silent else None)


def live_places(told: Iterable[Said], on: date) -> dict[Place, list[AddressClaim]]:
    """The places that live claims name, each with these claims."""
    found: dict[Place, list[AddressClaim]] = {}
    for one in told:
        if one.live(on):
            found.setdefault(one.place, []).append(one.claim)
    return found


async def by_family(reader: GraphReader, view: View, families: Sequence[str] | None = None) -> Units:
    """The claims about these families, or about everyone: about a child without a family too."""
    asked = None if families is None else [Subject("family", f) for f in families]
    claims = await reader.address_claims(asked, view)
    homes = await reader.homes(sorted({c.subject.id for c in claims if c.subject.kind == "child"}), view)
    wanted, found = None if families is None else set(families), Units()
    for claim in claims:
        for unit in _units(claim.subject, homes):
            if wanted is None or unit.id in wanted:
                found.setdefault(unit, []).append(claim)
    return found


def _units(subject: Subject, homes: Mapping[str, Sequence[str]]) -> list[Subject]:
    own = homes.get(subject.id, ()) if subject.kind == "child" else ()
    return [Subject("family", f) for f in own] or [subject]
