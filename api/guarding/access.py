"""Who is asking: signed tokens in, a viewer with a scope out. For now from a development issuer only."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from api.guarding.keys import key_in
from graph.errors import KithError
from graph.settings import Settings

Clock = Callable[[], datetime]
"""Tells the moment, with its time zone."""
ISSUER = "kith-development"
API, PAGES = "kith-api", "kith-pages"
"""Audiences: a token for the API opens no page, and a page's session is no token for the API."""
EVERYTHING = "*"
ENTITLED = frozenset({"administrator"})
"""Roles that may know of leaving dates that are confidential still: those who run a service's staff (duty 12)."""
BOARD = "board"
_ALGORITHM = "ES256"
_REMEMBERED = 512
_LONGEST = 4096


class NotForProduction(KithError):
    """The development issuer was asked to work in production."""

    code = "NOT_FOR_PRODUCTION"


class NotSignedIn(KithError):
    """No token, or one that is not ours, is for something else, or has expired."""

    code = "UNAUTHENTICATED"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking. `organisations` is their scope: None is everything."""

    id: str
    role: str
    organisations: frozenset[str] | None

    @property
    def is_board(self) -> bool:
        """Whether they sit on a partnership board, which sees counts and roles, and nobody by themselves."""
        return self.role == BOARD

    @property
    def knows_leaving_dates(self) -> bool:
        """Whether they may know of leaving dates that are confidential still."""
        return self.role in ENTITLED


@dataclass(slots=True)
class Issuer:
    """Issues and verifies tokens with one key of its own. Tokens that proved good are remembered until they expire."""

    key: ECKey
    _good: dict[tuple[str, str], tuple[Viewer, int]] = field(default_factory=dict[tuple[str, str], tuple[Viewer, int]])

    def issue(self, viewer: Viewer, now: datetime, *, audience: str = API, lasting: timedelta = timedelta(hours=12)) -> str:
        """A token that says who the viewer is, until it expires."""
        scope = EVERYTHING if viewer.organisations is None else sorted(viewer.organisations)
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": audience,
            "sub": viewer.id,
            "role": viewer.role,
            "organisations": scope,
            "iat": int(now.timestamp()),
            "exp": int((now + lasting).timestamp()),
        }
        return jwt.encode({"alg": _ALGORITHM}, claims, self.key, algorithms=[_ALGORITHM])

    def verify(self, token: str, now: datetime, *, audience: str = API) -> Viewer:
        """The viewer a token speaks of. Errors: NotSignedIn, whatever is wrong with it."""
        known = self._good.get((audience, token))
        if known is not None and known[1] > now.timestamp():
            return known[0]
        viewer, expires = self._read(token, now, audience)
        if len(self._good) >= _REMEMBERED:
            self._good.pop(next(iter(self._good)))
        self._good[audience, token] = viewer, expires
        return viewer

    def _read(self, token: str, now: datetime, audience: str) -> tuple[Viewer, int]:
        try:
            if len(token) > _LONGEST:
                raise ValueError
            claims = jwt.decode(token, self.key, algorithms=[_ALGORITHM]).claims
            _rules(audience, now).validate(claims)
            return _viewer(claims), int(claims["exp"])
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotSignedIn("sign in: the token is missing, unknown or has expired") from error

    def secret_for(self, purpose: str) -> bytes:
        """A secret for one other purpose, the same wherever this key is used."""
        private = self.key.as_dict(private=True)["d"]
        return blake2b(purpose.encode(), key=str(private).encode()[:64]).digest()


def _rules(audience: str, now: datetime) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        iss={"essential": True, "value": ISSUER},
        aud={"essential": True, "value": audience},
        sub={"essential": True},
        exp={"essential": True},
        role={"essential": True},
    )


def _viewer(claims: dict[str, Any]) -> Viewer:
    scope, role, name = claims["organisations"], claims["role"], claims["sub"]
    if not (isinstance(role, str) and isinstance(name, str) and name):
        raise ValueError
    if scope == EVERYTHING:
        return Viewer(name, role, None)
    if not isinstance(scope, list) or not all(isinstance(o, str) for o in scope):  # pyright: ignore[reportUnknownVariableType]
        raise ValueError
    return Viewer(name, role, frozenset[str](scope))  # pyright: ignore[reportUnknownArgumentType]


def development_issuer(settings: Settings) -> Issuer:
    """The issuer for trying Kith out; its key is made on first use. Errors: NotForProduction, KeyUnsafe."""
    if settings.environment == "production":
        raise NotForProduction("the development issuer does not start in production: set KITH_ENVIRONMENT=development to try Kith out")
    return Issuer(key_in(settings.state_folder))
