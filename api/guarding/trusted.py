"""One issuer whose tokens are believed: with which keys, and what its claims mean here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from api.guarding.access import Role
from graph.model import Source

Algorithm = Literal["RS256", "ES256"]
DISCOVERY = "discovery"
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Claims:
    """Which claim holds what, each a path into the token; `everything` is the value that stands for all organisations."""

    role: tuple[str, ...]
    organisations: tuple[str, ...]
    professional: tuple[str, ...] | None
    everything: str | None
    roles: Mapping[str, Role]
    """From their roles to Kith's, in the order of the file: who has several is given the first."""
    person: tuple[str, ...] | None = None
    """The id under which data is held of a young person or carer themselves."""


@dataclass(frozen=True, slots=True)
class Client:
    """What Kith is to a provider that signs people in to the pages."""

    id: str
    redirect: str
    """The address of Kith that the provider sends people back to."""
    name: str
    scopes: str
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Feed:
    """A service account, by the subject of its tokens, and a source that it may load: no other account may."""

    account: str
    source: Source


@dataclass(frozen=True, slots=True)
class Trusted:
    """One issuer. `keys` is a file, an address, or `discovery`; `leeway` is in seconds, 0 to 60."""

    issuer: str
    audience: str
    keys: Path | str
    algorithms: tuple[Algorithm, ...]
    claims: Claims
    leeway: int = 0
    client: Client | None = None
    feeds: tuple[Feed, ...] = ()


def safe(address: str, *, development: bool) -> bool:
    """Whether an address is one that nobody on the way can change."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    plain = parts.username is None and not parts.fragment and "|" not in address and address.isascii()
    local = parts.scheme == "http" and parts.hostname in _LOCAL and development
    return plain and bool(parts.hostname) and (parts.scheme == "https" or local) and address.isprintable() and " " not in address
