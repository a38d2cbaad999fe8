"""The answer to "Who knows this family?" as GraphQL shows it."""

from datetime import date
from typing import Self

import strawberry
from strawberry import field

from api.graphql.knowing_types import Claim, KnowerShown, LastSeen, PostShown, Practitioner, SubjectShown, TouchstoneShown, person_of
from api.graphql.sees import ANY_VIEWER, any_viewer, only
from api.graphql.types import Professional
from api.graphql.voice_types import VoiceShown
from api.guarding.asking import Asking
from graph import model
from graph.model import Subject, View
from queries.knowing.answers import Dormant, WhoKnows
from queries.knowing.touchstone import last_seen, touchstones
from queries.knowing.who_knows import who_knows


@strawberry.type(name="Dormant", description="Someone who knew the child or family well before, and where they are now.")
class DormantShown:
    """Someone who knew them well before; `knower.post` is where they are now."""

    knower: KnowerShown = field(description="Who, their ties as they are now, and the post they hold now.", metadata=ANY_VIEWER)
    strong_until: date = field(description="The last day on which the tie held and was strong.", metadata=ANY_VIEWER)
    strength_then: float = field(description="The strength on that day, 0 to 1.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, was: Dormant, around: model.Around, on: date) -> Self:
        """A dormant tie with its person."""
        return cls(knower=KnowerShown.who(was.knower, around, on), strong_until=was.strong_until, strength_then=was.strength_then)


@strawberry.type(description="A tie to the child's family, beside the child's own: shown, not counted.")
class Beside:
    """A tie to the family of a child."""

    professional: Professional = field(description="Who.", metadata=ANY_VIEWER)
    claim: Claim = field(description="Their tie to the family.", metadata=ANY_VIEWER)


@strawberry.type(name="WhoKnows", description="Who knows a child or family, on one day.")
class WhoKnowsShown:
    """The answer for one child or family."""

    subject: SubjectShown = field(description="The child or family; of several records, the one that stands for all.", metadata=ANY_VIEWER)
    on: date = field(description="The day asked about.", metadata=ANY_VIEWER)
    nobody: bool = field(description="Nobody in post reaches a strength of 0.20.", metadata=ANY_VIEWER)
    key_individual: KnowerShown | None = field(
        description="Whom to ask first; null: nobody, or none but people they said no to.", metadata=ANY_VIEWER
    )
    margin: float | None = field(
        description="How far they are ahead of the next they did not say no to; null without one.", metadata=ANY_VIEWER
    )
    lead: Practitioner | None = field(description="The lead practitioner on paper; null: none on record.", metadata=ANY_VIEWER)
    lead_differs: bool = field(description="Whether the lead on paper is someone other than the key individual.", metadata=ANY_VIEWER)
    knowers: list[KnowerShown] = field(description="Everyone who knows them, the strongest first.", metadata=any_viewer(size=15))
    dormant: list[DormantShown] = field(description="Who knew them well before, and where they are now.", metadata=any_viewer(size=10))
    beside: list[Beside] = field(description="For a child: ties to the family, shown beside and not counted.", metadata=any_viewer(size=10))
    excluded: list[Professional] = field(
        description="Whom the child or family said no to: never asked first, whatever is recorded.", metadata=only("statements", size=2)
    )
    nominated: list[Professional] = field(description="Whom the child or family wants to be asked.", metadata=only("statements", size=3))
    vouches: list[VoiceShown] = field(
        description="One professional's word for another: shown, not counted.", metadata=only("statements", size=3)
    )
    trust: list[VoiceShown] = field(description="Every voice about trust, whether they agree or not.", metadata=only("statements", size=8))
    touchstones: list[TouchstoneShown] = field(
        description="Those they asked for, and how long each has not been in touch.", metadata=only("statements", size=3)
    )
    last_seen: LastSeen | None = field(description="Who is acting: the latest contact that is no message; null: none.", metadata=ANY_VIEWER)
    weights: str = field(description="The version of the weights that made the scores.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, answer: WhoKnows) -> Self:
        """The answer with names and reasons."""
        around, on = answer.around, answer.on
        knowers = [KnowerShown.who(k, around, on) for k in answer.knowers]
        key = answer.key_individual
        return cls(
            subject=SubjectShown.of(answer.subject, around),
            on=on,
            nobody=answer.nobody,
            key_individual=next((s for k, s in zip(answer.knowers, knowers, strict=True) if k is key), None),
            margin=answer.margin,
            lead=_lead(answer),
            lead_differs=bool(answer.lead) and (key is None or key.professional.id != answer.lead),
            knowers=knowers,
            dormant=[DormantShown.of(d, around, on) for d in answer.dormant],
            beside=[Beside(professional=person_of(c.professional_id, around), claim=Claim.of(c, around, on)) for c in answer.beside],
            excluded=[person_of(p, around) for p in sorted(answer.said.excluded)],
            nominated=[person_of(p, around) for p in sorted(answer.said.nominated)],
            vouches=[VoiceShown.of(v, around) for v in answer.said.vouches],
            trust=[VoiceShown.of(v, around) for v in answer.said.trust],
            touchstones=[TouchstoneShown.of(t, around) for t in touchstones(answer)],
            last_seen=LastSeen.of(last_seen(answer), around),
            weights=answer.weights,
        )


async def answered(asking: Asking, what: str, asked: Subject, view: View) -> WhoKnowsShown:
    """Ask who knows a child or family, and note whose data was seen. Errors: UnknownId."""
    asking.asks(what, asked.id)
    [answer] = await who_knows(asking.reader, [asked], view)
    everyone = (*answer.knowers, *(d.knower for d in answer.dormant))
    asking.saw((asked.id, answer.subject.id, *(c.subject.id for k in everyone for c in k.claims), *(c.subject.id for c in answer.beside)))
    return WhoKnowsShown.of(answer)


def _lead(answer: WhoKnows) -> Practitioner | None:
    if answer.lead is None:
        return None
    known = (*answer.knowers, *(d.knower for d in answer.dormant))
    post = next((k.post for k in known if k.professional.id == answer.lead), None)
    return Practitioner(professional=person_of(answer.lead, answer.around), post=PostShown.of(post, answer.around))
