"""Missing links as GraphQL shows them: figures as boards see them; whom to introduce by id to those who can, by role to boards."""

from typing import Self

import strawberry
from strawberry import ID, field

from api.graphql.connections import Connection, part
from api.graphql.list_types import FigureShown
from api.graphql.sees import ANY_VIEWER, only
from api.guarding.asking import Asking
from queries.linking.board import shown_count
from queries.linking.missing import Missing, missing


@strawberry.type(description="Two organisations that know five or more of the same families, and of whose people no two have met.")
class MissingLink:
    """One missing link."""

    a: ID = field(description="Id of the one organisation.", metadata=ANY_VIEWER)
    b: ID = field(description="Id of the other, after `a` in order of ids.", metadata=ANY_VIEWER)
    shared_families: FigureShown = field(description="Families, and children without one, that both know now.", metadata=ANY_VIEWER)
    role_a: str | None = field(description="What the one does who could be introduced; null: not told.", metadata=ANY_VIEWER)
    role_b: str | None = field(description="What the other does.", metadata=ANY_VIEWER)
    person_a: ID | None = field(description="Id of the one who could be introduced; null to boards.", metadata=only("working_together"))
    person_b: ID | None = field(description="Id of the other; null to boards.", metadata=only("working_together"))
    because: list[str] = field(description="Why these two, in plain sentences; empty to boards.", metadata=only("working_together", size=2))

    @classmethod
    def of(cls, one: Missing, *, board: bool) -> Self:
        """As this viewer sees it."""
        return cls(
            a=ID(one.a),
            b=ID(one.b),
            shared_families=FigureShown.of(shown_count(one.shared_families)),
            role_a=one.role_a,
            role_b=one.role_b,
            person_a=None if board else ID(one.person_a),
            person_b=None if board else ID(one.person_b),
            because=[] if board else list(one.because),
        )


async def missing_of(asking: Asking) -> list[Missing]:
    """Every missing link, worked out once for a load."""
    view = asking.view()
    return await asking.tables.missing.of(asking.reader, view, lambda: missing(asking.reader, view))


async def missing_page(asking: Asking, first: int, after: str | None) -> Connection[MissingLink]:
    """One page of the missing links, those with most families in common first. Errors: BadInput."""
    asking.asks("missingLinks")
    found, board = await missing_of(asking), not asking.may("working_together")
    return part(asking, "missingLinks by families", found, _key, lambda one: MissingLink.of(one, board=board), first, after)


def _key(one: Missing) -> str:
    return f"{one.a} {one.b}"
