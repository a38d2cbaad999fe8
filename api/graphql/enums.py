"""The closed lists of words that answers use."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar, cast

import strawberry

K = TypeVar("K", bound=type[Enum])


def described(meaning: str, **values: str) -> Callable[[K], K]:
    """Shows an enum over GraphQL, with what it and each of its values means."""

    def show(kind: K) -> K:
        shown: Any = strawberry.enum(cast("Any", kind), description=meaning)
        for value in shown.__strawberry_definition__.values:
            value.description = values[value.name]
        return kind

    return show


@described("What a question about knowing is about.", CHILD="A child.", FAMILY="A family.")
class SubjectKind(Enum):
    """Whom a question is about."""

    CHILD = "child"
    FAMILY = "family"


@described(
    "How strong a tie is, in a word.", STRONG="Strength 0.6 and above.", STEADY="Strength 0.35 and above.", LIGHT="Any strength above 0."
)
class Word(Enum):
    """How strong a tie is."""

    STRONG = "strong"
    STEADY = "steady"
    LIGHT = "light"


@described(
    "Whether a tie holds, and whether it has gone silent by its own rhythm.",
    CURRENT="It holds, and nothing says that it has gone silent.",
    COOLING="It holds; silent for more than 4 times its usual interval.",
    LAPSED="It holds on record; silent for more than 8 times its usual interval.",
    ENDED="It has ended.",
)
class State(Enum):
    """Whether a tie holds."""

    CURRENT = "current"
    COOLING = "cooling"
    LAPSED = "lapsed"
    ENDED = "ended"


@described(
    "Where the knowing happens.",
    HOME="At home.",
    SCHOOL="At school.",
    HEALTH="In health care.",
    COMMUNITY="In the community.",
    JUSTICE="In youth justice.",
    CARE="In care.",
)
class Context(Enum):
    """Where the knowing happens."""

    HOME = "home"
    SCHOOL = "school"
    HEALTH = "health"
    COMMUNITY = "community"
    JUSTICE = "justice"
    CARE = "care"


@described(
    "What to search among.",
    CHILD="Children.",
    FAMILY="Families.",
    PROFESSIONAL="Professionals.",
    SERVICE="Services.",
    ORGANISATION="Organisations.",
)
class SearchKind(Enum):
    """What to search among."""

    CHILD = "child"
    FAMILY = "family"
    PROFESSIONAL = "professional"
    SERVICE = "service"
    ORGANISATION = "organisation"


@described(
    "What kind of statement it is.",
    TRUST="Whether someone is trusted.",
    NOMINATION="Whom the family wants to be asked.",
    VOUCH="One professional's word that another knows them.",
    DISPUTE="That a recorded tie is wrong.",
    HIDE="A wish that a tie be hidden.",
)
class StatementKind(Enum):
    """What kind of statement it is."""

    TRUST = "trust"
    NOMINATION = "nomination"
    VOUCH = "vouch"
    DISPUTE = "dispute"
    HIDE = "hide"


@described(
    "Who spoke.",
    CHILD="A child.",
    CARER="A parent or carer.",
    KIN="Someone of the wider family.",
    PROFESSIONAL="A professional about another.",
    SELF="A professional about themselves.",
)
class SpeakerKind(Enum):
    """Who spoke."""

    CHILD = "child"
    CARER = "carer"
    KIN = "kin"
    PROFESSIONAL = "professional"
    SELF = "self"


@described("What was answered.", YES="Yes.", NO="No.", UNSURE="Not sure: it takes back what the same speaker said before.")
class Answer(Enum):
    """What was answered."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
