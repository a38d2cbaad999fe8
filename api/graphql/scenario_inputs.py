"""The changes of a scenario as GraphQL takes them: exactly one of the kinds each."""

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import ID, UNSET, field

from api.graphql.inputs import SubjectBy
from graph.errors import BadInput
from graph.model import Subject
from queries.leaving.scenario import AddPosts, Bridge, Change, Close, EndFunding, Gap, Leave, Move, Reallocate, Scenario

MOST_CHANGES = 100
"""Changes of one scenario."""


@strawberry.input(description="Someone leaves.")
class LeaveChange:
    """Someone leaves."""

    professional: ID = field(description="Id of the professional.")
    on: date = field(description="The first day without them.")

    def plain(self) -> Change:
        """As the question has it."""
        return Leave(self.professional, self.on)


@strawberry.input(description="A service closes; who has no other live post goes with it.")
class CloseChange:
    """A service closes."""

    service: ID = field(description="Id of the service.")
    on: date = field(description="The first day without it.")

    def plain(self) -> Change:
        """As the question has it."""
        return Close(self.service, self.on)


@strawberry.input(description="A service becomes part of another organisation, its people with it.")
class MoveChange:
    """A service moves."""

    service: ID = field(description="Id of the service.")
    to_organisation: ID = field(description="Id of the organisation it moves to.")
    on: date = field(description="The first day there.")

    def plain(self) -> Change:
        """As the question has it."""
        return Move(self.service, self.to_organisation, self.on)


@strawberry.input(description="A funding line ends; people go the days of notice before the money does.")
class EndFundingChange:
    """A funding line ends."""

    funding: ID = field(description="Id of the funding line.")
    on: date | None = field(default=None, description="The last day of its money; none: its own.")
    notice_days: int | None = field(default=None, description="Days of notice; none: those of the line.")

    def plain(self) -> Change:
        """As the question has it."""
        return EndFunding(self.funding, self.on, self.notice_days)


@strawberry.input(description="A funding line pays nothing for a while; from three months on that is an end, unless bridged.")
class GapChange:
    """A gap in a funding line."""

    funding: ID = field(description="Id of the funding line.")
    since: date = field(name="from", description="The first day without money.")
    until: date = field(description="The last day without money.")
    notice_days: int | None = field(default=None, description="Days of notice; none: those of the line.")

    def plain(self) -> Change:
        """As the question has it."""
        return Gap(self.funding, self.since, self.until, self.notice_days)


@strawberry.input(description="Other money pays on from where another change stops the line.")
class BridgeChange:
    """A bridge."""

    funding: ID = field(description="Id of the funding line.")
    until: date = field(description="The last day of the other money.")

    def plain(self) -> Change:
        """As the question has it."""
        return Bridge(self.funding, self.until)


@strawberry.input(description="Someone hands children and families to another; with a family go the children in it.")
class ReallocateChange:
    """A re-allocation."""

    giver: ID = field(name="from", description="Id of the professional who hands over.")
    taker: ID = field(name="to", description="Id of the professional who takes over.")
    on: date = field(description="The first day of the one who takes over.")
    subjects: list[SubjectBy] | None = field(default=None, description="Whom they hand over; none: everyone they have a live tie to.")

    def plain(self) -> Change:
        """As the question has it."""
        named = None if self.subjects is None else tuple(map(_subject, self.subjects))
        return Reallocate(self.giver, self.taker, self.on, named)


def _subject(by: SubjectBy) -> Subject:
    return Subject("child", by.child) if by.child else Subject("family", by.family or "")


@strawberry.input(description="New posts in a service, nobody in them yet.")
class AddPostsChange:
    """Added posts."""

    service: ID = field(description="Id of the service.")
    on: date = field(description="The first day of the posts.")
    count: int = field(description="How many.")
    capacity: int | None = field(default=None, description="Families that each can carry; none: not said.")

    def plain(self) -> Change:
        """As the question has it."""
        return AddPosts(self.service, self.on, self.count, self.capacity)


@strawberry.input(one_of=True, description="One change of a scenario: exactly one of these.")
class ChangeInput:
    """One change."""

    leave: LeaveChange | None = field(default=UNSET, description="Someone leaves.")
    close: CloseChange | None = field(default=UNSET, description="A service closes.")
    move: MoveChange | None = field(default=UNSET, description="A service moves to another organisation.")
    end_funding: EndFundingChange | None = field(default=UNSET, description="A funding line ends.")
    gap: GapChange | None = field(default=UNSET, description="A funding line has a gap.")
    bridge: BridgeChange | None = field(default=UNSET, description="An end or a gap is bridged.")
    reallocate: ReallocateChange | None = field(default=UNSET, description="Children and families change hands.")
    add_posts: AddPostsChange | None = field(default=UNSET, description="Posts are added.")

    def plain(self) -> Change:
        """The change that was given."""
        given: Any = next(one for name in _KINDS if (one := getattr(self, name)))
        return given.plain()


_KINDS = ("leave", "close", "move", "end_funding", "gap", "bridge", "reallocate", "add_posts")


Changes = Annotated[list[ChangeInput], strawberry.argument(description="The changes, at most 100.")]
ScenarioDay = Annotated[
    date | None, strawberry.argument(description="The day; none: the first on which all changes are felt, today at the earliest.")
]


def scenario_from(changes: list[ChangeInput]) -> Scenario:
    """The scenario of these changes. Errors: BadInput where there are too many."""
    if len(changes) > MOST_CHANGES:
        raise BadInput(f"a scenario has at most {MOST_CHANGES} changes: split it")
    return tuple(change.plain() for change in changes)
