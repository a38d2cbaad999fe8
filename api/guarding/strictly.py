"""Reading a token that nobody has checked yet: three parts, JSON objects, and no name said twice."""

import json
from base64 import urlsafe_b64decode
from typing import Any


class OnceOnly(json.JSONDecoder):
    """JSON in which no object has a name twice: readers differ in which one they take."""

    def __init__(self) -> None:
        super().__init__(object_pairs_hook=_once, parse_constant=_refused)


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token, not verified. Errors: ValueError."""
    header, claims, _ = token.split(".")
    return _object(header), _object(claims)


def _object(part: str) -> dict[str, Any]:
    if "=" in part:
        raise ValueError("padded")
    found = OnceOnly().decode(urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode())
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found  # pyright: ignore[reportUnknownVariableType]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is there twice")
    return found


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
