"""Lists for people who act, and the equity lens, as GraphQL shows them."""

from datetime import date
from enum import Enum
from itertools import islice
from typing import Self, get_args

import strawberry
from strawberry import ID, UNSET, field

from api.graphql.connections import Connection, Edge, PageInfo, check_length
from api.graphql.enums import SubjectKind, described
from api.graphql.sees import ANY_VIEWER, any_viewer
from api.guarding.asking import Asking
from api.guarding.tables import Place, place
from graph import model
from queries.knowing.acting import List
from queries.knowing.equity import BYS, CAPTION, CAPTIONS, HOW_SUPPRESSED, By, Counts, Figure, Line, shown
from queries.knowing.everyone_counted import equity
from queries.knowing.lists import Entry, Filter

_LISTS: dict[str, List] = {name: name for name in get_args(List)}
_KINDS: dict[str, model.SubjectKind] = {"child": "child", "family": "family"}
_BYS: dict[str, By] = {name: name for name in BYS}


@described(
    "Lists for people who act.",
    NOBODY="Nobody in post knows them well enough to be asked first.",
    ONE="Exactly one person does.",
    CONTESTED="People disagree on whom to ask: different people asked for, one both asked for and refused, or yes and no on trust.",
    LEAD="The lead practitioner on paper is not the one to ask first.",
)
class ActOn(Enum):
    """Lists for people who act."""

    NOBODY = "nobody"
    ONE = "one"
    CONTESTED = "contested"
    LEAD = "lead"


@described(
    "What the equity lens counts by.",
    AREA="The area of the child's family.",
    SCHOOL="Where the child goes.",
    ATTENDANCE="How much of the time the child is there; low is counted as unknown, never as little need.",
)
class EquityBy(Enum):
    """What the equity lens counts by."""

    AREA = "area"
    SCHOOL = "school"
    ATTENDANCE = "attendance"


@strawberry.input(description="Which entries of a list are wanted; all that is given must hold.")
class ActOnFilter:
    """Which entries are wanted."""

    kind: SubjectKind | None = field(default=UNSET, description="Children only, or families only.")
    area: str | None = field(default=UNSET, description="GSS code of where the family, or a child's family, lives; or of a larger area.")
    school: ID | None = field(default=UNSET, description="Id of the service that the child, or a child of the family, goes to.")
    service: ID | None = field(default=UNSET, description="Id of a service in which someone who knows them holds a post.")

    def plain(self) -> Filter:
        """The filter as the question has it."""
        return Filter(_KINDS[self.kind.value] if self.kind else None, self.area or None, self.school or None, self.service or None)


@strawberry.type(description="A child or family on a list for people who act. Ids only: names are looked up with the things themselves.")
class ToAct:
    """A place on a list."""

    subject_kind: SubjectKind = field(description="A child or a family.", metadata=ANY_VIEWER)
    subject_id: ID = field(description="Kith's own id of the child or family.", metadata=ANY_VIEWER)
    why: str = field(description="Why they are on the list, in one plain sentence.", metadata=ANY_VIEWER)
    key_individual: ID | None = field(description="Id of the professional to ask first; null: there is none.", metadata=ANY_VIEWER)
    lead: ID | None = field(description="Id of the lead practitioner on paper; null: none on record.", metadata=ANY_VIEWER)
    areas: list[str] = field(description="Codes of the area of the family, or of a child's families.", metadata=any_viewer(size=2))
    services: list[ID] = field(description="Ids of the services of those who know them.", metadata=any_viewer(size=5))
    schools: list[ID] = field(description="Ids of the services that the children go to.", metadata=any_viewer(size=3))

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """An entry as shown."""
        return cls(
            subject_kind=SubjectKind(entry.subject.kind),
            subject_id=ID(entry.subject.id),
            why=entry.why,
            key_individual=ID(entry.key_individual) if entry.key_individual else None,
            lead=ID(entry.lead) if entry.lead else None,
            areas=list(entry.areas),
            services=[ID(s) for s in entry.services],
            schools=[ID(s) for s in entry.schools],
        )


@strawberry.type(name="Figure", description="A count, unless it is so small, or would give a small one away, that it is hidden.")
class FigureShown:
    """A count, or why it is hidden."""

    value: int | None = field(description="The count; null: hidden.", metadata=ANY_VIEWER)
    text: str = field(description="The count as text, or: fewer than 5, not shown.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, figure: Figure) -> Self:
        """A figure as shown."""
        return cls(value=figure if isinstance(figure, int) else None, text=str(figure))


@strawberry.type(description="One group of the equity lens; the last one is all children.")
class EquityLine:
    """One group's figures."""

    group: str = field(description="Area code, service id or band; or: unknown, several, not recorded, all.", metadata=ANY_VIEWER)
    children: FigureShown = field(description="Children in the group.", metadata=ANY_VIEWER)
    nobody: FigureShown = field(description="Those whom nobody knows well enough to be asked first.", metadata=ANY_VIEWER)
    somebody: FigureShown = field(description="Those whom somebody does.", metadata=ANY_VIEWER)
    share: float | None = field(
        description="Nobody by children, 0 to 1; null where either is hidden or there are none.", metadata=ANY_VIEWER
    )

    @classmethod
    def of(cls, line: Line) -> Self:
        """A line as shown."""
        return cls(
            group=line.group,
            children=FigureShown.of(line.children),
            nobody=FigureShown.of(line.nobody),
            somebody=FigureShown.of(line.somebody),
            share=line.share,
        )


@strawberry.type(description="How often nobody knows a child, by group, with small numbers hidden.")
class Equity:
    """One table of the equity lens."""

    on: date = field(description="The day it is for.", metadata=ANY_VIEWER)
    by: EquityBy = field(description="What it counts by.", metadata=ANY_VIEWER)
    lines: list[EquityLine] = field(description="The groups, and all children last.", metadata=any_viewer(size=50))
    caption: list[str] = field(description="How to read it, in plain sentences.", metadata=any_viewer(size=3))


async def to_act_on(asking: Asking, wanted: ActOn, only: ActOnFilter | None, first: int, after: str | None) -> Connection[ToAct]:
    """One page of a list. Errors: BadInput."""
    check_length(first)
    name, sides = _LISTS[wanted.value], only.plain() if only else Filter()
    order = order_of(name, sides)
    start = place_of(asking.cursors.key(order, after)) if after else None
    asking.asks("toActOn")
    table = await asking.tables.of(asking.reader, asking.view())
    found = list(islice(table.after(name, sides, start), first + 1))
    asking.saw(e.subject.id for e in found[:first])
    cursor = asking.cursors.maker(order)
    edges = [Edge(cursor=cursor(key_of(e)), node=ToAct.of(e)) for e in found[:first]]
    return Connection(edges=edges, page_info=PageInfo(has_next_page=len(found) > first, end_cursor=edges[-1].cursor if edges else None))


def order_of(name: List, only: Filter) -> str:
    """What a cursor is bound to: the list, the filter and the order."""
    return repr(("toActOn", name, only.kind, only.area, only.school, only.service, "by kind and id"))


def key_of(entry: Entry) -> str:
    """The place of an entry as a cursor holds it."""
    return " ".join(place(entry))


def place_of(key: str) -> Place:
    """The place that a cursor holds."""
    kind, _, own = key.partition(" ")
    return kind, own


async def counts_of(asking: Asking) -> Counts:
    """The counts of the equity lens, worked out once for a load."""
    view = asking.view()
    return await asking.tables.counts.of(asking.reader, view, lambda: equity(asking.reader, view))


async def equity_of(asking: Asking, by: EquityBy) -> Equity:
    """One table of the equity lens, suppressed whoever asks."""
    asking.asks("equity")
    name, counts = _BYS[by.value], await counts_of(asking)
    lines = [EquityLine.of(line) for line in shown(counts, name)]
    return Equity(on=asking.today, by=by, lines=lines, caption=[CAPTIONS[name], CAPTION, HOW_SUPPRESSED])
