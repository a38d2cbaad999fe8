"""Kith's own key: a file that only its owner can read, made on first use. Development and production have one each."""

import os
from pathlib import Path

import orjson
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from api.guarding.key_file import DEVELOPMENT, cannot_be_had, stored


def key_in(folder: Path, name: str = DEVELOPMENT) -> ECKey:
    """The key of a state folder. Errors: KeyUnsafe."""
    path = folder / name
    try:
        return ECKey.import_key(stored(path)) if path.exists() else _made(path)
    except (OSError, ValueError, JoseError) as error:
        raise cannot_be_had(path) from error


def _made(path: Path) -> ECKey:
    """A new key, written whole before it gets its name: two processes that start at once end up with one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = ECKey.generate_key("P-256", private=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(orjson.dumps(key.as_dict(private=True)))
        os.link(draft, path)
    except FileExistsError:
        return ECKey.import_key(stored(path))
    finally:
        draft.unlink()
    return key
