"""Signing in at a provider: the authorization code flow of OpenID Connect with PKCE, state and nonce."""

from base64 import b64encode, urlsafe_b64encode
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from api.guarding.access import NotSignedIn, Viewer
from api.guarding.claims import viewer_of
from api.guarding.fetching import NotFetched, fetched
from api.guarding.issuers import claims_of
from api.guarding.provider import Endpoints, Provider
from api.guarding.sealed import Seal
from api.guarding.trusted import Client

_NOT_TAKEN = 400
LASTING = timedelta(minutes=10)
"""How long someone may take at the provider."""


@dataclass(frozen=True, slots=True)
class Started:
    """What the browser holds for us, sealed, while someone is at the provider. `to` is where they were going."""

    issuer: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    to: str
    until: int

    def sealed(self, seal: Seal) -> str:
        """As the cookie holds it."""
        return seal.shut(orjson.dumps(asdict(self)).decode())


def started(issuer: str, to: str, now: datetime) -> Started:
    """A new attempt, with secrets of its own."""
    return Started(issuer, token_urlsafe(32), token_urlsafe(32), token_urlsafe(48), to, int((now + LASTING).timestamp()))


def resumed(sealed: str, seal: Seal, state: str, now: datetime) -> Started:
    """The attempt that someone comes back from. Errors: NotSignedIn: another browser's, another attempt's, or too late."""
    try:
        found = Started(**orjson.loads(seal.opened(sealed)))
    except (ValueError, TypeError) as error:
        raise NotSignedIn("signing in was not begun in this browser, or too long ago") from error
    if not compare_digest(found.state.encode(), state.encode()) or found.until <= now.timestamp():
        raise NotSignedIn("signing in was not begun in this browser, or too long ago")
    return found


def address(attempt: Started, endpoints: Endpoints, client: Client) -> str:
    """Where the provider signs someone in."""
    asked = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": client.redirect,
        "scope": client.scopes,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": urlsafe_b64encode(sha256(attempt.verifier.encode()).digest()).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    return f"{endpoints.authorization}{'&' if '?' in endpoints.authorization else '?'}{urlencode(asked)}"


async def signed_in(attempt: Started, provider: Provider, code: str, now: datetime) -> Viewer:
    """Who signed in: the code is taken to the provider, and its ID token checked like any other. Errors: NotSignedIn, NotFetched."""
    client, endpoints = provider.trusted.client, provider.endpoints
    if client is None or endpoints is None:
        raise NotFetched(provider.trusted.issuer, "it was not reached yet")
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": client.redirect, "code_verifier": attempt.verifier}
    headers = {} if client.secret is None else {"authorization": f"Basic {_basic(client.id, client.secret)}"}
    token = await _exchanged(endpoints.token, form if client.secret else form | {"client_id": client.id}, headers)
    claims = claims_of(token, provider, client.id, now)
    _meant(claims, attempt, client)
    try:
        return viewer_of(claims, provider.trusted)
    except ValueError as error:
        raise NotSignedIn("the provider gives no role or organisation that Kith knows") from error


async def _exchanged(address: str, form: dict[str, str], headers: dict[str, str]) -> str:
    """The ID token for a code. Errors: NotSignedIn where the provider doesn't take the code; NotFetched where it takes nothing of ours."""
    try:
        token = (await fetched(address, form, headers)).get("id_token")
    except NotFetched as error:
        if error.status == _NOT_TAKEN:
            raise NotSignedIn("the provider does not take the code") from error
        raise
    return token if isinstance(token, str) else ""


def _basic(client: str, secret: str) -> str:
    return b64encode(f"{quote(client, safe='')}:{quote(secret, safe='')}".encode()).decode()


def _meant(claims: dict[str, Any], attempt: Started, client: Client) -> None:
    """For this attempt and this client alone. Errors: NotSignedIn."""
    nonce, audience, party = claims.get("nonce"), claims["aud"], claims.get("azp")
    several = isinstance(audience, list) and len(audience) != 1  # pyright: ignore[reportUnknownArgumentType]
    if not isinstance(nonce, str) or not compare_digest(nonce.encode(), attempt.nonce.encode()):
        raise NotSignedIn("the provider's answer is not for this attempt")
    if (several or party is not None) and party != client.id:
        raise NotSignedIn("the provider's answer is for someone else")
