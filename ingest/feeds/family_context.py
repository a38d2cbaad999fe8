"""Family Context: two agencies' CSV files about the same children, each row one child and one point of contact.

Social care names a worker; education names a school and its telephone number, which stands as a point of contact
of its own. Column names as the files have them.
"""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

from graph.errors import FeedUnreadable
from graph.names import fold
from graph.schema import tie_of
from ingest.feeds import cells
from ingest.feeds.cells import BadCell, choice
from ingest.feeds.csv_files import Column, CsvFile, Line
from ingest.feeds.plain_facts import place_id
from ingest.records import Accepted, Fact, Held, Parsed, Part

LABELS = ("KNOWS", "MET", "WORKS_IN", "PART_OF", "LIVES_AT", "Child", "Professional", "Service", "Organisation", "Address")
_CURRENT = choice("current", "historic", "not specified")


def _stamp(cell: str) -> str | None:
    """A day that may carry a time of midnight after it."""
    return cells.day(cell.strip().removesuffix(" 00:00:00"))


_SHARED = (
    Column("Cms Id", required=True),
    Column("First Name"),
    Column("Last Name"),
    Column("Date Of Birth", _stamp),
    Column("Address"),
    Column("Service Involvement", _CURRENT),
    Column("Date Current As Of", _stamp),
    Column("Date Of Most Recent Interaction", _stamp),
    Column("Start Date Of Last Involvement", _stamp),
)
_SOCIAL_CARE = (
    Column("Local Authority Organisation", required=True),
    Column("Contact Name", required=True),
    Column("Contact Role"),
    Column("Contact Phone"),
    Column("Contact Email"),
)
_EDUCATION = (Column("School Name", required=True), Column("Contact Number"))


def opaque(kind: str, *words: str | None) -> str:
    """An id that tells nothing of the words it was made from."""
    return f"{kind}-{blake2b('|'.join(fold(w) for w in words).encode(), digest_size=6).hexdigest()}"


def _social_care(values: tuple[Any, ...]) -> tuple[Fact, ...]:
    authority, name, role, phone, email = values
    organisation, service = opaque("org", authority), opaque("svc", authority, "social care")
    worker = opaque("pro", authority, name, email)
    return (
        ("Professional", (worker, name, role, None, email, phone)),
        ("Organisation", (organisation, authority, "authority")),
        ("Service", (service, f"Children's social care, {authority}", "social care", None, None)),
        ("PART_OF", ("Service", service, "Organisation", organisation)),
        _post(worker, service, role),
    )


def _education(values: tuple[Any, ...]) -> tuple[Fact, ...]:
    school, phone = values
    organisation, service = opaque("org", school), opaque("svc", school, "school")
    office = opaque("pro", school, "school office", phone)
    return (
        ("Professional", (office, f"{school} (school office)", "school contact", None, None, phone)),
        ("Organisation", (organisation, school, "school")),
        ("Service", (service, school, "school", None, None)),
        ("PART_OF", ("Service", service, "Organisation", organisation)),
        _post(office, service, "school contact"),
    )


def _post(professional: str, service: str, role: str | None) -> Fact:
    post = tie_of("WORKS_IN")
    told = "Professional", professional, "Service", service, f"{professional}|{service}", role
    return post.label, (*told, *[None] * (len(post.columns) - len(told)))


class FamilyContext:
    """One agency's file of the two; see `ingest.records.Feed`."""

    refers_to: tuple[str, ...] = ()
    links_children = True

    def __init__(
        self, name: str, file: str, columns: tuple[Column, ...], agency: Callable[[tuple[Any, ...]], tuple[Fact, ...]], context: str | None
    ) -> None:
        self.name, self.file, self._agency, self._context = name, file, agency, context
        self.about = f"Family Context, {file}: a folder that holds it, or the file itself"
        self._columns = (*_SHARED, *columns)

    def parts(self, path: str, held: Held) -> Iterator[Part]:
        """The one part of this agency."""
        file = Path(path) / self.file if Path(path).is_dir() else Path(path)
        if not file.is_file():
            raise FeedUnreadable(f"{path} holds no {self.file}: name the folder, or the file itself")
        source = CsvFile(file, self._columns)
        yield Part(file.name, LABELS, self._rows(source), source.remarks)

    def _rows(self, source: CsvFile) -> Iterator[Parsed]:
        told: set[tuple[str, Any]] = set()
        for line in source.lines():
            if not isinstance(line, Line):
                yield line
                continue
            try:
                yield self._accept(line, told)
            except BadCell as why:
                yield source.refuse(line, "Cms Id", str(why))

    def _accept(self, line: Line, told: set[tuple[str, Any]]) -> Accepted:
        """A row's facts; what an earlier row told already (an agency, a place) is left out."""
        number, given, family, born, address, state, _, recent, start, *agency = line.values
        child = f"{self.name}-{number}"
        if ("Child", child) in told:
            raise BadCell("was used on an earlier line: each row needs its own")
        who, *rest = self._agency(tuple(agency))
        worker = who[1][0]
        known: list[str] = [d for d in (recent, start) if d]
        until = max(known, default=None) if state == "historic" else None
        tie: Fact = ("KNOWS", ("Professional", worker, "Child", child, child, who[1][2], self._context, None, start, until, None))
        facts: list[Fact] = [("Child", (child, given, family, born, None, None)), who, *rest, tie]
        if recent:
            facts.append(("MET", ("Professional", worker, "Child", child, recent, None, recent, 1)))
        if address:
            facts += self._lives(child, address, str(rest[0][1][0]), line.values[6])
        fresh = tuple(f for f in facts if (f[0], _identity(f)) not in told)
        told |= {(f[0], _identity(f)) for f in fresh}
        return Accepted(fresh)

    def _lives(self, child: str, address: str, organisation: str, seen: str | None) -> tuple[Fact, ...]:
        place = place_id(None, address, None)
        *street, postcode = address.splitlines() if "\n" in address else (address, "")
        return (
            ("Address", (place, None, ", ".join(street), postcode or None)),
            ("LIVES_AT", ("Child", child, "Address", place, organisation, None, seen, None, None)),
        )


def _identity(fact: Fact) -> Any:
    label, row = fact
    return row[:4] if label.isupper() else row[0]


SOCIAL_CARE = FamilyContext("family-context-csc", "csc.csv", _SOCIAL_CARE, _social_care, None)
EDUCATION = FamilyContext("family-context-education", "education.csv", _EDUCATION, _education, "school")
