"""A made-up authority whose people can be told from everything else, and what of them must stand nowhere but in the store."""

import csv
import re
from datetime import date
from pathlib import Path

from ingest.demo import Size, write_demo

MARK = "Zqx"
TINY = Size(families=40, wards=2, primary_schools=2, secondary_schools=1, practices=1, groups=2)
ON = date(2026, 6, 1)
MARKED = ("given_name", "family_name", "name", "address")
UNMISTAKABLE = ("upn", "nhs_number", "staff_number", "email", "phone", "uprn")
FILES = ("children", "carers", "professionals", "families", "addresses")


def write_canaries(folder: Path) -> list[str]:
    """A feed in a folder, every name and street in it marked, two of its rows bad; what is to be searched for."""
    write_demo(folder, TINY, on=ON)
    secrets = {MARK}
    for name in FILES:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row |= {column: f"{MARK}{row[column]}" for column in MARKED if row.get(column)}
            secrets |= {row[column] for column in UNMISTAKABLE if row.get(column)} | set(written_days(row.get("date_of_birth")))
        _bad(name, rows)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, rows[0], lineterminator="\n")
            out.writeheader()
            out.writerows(rows)
    return sorted(secrets)


def written_days(day: str | None) -> list[str]:
    """A birth date as it may be written: 2015-01-31, 31/01/2015, 31 January 2015."""
    if not day:
        return []
    born = date.fromisoformat(day)
    return [day, f"{born:%d/%m/%Y}", f"{born.day} {born:%B %Y}"]


def _bad(name: str, rows: list[dict[str, str]]) -> None:
    """Rows that are refused, with a name where a day, and a name where an id, belongs."""
    if name == "children":
        rows.append(rows[0] | {"id": "bad-child", "date_of_birth": f"{MARK}Monday"})
    if name == "carers":
        rows.append(rows[0] | {"id": f"{MARK} Bad Id\x07", "family_id": "not-held"})


def held_in(text: str | bytes, secrets: list[str]) -> set[str]:
    """Those that stand in a text, in whatever case."""
    plain = text.decode(errors="replace") if isinstance(text, bytes) else text
    return set(re.findall("|".join(map(re.escape, secrets)), plain, re.IGNORECASE))
