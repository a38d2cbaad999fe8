"""The tokens that Kith issues itself: sessions and calendar addresses; in development also those for its API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from api.guarding.access import API, EVERYTHING, LONGEST, ROLES, SAME, NotForProduction, NotSignedIn, Viewer, in_production
from api.guarding.key_file import PRODUCTION, secret_of
from api.guarding.keys import key_in
from api.guarding.remembered import Remembered
from graph.settings import Settings

ISSUER, IN_PRODUCTION = "kith-development", "kith"
_ALGORITHM = "ES256"


@dataclass(frozen=True, slots=True)
class Told:
    """What a token of our own says: of whom, and all of its claims."""

    viewer: Viewer
    claims: Mapping[str, Any]


@dataclass(slots=True)
class Issuer:
    """Issues and verifies tokens with one key of its own, under a name; for the API in development alone."""

    key: ECKey = field(repr=False)
    name: str = ISSUER
    _good: Remembered[Told] = field(default_factory=Remembered[Told])

    def issue(
        self, viewer: Viewer, now: datetime, *, audience: str = API, lasting: timedelta = timedelta(hours=12), **more: str | int
    ) -> str:
        """A token that says who the viewer is, until it expires. Errors: NotForProduction."""
        if audience == API and self.name != ISSUER:
            raise NotForProduction("Kith issues no token for its API in production: ask the issuer that KITH_ISSUERS names")
        scope = EVERYTHING if viewer.organisations is None else sorted(viewer.organisations)
        claims: dict[str, Any] = {
            "iss": self.name,
            "aud": audience,
            "sub": viewer.id,
            "role": viewer.role,
            "organisations": scope,
            "professional": viewer.professional,
            "person": viewer.person,
            "iat": int(now.timestamp()),
            "exp": int((now + lasting).timestamp()),
        }
        return jwt.encode({"alg": _ALGORITHM}, claims | more, self.key, algorithms=[_ALGORITHM])

    def verify(self, token: str, now: datetime, *, audience: str = API) -> Viewer:
        """The viewer a token speaks of. Errors: NotSignedIn, whatever is wrong with it."""
        return self.told(token, now, audience).viewer

    def told(self, token: str, now: datetime, audience: str) -> Told:
        """What a token says. Errors: NotSignedIn, whatever is wrong with it."""
        known = self._good.of(audience, token, now)
        if known is not None:
            return known
        told = self._read(token, now, audience)
        return self._good.keep(audience, token, told, told.claims["exp"])

    def _read(self, token: str, now: datetime, audience: str) -> Told:
        try:
            if len(token) > LONGEST or (audience == API and self.name != ISSUER):
                raise ValueError
            claims = jwt.decode(token, self.key, algorithms=[_ALGORITHM]).claims
            self._rules(audience, now).validate(claims)
            return Told(_viewer(claims), claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotSignedIn("sign in: the token is missing, unknown or has expired") from error

    def _rules(self, audience: str, now: datetime) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            iss={"essential": True, "value": self.name},
            aud={"essential": True, "value": audience},
            sub={"essential": True},
            exp={"essential": True},
            role={"essential": True},
        )

    def secret_for(self, purpose: str) -> bytes:
        """A secret for one other purpose, the same wherever this key is used."""
        return secret_of(str(self.key.as_dict(private=True)["d"]), purpose)


def _viewer(claims: dict[str, Any]) -> Viewer:
    scope, role, name, own = claims["organisations"], claims["role"], claims["sub"], claims.get("professional", SAME)
    person = claims.get("person")
    if role not in ROLES or not (isinstance(name, str) and name and isinstance(own, str | None) and isinstance(person, str | None)):
        raise ValueError
    if scope == EVERYTHING:
        return Viewer(name, role, None, own, person)
    if not isinstance(scope, list) or not all(isinstance(o, str) for o in scope):  # pyright: ignore[reportUnknownVariableType]
        raise ValueError
    return Viewer(name, role, frozenset[str](scope), own, person)  # pyright: ignore[reportUnknownArgumentType]


def development_issuer(settings: Settings) -> Issuer:
    """The issuer for trying Kith out; its key is made on first use. Errors: NotForProduction, KeyUnsafe."""
    if in_production(settings):
        raise NotForProduction("the development issuer does not start in production: set KITH_ENVIRONMENT=development to try Kith out")
    return Issuer(key_in(settings.state_folder))


def own_issuer(settings: Settings) -> Issuer:
    """What signs sessions and calendar addresses: in production a key of its own, which issues nothing for the API. Errors: KeyUnsafe."""
    if in_production(settings):
        return Issuer(key_in(settings.state_folder, PRODUCTION), IN_PRODUCTION)
    return development_issuer(settings)
