"""From the claims of a token that was verified to a viewer: only what the file of KITH_ISSUERS maps counts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from joserfc.jwt import JWTClaimsRegistry

from api.guarding.access import PERSONS, Role, Viewer
from api.guarding.trusted import Claims, Trusted

_LONGEST = 255


def check(claims: dict[str, Any], trusted: Trusted, audience: str, now: datetime) -> None:
    """Of the right issuer, for the right audience, and now. Errors: those of joserfc."""
    JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=trusted.leeway,
        iss={"essential": True, "value": trusted.issuer},
        aud={"essential": True, "value": audience},
        sub={"essential": True},
        exp={"essential": True},
    ).validate(claims)


def viewer_of(claims: Mapping[str, Any], trusted: Trusted) -> Viewer:
    """Who the claims speak of: known by issuer and subject together. Errors: ValueError for what isn't said, or not known."""
    mapped = trusted.claims
    role = _role(claims, mapped)
    own, person = _id(claims, mapped.professional), _id(claims, mapped.person)
    subject = claims["sub"]
    if not _plain(subject):
        raise ValueError("the subject is no text")
    scope = frozenset[str]() if role in PERSONS else _scope(claims, mapped)
    sources = tuple(one.source for one in trusted.feeds if one.account == subject) if role == "service" else ()
    return Viewer(f"{trusted.issuer}|{subject}", role, scope, own, person, sources)


def _id(claims: Mapping[str, Any], path: tuple[str, ...] | None) -> str | None:
    """The id at a path, None where none is said. Errors: ValueError for what is no text."""
    found = _at(claims, path) if path else None
    if found is not None and not _plain(found):
        raise ValueError("an id is no text")
    return found


def _role(claims: Mapping[str, Any], mapped: Claims) -> Role:
    """The first role of the file that the token has. Errors: ValueError for none."""
    theirs = set(_texts(_at(claims, mapped.role)))
    for name, ours in mapped.roles.items():
        if name in theirs:
            return ours
    raise ValueError("no role of Kith")


def _scope(claims: Mapping[str, Any], mapped: Claims) -> frozenset[str] | None:
    found = frozenset(_texts(_at(claims, mapped.organisations)))
    return None if mapped.everything is not None and mapped.everything in found else found


def _at(claims: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """What stands at a path, None where it ends early."""
    found: Any = claims
    for name in path:
        found = cast("dict[str, Any]", found).get(name) if isinstance(found, dict) else None
    return found


def _texts(found: Any) -> list[str]:
    """One text or a list of them. Errors: ValueError for anything else, also for nothing."""
    texts: object = [found] if isinstance(found, str) else found
    if not isinstance(texts, list) or not all(_plain(one) for one in cast("list[object]", texts)):
        raise ValueError("no text, and no list of texts")
    return cast("list[str]", texts)


def _plain(found: object) -> bool:
    return isinstance(found, str) and 0 < len(found) <= _LONGEST and found.isprintable()
