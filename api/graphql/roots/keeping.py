"""How long things are kept, for those who answer for people's data."""

import strawberry
from strawberry import field

from api.graphql.connections import Connection
from api.graphql.inputs import After, First
from api.graphql.keeping_types import LegalHold, Retention, holds_of, retention_of
from api.graphql.roots.base import Asked
from api.graphql.sees import question


@strawberry.type(description="How long things are kept.")
class Keeping:
    """How long things are kept."""

    @field(
        description="How long each class of records is kept, and how much is due to go: counted over all that is held; nothing is purged.",
        metadata=question("keeping"),
    )
    async def retention(self, info: Asked) -> Retention | None:
        """What is due."""
        return await retention_of(info.context)

    @field(description="Legal holds that stand: nothing of these households is erased.", metadata=question("keeping"))
    async def legal_holds(self, info: Asked, first: First, after: After = None) -> Connection[LegalHold] | None:
        """Holds."""
        return await holds_of(info.context, first, after)
