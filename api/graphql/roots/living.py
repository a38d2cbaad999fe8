"""Where families are said to live."""

from datetime import date
from typing import Annotated

import strawberry
from strawberry import argument, field

from api.graphql.address_list_types import AddressChange, ContestedAddresses, WardAddresses, change_page, contested_page, ward_addresses
from api.graphql.address_types import AddressesShown, addresses_of
from api.graphql.connections import Connection
from api.graphql.inputs import After, First, SubjectBy
from api.graphql.roots.base import Asked, subject_of
from api.graphql.sees import about_one, question


@strawberry.type(description="Where families are said to live.")
class Living:
    """Where families are said to live."""

    @field(
        description="Where each agency says that a child or family lives, and who has confirmed it in person.",
        metadata=about_one("addresses"),
    )
    async def addresses(
        self,
        info: Asked,
        subject: Annotated[SubjectBy, argument(description="The child or family.")],
        on: Annotated[date | None, argument(description="The day in the world; none: today.")] = None,
        known_at: Annotated[date | None, argument(description="Only what had been told by the end of this day; none: all.")] = None,
    ) -> AddressesShown | None:
        """Claims side by side for one child or family."""
        return await addresses_of(info.context, "addresses", subject_of(subject), info.context.view(on, known_at))

    @field(description="Families with three or more live addresses, by ascending id.", metadata=question("people_lists"))
    async def contested_addresses(self, info: Asked, first: First, after: After = None) -> Connection[ContestedAddresses] | None:
        """Families with three or more live addresses."""
        return await contested_page(info.context, first, after)

    @field(
        description="How often agencies disagree on where families live, by area, with small numbers hidden.",
        metadata=question("board_counts"),
    )
    async def ward_addresses(self, info: Asked) -> WardAddresses | None:
        """The contested share by area."""
        return await ward_addresses(info.context)

    @field(
        description="What changed in where families are said to live, by kind and id: ids only.",
        metadata=question("people_lists"),
    )
    async def address_changes(
        self,
        info: Asked,
        since: Annotated[date, argument(description="The day from which on, included: that on which you asked before.")],
        first: First,
        after: After = None,
    ) -> Connection[AddressChange] | None:
        """What changed since a day."""
        return await change_page(info.context, since, first, after)
