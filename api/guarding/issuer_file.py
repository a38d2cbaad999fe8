"""The file of KITH_ISSUERS, read and checked: every fault of it is an error when Kith starts."""

import tomllib
from pathlib import Path
from typing import Any, cast, get_args
from urllib.parse import urlsplit

from api.guarding.access import ROLES, Role
from api.guarding.feed_accounts import feeds_in, loaded_by_one
from api.guarding.toml_table import Table
from api.guarding.trusted import DISCOVERY, Algorithm, Claims, Client, Trusted, safe
from graph.errors import BadInput

_MOST_LEEWAY = 60
_BACK = "/sign-in/back"


def issuers_in(path: Path, *, development: bool) -> list[Trusted]:
    """Every issuer of a file. Plain http is for this machine alone, and for development. Errors: BadInput."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{path}: the file of KITH_ISSUERS can't be read as TOML in UTF-8: {error}") from error
    found = told.pop("issuer", None)
    if told or not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in cast("list[object]", found)):
        raise BadInput(f"{path}: there are {', '.join(sorted(told)) or 'no issuers'}: write only tables called [[issuer]], at least one")
    tables = [Table(f"{path}, issuer {n}", one) for n, one in enumerate(cast("list[dict[str, Any]]", found), 1)]
    trusted = [_trusted(one, path.parent, development=development) for one in tables]
    for n, one in enumerate(trusted):
        if one.issuer in (other.issuer for other in trusted[:n]):
            raise tables[n].fault("issuer", f"{one.issuer} is there twice: give each issuer once")
    loaded_by_one(path, trusted)
    _secret_is_kept(path, trusted)
    return trusted


def _trusted(told: Table, folder: Path, *, development: bool) -> Trusted:
    issuer = _address(told, "issuer", told.text("issuer", "the issuer's https address, as its tokens say it"), development=development)
    if "?" in issuer:
        raise told.fault("issuer", "has a query: give the address as the tokens say it, without one")
    audience = told.text("audience", "the name that its tokens have for Kith's API")
    keys = _keys(told, folder, development=development)
    algorithms = _algorithms(told)
    leeway = told.whole("leeway", 0, _MOST_LEEWAY, 0)
    client = _client(told, audience, development=development)
    made = Trusted(issuer, audience, keys, algorithms, _claims(told), leeway, client, feeds_in(told))
    told.done()
    return made


def _keys(told: Table, folder: Path, *, development: bool) -> Path | str:
    keys = told.text("keys", f'a JWKS file, its https address, or "{DISCOVERY}"')
    if keys == DISCOVERY:
        return keys
    return _address(told, "keys", keys, development=development) if "://" in keys else folder / keys


def _address(told: Table, key: str, address: str, *, development: bool) -> str:
    """An address that nobody on the way can change. Errors: BadInput."""
    if not safe(address, development=development):
        raise told.fault(key, "is not a plain https address: correct it (http is for localhost in development)")
    return address


def _algorithms(told: Table) -> tuple[Algorithm, ...]:
    known = get_args(Algorithm)
    found = told.texts("algorithms", f"one or both of {', '.join(known)}")
    if not set(found) <= set(known):
        raise told.fault("algorithms", f"may only be {', '.join(known)}: remove the others")
    return tuple(one for one in known if one in found)


def _claims(told: Table) -> Claims:
    inner = told.table("claims")
    if inner is None:
        raise told.fault("claims", "is missing: write [issuer.claims] with role and organisations")
    role, organisations = (
        inner.path("role", "the claim that holds roles"),
        inner.path("organisations", "the claim that holds organisations"),
    )
    for key, path in (("role", role), ("organisations", organisations)):
        if path is None:
            raise inner.fault(key, "is missing: give the claim that holds it, or a list of names that lead to it")
    professional = inner.path("professional", "the claim that holds the id of a professional")
    person = inner.path("person", "the claim that holds the id under which a young person or carer is held")
    everything = inner.text_or_none("everything", "the organisation that stands for all of them")
    inner.done()
    return Claims(role or (), organisations or (), professional, everything, _roles(told), person)


def _roles(told: Table) -> dict[str, Role]:
    inner = told.table("roles")
    known: list[Role] = [role for role in ROLES if role != "demo"]
    if inner is None:
        return dict(zip(known, known, strict=True))
    for theirs, ours in inner.told.items():
        if ours not in known:
            raise inner.fault(theirs, f"is mapped to no role of Kith: there are {', '.join(known)}")
    if not inner.told:
        raise told.fault("roles", "is empty: map their roles to Kith's, or remove it where they are the same")
    return dict(inner.told)


def _client(told: Table, audience: str, *, development: bool) -> Client | None:
    client, secret = (
        told.text_or_none("client_id", "the id that Kith has at the provider"),
        told.text_or_none("client_secret", "the secret"),
    )
    redirect = told.text_or_none("redirect", f"the address of Kith's {_BACK}")
    name, scopes = told.text_or_none("name", "what people call the provider"), told.text_or_none("scopes", "scopes, with openid")
    if client is None:
        for key, one in (("client_secret", secret), ("redirect", redirect), ("name", name), ("scopes", scopes)):
            if one is not None:
                raise told.fault(key, "is only for a provider that signs people in: give client_id too, or remove it")
        return None
    if client == audience:
        raise told.fault(
            "client_id", "is also the audience: register the API by itself, or its tokens and those of sign-in can be mixed up"
        )
    if redirect is None or not redirect.endswith(_BACK):
        raise told.fault(
            "redirect", f"is missing, or does not end in {_BACK}: give Kith's own address, such as https://kith.example{_BACK}"
        )
    _address(told, "redirect", redirect, development=development)
    if scopes is not None and "openid" not in scopes.split():
        raise told.fault("scopes", 'lacks openid: write it, such as "openid profile"')
    return Client(client, redirect, name or urlsplit(told.text("issuer", "")).hostname or "", scopes or "openid", secret)


def _secret_is_kept(path: Path, trusted: list[Trusted]) -> None:
    if any(one.client and one.client.secret for one in trusted) and path.stat().st_mode & 0o007:
        raise BadInput(f"{path}: it holds a client_secret and can be read by everyone: run chmod o-rwx on it")
