"""Everyone whose tokens are believed: the issuers of KITH_ISSUERS, and in development Kith itself."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError

from api.guarding.access import API, LONGEST, Clock, NotForProduction, NotSignedIn, Viewer, in_production
from api.guarding.claims import check, viewer_of
from api.guarding.issuer_file import issuers_in
from api.guarding.jwks import Key, KeySet, pinned
from api.guarding.own_tokens import ISSUER, Issuer, own_issuer
from api.guarding.provider import Provider
from api.guarding.remembered import Remembered
from api.guarding.strictly import OnceOnly, parts
from api.guarding.trusted import Algorithm, Trusted
from graph.settings import Settings

_TYPES = (None, "jwt", "at+jwt", "application/at+jwt")
_HEADERS = frozenset({"alg", "kid", "typ", "x5t", "x5t#S256"})


@dataclass(slots=True)
class Issuers:
    """Verifies tokens, whoever of these issued them. `own` signs Kith's own."""

    own: Issuer
    providers: Mapping[str, Provider] = field(default_factory=dict[str, Provider])
    _good: Remembered[tuple[Viewer, int]] = field(default_factory=Remembered[tuple[Viewer, int]])

    def verify(self, token: str, now: datetime, *, audience: str = API) -> Viewer:
        """The viewer a token speaks of. Nothing is fetched here. Errors: NotSignedIn, whatever is wrong with it."""
        if audience != API or not self.providers:
            return self.own.verify(token, now, audience=audience)
        known = self._good.of(audience, token, now)
        if known is not None and known[1] == self._version:
            return known[0]
        provider = self.providers.get(_issuer(token))
        if provider is None:
            return self.own.verify(token, now)
        claims = claims_of(token, provider, provider.trusted.audience, now)
        try:
            viewer = viewer_of(claims, provider.trusted)
        except ValueError as error:
            raise NotSignedIn(f"the issuer {provider.trusted.issuer} gives no role or organisation that Kith knows") from error
        return self._good.keep(audience, token, (viewer, self._version), claims["exp"] + provider.trusted.leeway)[0]

    @property
    def development(self) -> bool:
        """Whether Kith issues tokens for its API itself, for trying it out."""
        return self.own.name == ISSUER

    @property
    def _version(self) -> int:
        return sum(provider.version for provider in self.providers.values())

    @asynccontextmanager
    async def fresh(self, clock: Clock) -> AsyncGenerator[None]:
        """While inside, keys are fetched in the background."""
        tasks = [asyncio.create_task(one.keep_fresh(clock)) for one in self.providers.values() if one.is_fetched]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def issuers_of(settings: Settings) -> Issuers:
    """Those that the settings name. Errors: NotForProduction, where production has none; BadInput for their file; KeyUnsafe."""
    development = not in_production(settings)
    if not settings.issuers and not development:
        raise NotForProduction(
            "the development issuer does not start in production: set KITH_ISSUERS to the file of your issuers, "
            "or KITH_ENVIRONMENT=development to try Kith out"
        )
    trusted = issuers_in(Path(settings.issuers), development=development) if settings.issuers else []
    providers = {one.issuer: Provider(one, _first_keys(one, n), development) for n, one in enumerate(trusted, 1)}
    return Issuers(own_issuer(settings), providers)


def claims_of(token: str, provider: Provider, audience: str, now: datetime) -> dict[str, Any]:
    """The claims of a token of one issuer, verified. An unknown key is asked for, and not waited for. Errors: NotSignedIn."""
    trusted = provider.trusted
    try:
        key, algorithm = _key(token, provider, now)
        claims = jwt.decode(token, key, algorithms=[algorithm], decoder_cls=OnceOnly).claims
        check(claims, trusted, audience, now)
    except (JoseError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise _refusal(error) from error
    return claims


def _key(token: str, provider: Provider, now: datetime) -> tuple[Key, Algorithm]:
    header = parts(token)[0]
    algorithm, kid = header.get("alg"), header.get("kid")
    kind = header.get("typ")
    if algorithm not in provider.trusted.algorithms or not isinstance(kid, str | None) or set(header) - _HEADERS:
        raise ValueError("another algorithm, or headers that mean more than a signature")
    if (kind.lower() if isinstance(kind, str) else kind) not in _TYPES:
        raise ValueError("another kind of token")
    found = provider.keys.of(kid, algorithm)
    if found is None:
        provider.ask(now)
        raise ValueError("the key isn't known")
    return found, algorithm


def _issuer(token: str) -> str:
    """The issuer a token names, not verified. Errors: NotSignedIn."""
    try:
        if len(token) > LONGEST:
            raise ValueError("too long")
        return str(parts(token)[1].get("iss"))
    except (ValueError, RecursionError) as error:
        raise _refusal(error) from error


def _refusal(_: Exception) -> NotSignedIn:
    return NotSignedIn("sign in: the token is missing, unknown or has expired")


def _first_keys(trusted: Trusted, number: int) -> KeySet:
    """The keys that are there when Kith starts. Errors: BadInput for a file that is of no use."""
    if not isinstance(trusted.keys, Path):
        return KeySet()
    return pinned(trusted.keys, trusted.algorithms, f"the file of KITH_ISSUERS, issuer {number}: keys")
