"""Anchors as boards see them: small numbers hidden, and what would give one away beside the links of each pair."""

from collections.abc import Sequence
from dataclasses import dataclass

from queries.linking.anchors import FEWEST, Anchor
from queries.linking.board import ShownLink, shown
from queries.linking.links import Link
from queries.numbers.figures import Figure, Mark, figure, mark_of, mark_shown
from queries.numbers.hiding import hidden
from queries.numbers.reckoning import ANYTHING, Bounds, Sum, bounds


@dataclass(frozen=True, slots=True)
class ShownAnchor:
    """An organisation as boards see it; the shares are of those alone whose people and ties are shown, null for the others."""

    organisation: str
    people: Figure
    ties: Figure
    share: float | None
    by_size: float | None


def shown_anchors(found: Sequence[Anchor], links: Sequence[Link]) -> list[ShownAnchor]:
    """The anchors, those whose ties are shown first, the most ties before the rest; then by id.

    An organisation's ties are the pairs of people that share a family, added up over all its links: so they are guarded as one with
    what is shown of the links.
    """
    marks = dict(zip((a.organisation for a in found), _marks(found, links), strict=True))
    told = [a for a in found if marks[a.organisation] == "open" and min(a.people, a.ties) >= FEWEST]
    ties, people = max(sum(a.ties for a in told), 1), max(sum(a.people for a in told), 1)
    ordered = sorted(found, key=lambda a: (a not in told, -a.ties if a in told else 0, a.organisation))
    return [
        ShownAnchor(
            a.organisation,
            figure(a.people, mark_of(a.people)),
            figure(a.ties, marks[a.organisation]),
            a.ties / ties if a in told else None,
            a.people / people if a in told else None,
        )
        for a in ordered
    ]


def _marks(found: Sequence[Anchor], links: Sequence[Link]) -> list[Mark]:
    """How the ties of each are shown. Where someone works in two organisations the links add up to more, and nothing follows from them."""
    figures = [link.pairs_sharing for link in links]
    told = [shown(link) for link in links]
    elsewhere: dict[int, Mark] = {n: mark_shown(link.pairs_sharing) for n, link in enumerate(told)}
    within = {n: _within(link, one) for n, (link, one) in enumerate(zip(links, told, strict=True))}
    sums: list[Sum] = []
    joins: dict[str, list[int]] = {}
    for at, link in enumerate(links):
        joins.setdefault(link.a, []).append(at)
        joins.setdefault(link.b, []).append(at)
    for n, anchor in enumerate(found, len(figures)):
        own = tuple(joins.get(anchor.organisation, ()))
        if own and sum(figures[at] for at in own) == anchor.ties:
            sums.append(((n,), own))
    figures += [anchor.ties for anchor in found]
    return hidden(figures, sums, elsewhere=elsewhere, within=within, exact=True)[len(links) :]


def _within(link: Link, told: ShownLink) -> Bounds:
    """As far as its people tell how many pairs share a family: pairs are of one from each side, and everyone stands in one.

    But for who works on both sides: where that is so a reader who reckons with it errs.
    """
    a, b = bounds(link.people_a, mark_shown(told.people_a)), bounds(link.people_b, mark_shown(told.people_b))
    least, most = max(a[0], b[0]), a[1] * b[1] if a[1] and b[1] else 0
    return (least, most) if least <= link.pairs_sharing <= most else ANYTHING
