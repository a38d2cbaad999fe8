"""What is held of a person, for themselves, and for those who answer for people's data."""

from typing import Annotated

import strawberry
from strawberry import argument, field

from api.graphql.connections import Connection
from api.graphql.inputs import After, First
from api.graphql.own_types import KeptBack, OwnCopyShown, PersonBy, copy_of, my_copy
from api.graphql.rights_types import RightsOnly, RightsRequestShown, requests_of
from api.graphql.roots.base import Asked
from api.graphql.sees import about_one, question


@strawberry.type(description="What is held of a person, for themselves.")
class Owning:
    """What is held of a person, for themselves."""

    @field(description="What is held of you, where from, who knows you, and who looked.", metadata=about_one("own_copy"))
    async def my_information(self, info: Asked) -> OwnCopyShown | None:
        """One's own copy."""
        return await my_copy(info.context)

    @field(description="Someone's copy, made for them; what is released of what is kept back is recorded.", metadata=about_one("copies"))
    async def information_on(
        self,
        info: Asked,
        person: Annotated[PersonBy, argument(description="Whose.")],
        release: Annotated[list[KeptBack] | None, argument(description="What is released; the reason is that of your purpose.")] = None,
    ) -> OwnCopyShown | None:
        """Someone's copy."""
        return await copy_of(info.context, person.node, tuple(one.value for one in release or ()), own=False)

    @field(description="What people ask about the data held of them.", metadata=question("copies"))
    async def rights_requests(
        self, info: Asked, only: Annotated[RightsOnly, argument(description="Which.")], first: First, after: After = None
    ) -> Connection[RightsRequestShown] | None:
        """Requests."""
        return await requests_of(info.context, only, first, after)
