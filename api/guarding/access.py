"""Who is asking: what a viewer is, the roles there are, and the audiences of tokens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from graph.errors import BadInput, KithError
from graph.model import Source
from graph.settings import Settings

Clock = Callable[[], datetime]
"""Tells the moment, with its time zone."""
API, PAGES = "kith-api", "kith-pages"
"""Audiences: a token for the API opens no page, and a page's session is no token for the API."""
EVERYTHING = "*"
Role = Literal[
    "practitioner",
    "coordinator",
    "manager",
    "board",
    "privacy_officer",
    "administrator",
    "young_person",
    "carer",
    "auditor",
    "service",
    "demo",
]
"""`service` is a feed, known by its client credentials; `demo` is for development alone."""
ROLES: tuple[Role, ...] = get_args(Role)
PERSONS: dict[Role, str] = {"young_person": "Child", "carer": "Carer"}
"""Roles of people who see what is held of themselves, with the kind they are held as."""
LONGEST = 4096
"""Bytes of a token."""
SAME = ""
"""Stands for a professional id that is the same as the id."""


class NotForProduction(KithError):
    """Production without an issuer of its own, or something of the development issuer in production."""

    code = "NOT_FOR_PRODUCTION"


class NotSignedIn(KithError):
    """No token, or one that is not ours, is for something else, or has expired."""

    code = "UNAUTHENTICATED"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking. `organisations` is their scope: None is everything.

    `professional` is their own id among the professionals, None where they have none; where it isn't told it is `id`.
    `person` is the id under which data is held of a young person or a carer themselves. `sources` are those that a feed may load.
    """

    id: str
    role: Role
    organisations: frozenset[str] | None
    professional: str | None = SAME
    person: str | None = None
    sources: tuple[Source, ...] = ()

    @property
    def node(self) -> tuple[str, str] | None:
        """As whom they are held themselves: a child, a carer or a professional; None for who is not held, or not known to be."""
        label, name = (PERSONS[self.role], self.person) if self.role in PERSONS else ("Professional", self.professional)
        return (label, name) if name else None

    def __post_init__(self) -> None:
        if self.professional == SAME:
            object.__setattr__(self, "professional", self.id)


def in_production(settings: Settings) -> bool:
    """Whether real people may be held here. Errors: BadInput for an environment that isn't known."""
    if settings.environment not in ("development", "production"):
        raise BadInput(f"KITH_ENVIRONMENT is {settings.environment!r}: set it to development or production")
    return settings.environment == "production"
