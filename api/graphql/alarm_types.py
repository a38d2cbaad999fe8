"""Alarms over GraphQL: who looked at unusually many people, for the privacy officer. Ids only."""

from datetime import datetime
from typing import Self

import strawberry
from strawberry import field

from api.graphql.connections import Connection, part
from api.graphql.sees import ANY_VIEWER
from api.guarding.asking import Asking
from api.guarding.trawling import Alarm


@strawberry.type(name="Alarm", description="One hour in which one person was shown, searched or guessed at more than is usual.")
class AlarmShown:
    """An alarm."""

    who: str = field(description="Id of whoever looked.", metadata=ANY_VIEWER)
    role: str = field(description="Their role.", metadata=ANY_VIEWER)
    hour: datetime = field(description="When the hour began.", metadata=ANY_VIEWER)
    subjects: int = field(description="How many different people they were shown.", metadata=ANY_VIEWER)
    searches: int = field(description="How many searches they made.", metadata=ANY_VIEWER)
    missed: int = field(description="How many different ids they asked for that are not there.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: Alarm) -> Self:
        """As shown."""
        began = datetime.fromisoformat(f"{one.hour}:00:00+00:00")
        return cls(who=one.who, role=one.role, hour=began, subjects=one.subjects, searches=one.searches, missed=one.missed)


async def alarms_of(asking: Asking, first: int, after: str | None) -> Connection[AlarmShown]:
    """One page of alarms, the newest first. Errors: BadInput, AuditFailed."""
    asking.asks("alarms")
    found = part(asking, "alarms", asking.alarms(), lambda a: f"{a.hour} {a.who}", AlarmShown.of, first, after)
    asking.saw(edge.node.who for edge in found.edges)
    return found
