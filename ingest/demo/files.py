"""The thirteen files of a plain feed folder, open for writing row by row."""

import csv
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

COLUMNS: dict[str, str] = {
    "organisations": "id,name,sector",
    "areas": "code,name,kind,parent_code",
    "services": "id,name,organisation_id,kind,sensitivity,scale,area_code",
    "professionals": "id,name,profession,staff_number,email,phone",
    "fundings": "id,name,funder,starts,ends,notice_days",
    "posts": "professional_id,service_id,role,contract,since,until,expected_end,fte,capacity,funding_id",
    "families": "id,name,area_code",
    "children": "id,given_name,family_name,date_of_birth,upn,nhs_number,family_id,member_since,member_until",
    "carers": "id,given_name,family_name,family_id,relationship,parental_responsibility,member_since,member_until",
    "ties": "id,professional_id,subject_kind,subject_id,role,context,lead,since,until,end_reason",
    "contacts": "professional_id,subject_kind,subject_id,at,kind,count",
    "statements": "id,kind,speaker_kind,speaker_id,about_professional_id,subject_kind,subject_id,answer,said_on,expires_on,question",
    "addresses": "subject_kind,subject_id,uprn,address,postcode,reported_by,first_seen,last_seen,confirmed_by,confirmed_on",
}
"""Every file of the feed and its columns."""


class Feed:
    """The folder's files; the same line ending and encoding on every machine."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._stack = folder, ExitStack()
        self._files: dict[str, TextIO] = {}
        self._rows: dict[str, Callable[[Iterable[object]], object]] = {}

    def __enter__(self) -> Self:
        for name, header in COLUMNS.items():
            file = self._stack.enter_context((self._folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            file.write(header + "\n")
            self._files[name], self._rows[name] = file, csv.writer(file, lineterminator="\n").writerow
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def row(self, name: str, *values: object) -> None:
        """One row, quoted where it must be."""
        self._rows[name](values)

    def lines(self, name: str) -> Callable[[str], object]:
        """Writes whole lines that need no quoting: for the millions."""
        return self._files[name].write
