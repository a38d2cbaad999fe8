"""Unpacking a folder that was sent as a zip: CSV files alone, few, and no more than a limit, whatever the zip says of itself."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from api.errors import Refused, Shown

_NAME = re.compile(r"(?:\w[\w .()-]{0,99}/)?([A-Za-z0-9][A-Za-z0-9 _-]{0,59}\.csv)")
_LEFT_BY_DESKTOPS = re.compile(r"__MACOSX/.*|(?:[^/]*/)?\.DS_Store")
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Ways of packing that need little memory to undo."""
_AT_ONCE = 1 << 17
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)
_DO = "send a zip of the folder's CSV files"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken in: bytes sent, bytes unpacked, members of the zip, and seconds until all is received."""

    sent: int = 64 << 20
    unpacked: int = 256 << 20
    members: int = 64
    seconds: float = 600


class _Sparing(FileIO):
    """A file that gives no more than 128 kB at once: a directory that claims to be long can't fill the memory.

    Nothing of a zip lies before it: one that says so has lost its beginning.
    """

    def seek(self, offset: int, whence: int = 0, /) -> int:
        if offset < 0 and not whence:
            raise _bad("its beginning is missing")
        return super().seek(offset, whence)

    def read(self, size: int | None = -1) -> bytes:  # pyright: ignore[reportIncompatibleMethodOverride]
        found = super().read(_AT_ONCE + 1 if size is None or not 0 <= size <= _AT_ONCE else size)
        if len(found) > _AT_ONCE:
            raise _bad("its directory is too long")
        return found


def unpack(archive: Path, folder: Path, limits: Limits) -> None:
    """Write the CSV files of a zip into a folder, under their own names alone. Errors: Refused."""
    try:
        with _Sparing(archive) as file, zipfile.ZipFile(file) as packed:
            left = limits.unpacked
            for name, info in _files(packed, limits.members):
                left -= _unpacked(packed, info, folder / name, left)
    except _BROKEN as error:
        raise _bad("it can't be read as one") from error


def _files(packed: zipfile.ZipFile, most: int) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """The members to unpack, each with the name of its file. Errors: Refused."""
    if len(packed.infolist()) > most:
        raise _bad(f"it holds more than {most} members")
    taken: set[str] = set()
    for n, info in enumerate(packed.infolist(), 1):
        if info.is_dir() or _LEFT_BY_DESKTOPS.fullmatch(info.filename):
            continue
        found = _NAME.fullmatch(info.filename)
        if not found or found[1] in taken:
            raise _bad(f"member {n} is no CSV file of one folder, or is there twice")
        if info.compress_type not in _PLAIN or info.flag_bits & 1:
            raise _bad(f"member {n} is encrypted, or packed otherwise than by deflate")
        taken.add(found[1])
        yield found[1], info


def _unpacked(packed: zipfile.ZipFile, info: zipfile.ZipInfo, to: Path, most: int) -> int:
    """Unpack one member; how many bytes it had. Errors: Refused, at the first byte too many."""
    size = 0
    with packed.open(info) as source, to.open("xb") as file:
        while part := source.read(_AT_ONCE // 2):
            size += len(part)
            if size > most:
                raise Refused((Shown("BODY_TOO_LARGE", "the files are longer than a feed may be when unpacked: send fewer rows at once"),))
            file.write(part)
    return size


def _bad(what: str) -> Refused:
    return Refused((Shown("BAD_REQUEST", f"the body is no zip that is taken here, {what}: {_DO}"),))
