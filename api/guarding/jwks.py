"""Keys of an issuer: public ones that sign, each for one algorithm. Everything else in a key set is left out."""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import orjson
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from api.guarding.trusted import Algorithm
from graph.errors import BadInput

Key = RSAKey | ECKey
_SHORTEST, _LONGEST = 2048, 8192
"""Bits of an RSA key."""
_MOST = 100
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


@dataclass(frozen=True, slots=True)
class KeySet:
    """Keys by their id and algorithm."""

    keys: Mapping[tuple[str | None, Algorithm], Key] = field(default_factory=dict[tuple[str | None, Algorithm], Key])

    def of(self, kid: str | None, algorithm: Algorithm) -> Key | None:
        """The key of an id. A token without one is for a set that holds a single key of its algorithm."""
        if kid is not None:
            return self.keys.get((kid, algorithm))
        fitting = [key for (_, alg), key in self.keys.items() if alg == algorithm]
        return fitting[0] if len(fitting) == 1 else None


def pinned(path: Path, algorithms: tuple[Algorithm, ...], where: str) -> KeySet:
    """The keys of a file. Errors: BadInput for a file that can't be read, holds secrets, or has no key that fits."""
    try:
        told = orjson.loads(path.read_bytes())
        if _PRIVATE & {name for one in told["keys"] for name in one}:
            raise BadInput(f"{where}: {path} holds private keys: give the public half alone")
        found = key_set(told, algorithms)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput(f"{where}: {path} can't be read as a JWKS file: give one with public keys, or the address of one") from error
    if not found.keys:
        raise BadInput(
            f"{where}: {path} holds no key for {', '.join(algorithms)}: give RSA keys of {_SHORTEST} bits or more, or P-256 keys"
        )
    return found


def key_set(told: Any, algorithms: tuple[Algorithm, ...]) -> KeySet:
    """The keys of a JWKS that fit. Errors: ValueError for what is no JWKS."""
    keys: object = cast("dict[str, object]", told).get("keys") if isinstance(told, dict) else None
    if not isinstance(keys, list):
        raise ValueError("no JWKS")
    found: dict[tuple[str | None, Algorithm], Key] = {}
    for one in cast("list[object]", keys)[:_MOST]:
        if isinstance(one, dict) and (read := _key(cast("dict[str, Any]", one))) and read[1] in algorithms:
            kid, algorithm, key = read
            found.setdefault((kid, algorithm), key)
    return KeySet(found)


def _key(told: dict[str, Any]) -> tuple[str | None, Algorithm, Key] | None:
    """A key that verifies signatures, with its id and algorithm; None for any other."""
    kid, purpose, operations = told.get("kid"), told.get("use", "sig"), told.get("key_ops", ["verify"])
    if not isinstance(kid, str | None) or purpose != "sig" or not isinstance(operations, list) or "verify" not in operations:
        return None
    if _PRIVATE & set(told):
        return None
    try:
        key, algorithm = _made(told)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return (kid, algorithm, key) if told.get("alg", algorithm) == algorithm else None


def _made(told: dict[str, Any]) -> tuple[Key, Algorithm]:
    if told["kty"] == "RSA":
        if not _SHORTEST <= int.from_bytes(urlsafe_b64decode(told["n"] + "==")).bit_length() <= _LONGEST:
            raise ValueError("too short, or so long that checking takes its time")
        return RSAKey.import_key({name: told[name] for name in ("kty", "n", "e")}), "RS256"
    if told["kty"] == "EC" and told["crv"] == "P-256":
        return ECKey.import_key({name: told[name] for name in ("kty", "crv", "x", "y")}), "ES256"
    raise ValueError("of another kind")
