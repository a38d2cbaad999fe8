"""Kith's own key: a file that only its owner can read, made on first use. Development and production have one each."""

import os
from pathlib import Path

import orjson
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from graph.errors import KithError


class KeyUnsafe(KithError):
    """The key file can be read by others, or can't be read or made."""

    code = "KEY_UNSAFE"


def key_in(folder: Path, name: str = "development-key.json") -> ECKey:
    """The key of a state folder. Errors: KeyUnsafe."""
    path = folder / name
    try:
        return _stored(path) if path.exists() else _made(path)
    except (OSError, ValueError, JoseError) as error:
        raise KeyUnsafe(f"the key {path} can't be read or made: check the folder, or delete the file") from error


def _stored(path: Path) -> ECKey:
    if path.stat().st_mode & 0o077:
        raise KeyUnsafe(f"{path} can be read by others: run chmod 600 on it, or delete it and let a new one be made")
    return ECKey.import_key(orjson.loads(path.read_bytes()))


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
        return _stored(path)
    finally:
        draft.unlink()
    return key
