"""How agencies are joined as boards see it: counts only, the small ones hidden, whoever asks."""

from typing import Self

import strawberry
from strawberry import ID, field

from api.graphql.connections import Connection, part
from api.graphql.list_types import FigureShown
from api.graphql.sees import ANY_VIEWER
from api.guarding.asking import Asking
from queries.linking.board import shown
from queries.linking.links import Link, links


@strawberry.type(description="What joins two organisations. Counts of 1 to 4 are hidden, and those that would give one away.")
class AgencyLink:
    """One pair of organisations."""

    a: ID = field(description="Id of the one organisation.", metadata=ANY_VIEWER)
    b: ID = field(description="Id of the other, after `a` in order of ids.", metadata=ANY_VIEWER)
    shared_families: FigureShown = field(description="Families, and children without one, that both know now.", metadata=ANY_VIEWER)
    people_a: FigureShown = field(description="People of the one who know one of these.", metadata=ANY_VIEWER)
    people_b: FigureShown = field(description="People of the other who do.", metadata=ANY_VIEWER)
    pairs_sharing: FigureShown = field(description="Pairs of people, one of each side, who know one family now.", metadata=ANY_VIEWER)
    pairs_met_before: FigureShown = field(description="Those of them who worked together before, for another family.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, link: Link) -> Self:
        """As boards see it."""
        told = shown(link)
        return cls(
            a=ID(link.a),
            b=ID(link.b),
            shared_families=FigureShown.of(told.shared_families),
            people_a=FigureShown.of(told.people_a),
            people_b=FigureShown.of(told.people_b),
            pairs_sharing=FigureShown.of(told.pairs_sharing),
            pairs_met_before=FigureShown.of(told.pairs_met_before),
        )


async def link_page(asking: Asking, first: int, after: str | None) -> Connection[AgencyLink]:
    """One page of all pairs of organisations, by a, then b; worked out once for a load. Errors: BadInput."""
    asking.asks("agencyLinks")
    view = asking.view()
    found = await asking.tables.links.of(asking.reader, view, lambda: links(asking.reader, view))
    return part(asking, "agencyLinks by a and b", found, _key, AgencyLink.of, first, after)


def _key(link: Link) -> str:
    return f"{link.a} {link.b}"
