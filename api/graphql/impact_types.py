"""What a scenario does, family by family and group by group, as GraphQL shows it."""

from datetime import date
from enum import Enum
from typing import Self

import strawberry
from strawberry import ID, field

from api.graphql.enums import SubjectKind, described
from api.graphql.sees import ANY_VIEWER, any_viewer
from queries.leaving import capital, impact, impact_groups, staying
from queries.scoring.because import fitting
from queries.scoring.succession import Fit


@described(
    "What a scenario does to who knows a child or family.",
    ORPHANED="Someone knew them well enough to be asked, and no one does any more.",
    THINNED="More than one did, and exactly one still does.",
    WEAKER="Less is known than before.",
    SAME="As much is known as before, or more.",
)
class Outcome(Enum):
    """What becomes of a child or family."""

    ORPHANED = "orphaned"
    THINNED = "thinned"
    WEAKER = "weaker"
    SAME = "same"


@described(
    "What the figures of a scenario are grouped by.",
    SERVICE="Families that someone of the service knows, before or after.",
    ORGANISATION="Families that someone of the organisation knows, before or after.",
    AREA="Families that live there.",
    SCHOOL="Families with a child who goes there.",
)
class ImpactBy(Enum):
    """What figures are grouped by."""

    SERVICE = "service"
    ORGANISATION = "organisation"
    AREA = "area"
    SCHOOL = "school"


@strawberry.type(description="Families by how many strong links they have.")
class StrongLinks:
    """Families by strong links."""

    none: int = field(description="Families without any.", metadata=ANY_VIEWER)
    one: int = field(description="Families with one.", metadata=ANY_VIEWER)
    more: int = field(description="Families with two or more.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, links: impact.Links) -> Self:
        """As they are."""
        return cls(none=links.none, one=links.one, more=links.more)


@strawberry.type(description="The ties that are lost, and how long it takes to know someone as well again.")
class TiesLost:
    """Relationship capital."""

    ties: int = field(description="How many ties.", metadata=ANY_VIEWER)
    sum_of_strengths: float = field(description="The sum of their strengths.", metadata=ANY_VIEWER)
    months: float | None = field(
        description="Months until a successor would know them as well; of many families the median. Null: see the reason.",
        metadata=ANY_VIEWER,
    )
    reason: str | None = field(description="Why the months are not known; null: they are.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, told: capital.Capital) -> Self:
        """As it is."""
        return cls(ties=told.ties, sum_of_strengths=told.strength, months=told.months, reason=told.reason)


@strawberry.type(description="Contacts of the last twelve months, and how many of them were with people who stay.")
class Staying:
    """Continuity after the changes."""

    contacts: int = field(description="Contacts.", metadata=ANY_VIEWER)
    with_people_who_stay: int = field(description="Those with people who stay.", metadata=ANY_VIEWER)
    share: float | None = field(description="Their share, 0 to 1; null: no contact is on record.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, kept: staying.Kept) -> Self:
        """As it is."""
        return cls(contacts=kept.contacts, with_people_who_stay=kept.staying, share=kept.share)


@strawberry.type(description="Someone who is gone by the day.")
class Going:
    """Someone who goes."""

    professional: ID = field(description="Id of the professional.", metadata=ANY_VIEWER)
    on: date = field(description="The first day without them.", metadata=ANY_VIEWER)


@strawberry.type(description="What changes for the families of one service, organisation, area or school.")
class ImpactGroup:
    """One group."""

    by: ImpactBy = field(description="What kind of group.", metadata=ANY_VIEWER)
    id: ID = field(description="Id of the service or organisation, code of the area, id of the school.", metadata=ANY_VIEWER)
    families: int = field(description="Families for whom something changes.", metadata=ANY_VIEWER)
    known_before: int = field(description="Families that someone (of the group) knew well enough to be asked.", metadata=ANY_VIEWER)
    known_after: int = field(description="Those that someone (of the group) then knows well enough.", metadata=ANY_VIEWER)
    orphaned: int = field(description="Families left with nobody who knows them well enough.", metadata=ANY_VIEWER)
    thinned: int = field(description="Families left with one.", metadata=ANY_VIEWER)
    lead_lost: int = field(description="Families that lose their lead practitioner on paper.", metadata=ANY_VIEWER)
    only_informal: int = field(description="Families left with informal knowers alone.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, g: impact_groups.Group) -> Self:
        """As it is."""
        counts = ("families", "known_before", "known_after", "orphaned", "thinned", "lead_lost", "only_informal")
        return cls(by=ImpactBy(g.by), id=ID(g.id), **{name: getattr(g, name) for name in counts})


@strawberry.type(description="Someone who could take over, and why.")
class CouldTakeOver:
    """A candidate."""

    professional: ID = field(description="Id of the professional.", metadata=ANY_VIEWER)
    because: list[str] = field(description="Why, one plain sentence a reason.", metadata=any_viewer(size=4))
    nominated: bool = field(description="Whether the child or family asked for them.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: Fit) -> Self:
        """As they are, without any number."""
        return cls(professional=ID(one.professional_id), because=list(fitting(one)), nominated=one.nominated)


@strawberry.type(description="What one child or family loses.")
class ImpactLine:
    """One child or family."""

    subject_kind: SubjectKind = field(description="A child or a family.", metadata=ANY_VIEWER)
    subject_id: ID = field(description="Kith's own id of the child or family.", metadata=ANY_VIEWER)
    outcome: Outcome = field(description="What becomes of who knows them.", metadata=ANY_VIEWER)
    lost: list[ID] = field(description="Ids of those who knew them and no longer do.", metadata=any_viewer(size=2))
    gained: list[ID] = field(description="Ids of those who know them only then.", metadata=any_viewer(size=1))
    remaining: ID | None = field(description="Id of the one who then knows them best; null: nobody.", metadata=ANY_VIEWER)
    lead_lost: bool = field(description="Whether they lose their lead practitioner on paper.", metadata=ANY_VIEWER)
    only_informal: bool = field(description="Whether informal knowers alone are left who know them well enough.", metadata=ANY_VIEWER)
    strong_before: int = field(description="People with a strong tie to them before.", metadata=ANY_VIEWER)
    strong_after: int = field(description="People with a strong tie to them afterwards.", metadata=ANY_VIEWER)
    ties_lost: TiesLost = field(description="The ties that are lost.", metadata=ANY_VIEWER)
    staying: Staying = field(description="Continuity after the changes.", metadata=ANY_VIEWER)
    next: list[CouldTakeOver] = field(description="Who could take over, whom to ask first before the others.", metadata=any_viewer(size=10))

    @classmethod
    def of(cls, line: impact.Line) -> Self:
        """As it is."""
        loss = line.loss
        return cls(
            subject_kind=SubjectKind(loss.subject.kind),
            subject_id=ID(loss.subject.id),
            outcome=Outcome(loss.outcome),
            lost=[ID(k.professional.id) for k in loss.lost],
            gained=[ID(k.professional.id) for k in loss.gained],
            remaining=ID(loss.remaining.professional.id) if loss.remaining else None,
            lead_lost=loss.lead_lost,
            only_informal=loss.only_informal,
            strong_before=line.strong_before,
            strong_after=line.strong_after,
            ties_lost=TiesLost.of(line.capital),
            staying=Staying.of(line.kept),
            next=[CouldTakeOver.of(one) for one in loss.next],
        )
