"""What people said, as GraphQL shows it beside an answer: who spoke, what they answered, how long it stands."""

from datetime import date
from typing import Self

import strawberry
from strawberry import field

from api.graphql.enums import Answer, SpeakerKind, StatementKind
from api.graphql.knowing_types import person_of
from api.graphql.sees import ANY_VIEWER
from api.graphql.types import Professional
from graph.model import Around
from queries.scoring.said import Voice, expiry


@strawberry.type(name="Voice", description="One statement that stands on the day: by whom, about which professional, and what it says.")
class VoiceShown:
    """One standing statement, without the speaker's name."""

    kind: StatementKind = field(description="What kind of statement it is.", metadata=ANY_VIEWER)
    speaker: SpeakerKind = field(description="Who spoke.", metadata=ANY_VIEWER)
    about: Professional = field(description="The professional it is about.", metadata=ANY_VIEWER)
    answer: Answer | None = field(description="What was answered; null: no answer was given.", metadata=ANY_VIEWER)
    said_on: date = field(description="The day it was said.", metadata=ANY_VIEWER)
    stands_until: date | None = field(description="The first day it no longer stands; null: until it is withdrawn.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, voice: Voice, around: Around) -> Self:
        """A statement with the name of whom it is about."""
        said = voice.statement
        return cls(
            kind=StatementKind(said.kind),
            speaker=SpeakerKind(voice.speaker[0]),
            about=person_of(voice.professional_id, around),
            answer=Answer(said.answer) if said.answer else None,
            said_on=said.said_on,
            stands_until=expiry(said),
        )
