"""The plain feed: a folder of CSV files, for anyone with a spreadsheet. Each table below is one file, in the order of writing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import FeedUnreadable
from graph.model import CONTACT_KINDS, CONTEXTS, CONTRACTS
from ingest.feeds import cells
from ingest.feeds.cells import choice, reference, share, whole, yes_no
from ingest.feeds.csv_files import Column, CsvFile
from ingest.feeds.identifiers import nhs_number, upn, uprn
from ingest.feeds.plain_facts import (
    Refused,
    Told,
    address_facts,
    area_facts,
    carer_facts,
    child_facts,
    contact_facts,
    entity_facts,
    post_facts,
    service_facts,
    statement_facts,
    tie_facts,
)
from ingest.records import Accepted, Held, Parsed, Part, Refusal


def _id(name: str = "id") -> Column:
    return Column(name, required=True)


def _day(name: str, *, required: bool = False) -> Column:
    return Column(name, cells.day, required=required)


def _word(name: str, *choices: str, required: bool = False) -> Column:
    return Column(name, choice(*choices), required=required)


def _to(name: str, label: str, held: Held, *, required: bool = False) -> Column:
    return Column(name, reference(label.lower(), held.of(label)), required=required)


@dataclass(frozen=True, slots=True)
class File:
    """One file of the feed: the kinds it tells of, its columns, and how a row becomes facts."""

    name: str
    labels: tuple[str, ...]
    columns: Callable[[Held], tuple[Column, ...]]
    facts: Callable[[tuple[Any, ...], Told], Accepted | None]


_SUBJECT = (_word("subject_kind", "child", "family", required=True), Column("subject_id", required=True))
_SPAN = (_day("since"), _day("until"))
_MEMBER = (_day("member_since"), _day("member_until"))

FILES: tuple[File, ...] = (
    File(
        "organisations", ("Organisation",), lambda h: (_id(), Column("name", required=True), Column("sector")), entity_facts("Organisation")
    ),
    File(
        "areas",
        ("Area", "PART_OF"),
        lambda h: (_id("code"), Column("name", required=True), Column("kind"), Column("parent_code")),
        area_facts,
    ),
    File(
        "services",
        ("Service", "PART_OF", "SERVES"),
        lambda h: (
            _id(),
            Column("name", required=True),
            _to("organisation_id", "Organisation", h, required=True),
            Column("kind"),
            _word("sensitivity", "ordinary", "sensitive"),
            _word("scale", "ward", "authority", "region"),
            _to("area_code", "Area", h),
        ),
        service_facts,
    ),
    File(
        "professionals",
        ("Professional",),
        lambda h: (_id(), Column("name"), Column("profession"), Column("staff_number"), Column("email"), Column("phone")),
        entity_facts("Professional"),
    ),
    File(
        "fundings",
        ("Funding",),
        lambda h: (_id(), Column("name", required=True), Column("funder"), _day("starts"), _day("ends"), Column("notice_days", whole(0))),
        entity_facts("Funding", span=(3, 4)),
    ),
    File(
        "posts",
        ("WORKS_IN", "FUNDS"),
        lambda h: (
            _to("professional_id", "Professional", h, required=True),
            _to("service_id", "Service", h, required=True),
            Column("role"),
            _word("contract", *CONTRACTS),
            *_SPAN,
            _day("expected_end"),
            Column("fte", share),
            Column("capacity", whole(0)),
            _to("funding_id", "Funding", h),
            _day("confidential_until"),
        ),
        post_facts,
    ),
    File("families", ("Family",), lambda h: (_id(), Column("name"), _to("area_code", "Area", h)), entity_facts("Family")),
    File(
        "children",
        ("Child", "MEMBER_OF"),
        lambda h: (
            _id(),
            Column("given_name"),
            Column("family_name"),
            _day("date_of_birth"),
            Column("upn", upn, soft=True),
            Column("nhs_number", nhs_number, soft=True),
            _to("family_id", "Family", h),
            *_MEMBER,
        ),
        child_facts,
    ),
    File(
        "carers",
        ("Carer", "MEMBER_OF"),
        lambda h: (
            _id(),
            Column("given_name"),
            Column("family_name"),
            _to("family_id", "Family", h),
            Column("relationship"),
            _word("parental_responsibility", "yes", "no", "unknown"),
            *_MEMBER,
        ),
        carer_facts,
    ),
    File(
        "ties",
        ("KNOWS",),
        lambda h: (
            Column("id"),
            _to("professional_id", "Professional", h, required=True),
            *_SUBJECT,
            Column("role"),
            _word("context", *CONTEXTS),
            Column("lead", yes_no),
            *_SPAN,
            Column("end_reason"),
        ),
        tie_facts,
    ),
    File(
        "contacts",
        ("MET",),
        lambda h: (
            _to("professional_id", "Professional", h, required=True),
            *_SUBJECT,
            Column("at", cells.moment, required=True),
            _word("kind", *CONTACT_KINDS),
            Column("count", whole(1)),
        ),
        contact_facts,
    ),
    File(
        "statements",
        ("Statement",),
        lambda h: (
            _id(),
            _word("kind", "trust", "nomination", "vouch", "dispute", "hide", required=True),
            _word("speaker_kind", "child", "carer", "kin", "professional", "self", required=True),
            Column("speaker_id"),
            _to("about_professional_id", "Professional", h),
            _word("subject_kind", "child", "family"),
            Column("subject_id"),
            _word("answer", "yes", "no", "unsure"),
            _day("said_on", required=True),
            _day("expires_on"),
            Column("question"),
        ),
        statement_facts,
    ),
    File(
        "addresses",
        ("LIVES_AT", "Address"),
        lambda h: (
            *_SUBJECT,
            Column("uprn", uprn, soft=True),
            Column("address"),
            Column("postcode"),
            _to("reported_by", "Organisation", h),
            _day("first_seen"),
            _day("last_seen"),
            _to("confirmed_by", "Professional", h),
            _day("confirmed_on"),
        ),
        address_facts,
    ),
)


class KithCsv:
    """The plain feed; see `ingest.records.Feed`."""

    name = "kith-csv"
    about = "a folder of CSV files with the columns of the plain feed"
    refers_to: tuple[str, ...] = ("Organisation", "Area", "Service", "Professional", "Funding", "Family", "Child", "Carer")
    links_children = False

    def parts(self, path: str, held: Held) -> Iterator[Part]:
        """One part a file, present or not: a snapshot without a file holds nothing of its kind."""
        folder = Path(path)
        if not folder.is_dir():
            raise FeedUnreadable(f"{path} is no folder: name the folder that holds the CSV files")
        if not any((folder / f"{f.name}.csv").is_file() for f in FILES):
            raise FeedUnreadable(f"{path} holds none of the files {', '.join(f.name + '.csv' for f in FILES)}")
        for file in FILES:
            source = CsvFile(folder / f"{file.name}.csv", file.columns(held))
            yield Part(f"{file.name}.csv", file.labels, _rows(file, source, held), source.remarks)


def _rows(file: File, source: CsvFile, held: Held) -> Iterator[Parsed]:
    """The rows of one file, those of a repeated contact last, joined."""
    if not source.path.is_file():
        return
    told = Told(held, source)
    lines = told.ordered(file.name, source)
    for line in lines:
        if isinstance(line, Refusal):
            yield line
            continue
        try:
            if (facts := file.facts(line.values, told.at(line))) is not None:
                yield facts
        except Refused as why:
            yield source.refuse(line, why.column, str(why))
    yield from told.left_over()
