"""The file of Kith's own key, and secrets drawn from it without what signs tokens: so a command starts sooner."""

from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson

from api.guarding.access import in_production
from graph.errors import KithError
from graph.settings import Settings

DEVELOPMENT, PRODUCTION = "development-key.json", "key.json"
_LONGEST = 64
"""Bytes that a keyed hash takes."""


class KeyUnsafe(KithError):
    """The key file can be read by others, or can't be read or made."""

    code = "KEY_UNSAFE"


def cannot_be_had(path: Path) -> KeyUnsafe:
    """What is told where a key can be neither read nor made."""
    return KeyUnsafe(f"the key {path} can't be read or made: check the folder, or delete the file")


def stored(path: Path) -> dict[str, Any]:
    """A key as its file has it. Errors: KeyUnsafe where others can read it, OSError, ValueError."""
    if path.stat().st_mode & 0o077:
        raise KeyUnsafe(f"{path} can be read by others: run chmod 600 on it, or delete it and let a new one be made")
    return orjson.loads(path.read_bytes())


def secret_of(private: str, purpose: str) -> bytes:
    """A secret for one other purpose, the same wherever this key is used."""
    return blake2b(purpose.encode(), key=private.encode()[:_LONGEST]).digest()


def own_secret(settings: Settings, purpose: str) -> bytes:
    """A secret of Kith's own key, which is made where there is none. Errors: KeyUnsafe."""
    path = settings.state_folder / (PRODUCTION if in_production(settings) else DEVELOPMENT)
    try:
        if path.exists():
            return secret_of(str(stored(path)["d"]), purpose)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise cannot_be_had(path) from error
    from api.guarding.own_tokens import own_issuer

    return own_issuer(settings).secret_for(purpose)
