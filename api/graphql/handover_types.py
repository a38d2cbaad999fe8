"""The handover plan as GraphQL shows it: who takes over what, why, and by when. Ids only."""

from datetime import date
from typing import Self

import strawberry
from strawberry import ID, field

from api.graphql.connections import Connection, part
from api.graphql.enums import SubjectKind
from api.graphql.impact_types import CouldTakeOver
from api.graphql.sees import ANY_VIEWER, any_viewer, only
from api.guarding.asking import Asking
from queries.handover.handover import Handover, Plan, Rules, Without, handover


@strawberry.input(description="What a handover plan keeps to.")
class HandoverRules:
    """The rules of a plan."""

    each: SubjectKind | None = field(default=None, description="A receiver for each child; none: each family, its children with it.")
    together: bool = field(default=False, description="With a receiver for each child: one for the children of a family.")
    same_school: bool = field(default=False, description="Prefer who works at the child's school, or with others there.")
    capacity: int | None = field(default=None, description="How many each can take over; none: what their posts leave, or 5.")

    def plain(self) -> Rules:
        """As the question has them."""
        return Rules(self.each.value if self.each else "family", self.together, self.same_school, self.capacity)


@strawberry.type(description="One child or family that is handed over, or for whom nobody is found.")
class HandoverShown:
    """One line of a plan."""

    subject_kind: SubjectKind = field(description="A child or a family.", metadata=ANY_VIEWER)
    subject_id: ID = field(description="Kith's own id of the child or family.", metadata=ANY_VIEWER)
    leavers: list[ID] = field(description="Ids of those who leave and know them.", metadata=any_viewer(size=2))
    receiver: CouldTakeOver | None = field(description="Who takes over, and why; null: nobody is found.", metadata=ANY_VIEWER)
    by: date | None = field(description="The last day.", metadata=ANY_VIEWER)
    visit: date | None = field(description="A working day for a visit together; null: none is left.", metadata=ANY_VIEWER)
    why_nobody: str | None = field(description="Why nobody is found; null: somebody is.", metadata=ANY_VIEWER)
    excluded: list[ID] = field(description="Ids of those they said no to, where nobody is found.", metadata=only("statements", size=1))

    @classmethod
    def of(cls, one: Handover | Without) -> Self:
        """As it is."""
        placed = one if isinstance(one, Handover) else None
        left = one if isinstance(one, Without) else None
        return cls(
            subject_kind=SubjectKind(one.subject.kind),
            subject_id=ID(one.subject.id),
            leavers=[ID(p) for p in one.leavers],
            receiver=CouldTakeOver.of(placed.receiver) if placed else None,
            by=placed.by if placed else None,
            visit=placed.visit if placed else None,
            why_nobody=left.why if left else None,
            excluded=[ID(p) for p in left.excluded] if left else [],
        )


async def plan_page(
    asking: Asking, leavers: list[str], on: date | None, rules: HandoverRules | None, first: int, after: str | None
) -> Connection[HandoverShown]:
    """One page of a plan, which is worked out once for all its pages. Errors: BadInput, UnknownId."""
    asking.asks("handoverPlan", *leavers)
    view, kept, people = asking.view(on), (rules or HandoverRules()).plain(), tuple(dict.fromkeys(leavers))
    asked = people, view, asking.today, kept.each, kept.together, kept.same_school, kept.capacity
    plan: Plan = await asking.tables.plans.of(asking.reader, asked, lambda: handover(asking.reader, people, view, asking.today, kept))
    order = repr(("handoverPlan", people, view.on.isoformat(), kept))
    found = part(asking, order, (*plan.handovers, *plan.without), _key, HandoverShown.of, first, after)
    asking.saw((*people, *(edge.node.subject_id for edge in found.edges)))
    return found


def _key(one: Handover | Without) -> str:
    return f"{one.subject.kind} {one.subject.id}"
