"""What may be changed over GraphQL: what people say, and which scenarios are kept. Failures one expects are data, not errors."""

from typing import Annotated

import strawberry
from strawberry import ID, Info, argument, field

from api.graphql.guarding_changes import GuardingChanges
from api.graphql.inputs import Key
from api.graphql.keeping_changes import KeepingChanges
from api.graphql.own_changes import OwnChanges
from api.graphql.said_types import NotPermitted, SayInput, SayResult, shown
from api.graphql.saved_types import SaveResult, save
from api.graphql.scenario_inputs import Changes, scenario_from
from api.graphql.sees import change
from api.guarding.asking import Asking
from graph.errors import ReadOnlyStore

Asked = Info[Asking, None]


@strawberry.type(
    description="What may be changed: what people say, only by saying more; what they ask; who is guarded; which scenarios are kept."
)
class Mutation(GuardingChanges, OwnChanges, KeepingChanges):
    """The root of every change."""

    @field(description="Record what someone says.", metadata=change("saying"))
    async def say(
        self,
        info: Asked,
        said: Annotated[SayInput, argument(name="input", description="What is said.")],
        idempotency_key: Key,
    ) -> SayResult | None:
        """Record a statement."""
        asking = info.context
        if asking.pen is None:
            raise ReadOnlyStore("nothing can be written here")
        told = said.said()
        if why := asking.pen.refusal(asking, told.about_professional_id, told.speaker_kind == "self"):
            asking.denies("say")
            return NotPermitted(reason=why)
        return shown(await asking.pen.say(asking, told, idempotency_key))

    @field(description="Take back what someone said: it is kept, and followed by another statement.", metadata=change("saying"))
    async def withdraw(
        self, info: Asked, statement: Annotated[ID, argument(description="Id of the statement.")], idempotency_key: Key
    ) -> SayResult | None:
        """Withdraw a statement."""
        asking = info.context
        if asking.pen is None:
            raise ReadOnlyStore("nothing can be written here")
        if why := asking.pen.refusal(asking, None, own=False):
            asking.denies("withdraw")
            return NotPermitted(reason=why)
        return shown(await asking.pen.withdraw(asking, statement, idempotency_key))

    @field(
        description="Keep changes under a name, to look at what they would do; kept again it is a new version.", metadata=change("plans")
    )
    async def save_scenario(
        self, info: Asked, name: Annotated[str, argument(description="Its name, at most 60 characters.")], changes: Changes
    ) -> SaveResult | None:
        """Keep a scenario."""
        return await save(info.context, name, scenario_from(changes))
