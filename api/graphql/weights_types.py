"""The numbers that the scores use, as GraphQL shows them."""

from datetime import date
from enum import Enum
from typing import Self

import strawberry
from strawberry import field

from api.graphql.enums import described
from api.graphql.sees import ANY_VIEWER, any_viewer
from api.guarding.asking import Asking
from graph.model import WeightsVersion
from queries.scoring.explained import MARKS, Number, table
from queries.scoring.knowing import WEIGHTS
from queries.scoring.weighing import BUILT_IN, in_force, versions, weights_of


@described("How far a number that Kith comes with can be relied on.", SEEN=MARKS["S"], COMPUTED=MARKS["C"], CHOSEN=MARKS["D"])
class NumberSource(Enum):
    """How far a number can be relied on."""

    SEEN = "S"
    COMPUTED = "C"
    CHOSEN = "D"


@strawberry.type(name="Weight", description="One number that the scores use.")
class WeightShown:
    """One number."""

    name: str = field(description="Its name, as `kith weights set` takes it.", metadata=ANY_VIEWER)
    value: float = field(description="The number in force.", metadata=ANY_VIEWER)
    meaning: str = field(description="Its unit and what it is, as a phrase to follow the value.", metadata=ANY_VIEWER)
    source: NumberSource = field(description="How far the number that Kith comes with can be relied on.", metadata=ANY_VIEWER)
    changed: bool = field(description="Whether this authority has set another number than Kith comes with.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, number: Number) -> Self:
        """A number as shown."""
        source = NumberSource(number.source)
        return cls(name=number.name, value=number.value, meaning=number.phrase, source=source, changed=number.changed)


@strawberry.type(name="Weights", description="The numbers that the scores use on one day: of this store, which is one authority.")
class WeightsShown:
    """One version of the weights."""

    version: str = field(description="The version in force, as answers name it; built-in: none has been set.", metadata=ANY_VIEWER)
    since: date | None = field(description="The first day it is for; null: all days.", metadata=ANY_VIEWER)
    set_by: str | None = field(description="Who set it; null: it is built in, or that is not recorded.", metadata=ANY_VIEWER)
    reason: str | None = field(description="Why; null: no reason was given.", metadata=ANY_VIEWER)
    numbers: list[WeightShown] = field(description="Every number.", metadata=any_viewer(size=25))

    @classmethod
    def of(cls, version: WeightsVersion | None) -> Self:
        """A version as shown; none: what Kith comes with."""
        told = version or WeightsVersion(BUILT_IN)
        found = [WeightShown.of(n) for n in table(weights_of(version) if version else WEIGHTS)]
        return cls(version=told.id, since=told.since, set_by=told.set_by, reason=told.reason, numbers=found)


async def weights_shown(asking: Asking, on: date | None) -> WeightsShown:
    """The version in force on a day."""
    view = asking.view(on)
    asking.asks("weights")
    return WeightsShown.of(in_force(await versions(asking.reader, view), view.on))
