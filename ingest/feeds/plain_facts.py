"""From a checked row of the plain feed to facts; what one row alone can't know (repeats, order) is kept in `Told`."""

import csv
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from typing import Any

from graph.names import fold
from ingest.feeds.cells import BadCell, Memo, moment
from ingest.feeds.csv_files import CsvFile, Line
from ingest.records import Accepted, Fact, Held, Parsed, Refusal

Values = tuple[Any, ...]
LABELS = {"child": "Child", "family": "Family", "carer": "Carer", "professional": "Professional", "self": "Professional"}
NOTHING = Accepted(())
"""A row that only repeats an earlier one."""


class Refused(Exception):
    """A row whose cells don't go together: the column at fault, and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


class Told:
    """What one file has told so far: which ids on which lines, which contacts come again."""

    def __init__(self, held: Held, source: CsvFile) -> None:
        self.held = held
        self.source = source
        self.line = 0
        self.first: dict[Any, tuple[int, int]] = {}
        self.repeats: set[int] = set()
        self.joined: dict[Values, list[int]] = {}

    def at(self, line: Line) -> "Told":
        """Note the line being read."""
        self.line = line.number
        return self

    def again(self, key: Any, values: Values, column: str) -> bool:
        """Whether this row says again just what an earlier one said. Errors: Refused where it says something else."""
        line, content = self.first.setdefault(key, (self.line, hash(values)))
        if line == self.line:
            return False
        if content != hash(values):
            raise Refused(column, f"was told on line {line} already, with other values: correct one of the two")
        return True

    def own_key(self, key: str, values: Values) -> str | None:
        """A key for a row without an id: rows alike in the key but not in the rest get a number; None for a mere repeat."""
        nth, mine = 1, key
        while (known := self.first.setdefault(mine, (self.line, hash(values))))[0] != self.line:
            if known[1] == hash(values):
                return None
            nth += 1
            mine = f"{key}#{nth}"
        return mine

    def once(self, *fact: Fact) -> tuple[Fact, ...]:
        """Side facts not told before in this file."""
        fresh: list[Fact] = []
        for label, row in fact:
            if (
                self.first.setdefault(
                    (label, row[:4] if label == "FUNDS" else row[0], row[4:6] if label == "FUNDS" else ""), (self.line, 0)
                )[0]
                == self.line
            ):
                fresh.append((label, row))
        return tuple(fresh)

    def ordered(self, name: str, source: CsvFile) -> Iterator[Line | Refusal]:
        """The lines in the order they must be taken: a larger area before the ones in it."""
        if name == "contacts":
            self.repeats = _repeated(source)
        yield from _larger_first(source.lines(), self.held.of("Area")) if name == "areas" else source.lines()

    def left_over(self) -> Iterator[Parsed]:
        """Contacts told on several rows, each one fact whose count is their sum."""
        for (*key, day), (rows, count) in self.joined.items():
            yield Accepted((("MET", (*key, day, count)),), rows)


def _repeated(source: CsvFile) -> set[int]:
    """Hashes of contacts that stand on more than one row: found beforehand, so that the rest can stream."""
    seen: set[int] = set()
    again: set[int] = set()
    names = ("professional_id", "subject_kind", "subject_id", "at", "kind")
    try:
        with source.path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            header = [c.strip().casefold() for c in next(rows, list[str]())]
            who, what, whom, when, how = (header.index(n) if n in header else -1 for n in names)
            if min(who, what, whom, when) < 0:
                return again
            width, as_read = len(header), Memo(_as_read).__getitem__
            for cells in _well_formed(rows):
                if len(cells) == width:
                    key = hash(
                        (
                            cells[who].strip(),
                            cells[what].strip().casefold(),
                            cells[whom].strip(),
                            as_read(cells[when]),
                            cells[how].strip().casefold() if how >= 0 else "",
                        )
                    )
                    (again if key in seen else seen).add(key)
    except (csv.Error, UnicodeDecodeError, OSError):
        return again
    return again


def _well_formed(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows that can be read as CSV: one that can't doesn't end the file."""
    while True:
        try:
            yield from rows
        except csv.Error:
            continue
        return


def _as_read(cell: str) -> str:
    try:
        return moment(cell) or ""
    except BadCell:
        return cell


def _larger_first(lines: Iterable[Line | Refusal], held: set[str]) -> Iterator[Line | Refusal]:
    waiting: list[Line] = []
    for line in lines:
        if isinstance(line, Line):
            waiting.append(line)
        else:
            yield line
    while waiting:
        known = held | {None}
        ready = [w for w in waiting if w.values[3] in known]
        waiting = [w for w in waiting if w.values[3] not in known]
        yield from ready or waiting
        if not ready:
            return


def _span(values: Values, first: int, last: int, column: str) -> None:
    if values[first] and values[last] and values[last] < values[first]:
        raise Refused(column, "lies before the day it begins: correct one of the two")


def entity_facts(label: str, span: tuple[int, int] | None = None) -> Callable[[Values, Told], Accepted]:
    """Facts of a file whose rows are things of one kind, column for column."""

    def facts(values: Values, told: Told) -> Accepted:
        if span:
            _span(values, *span, "ends")
        if told.again(values[0], values, "id"):
            return NOTHING
        told.held.of(label).add(values[0])
        return Accepted(((label, values),))

    return facts


def area_facts(values: Values, told: Told) -> Accepted:
    """An area, and the larger one it lies in."""
    code, name, kind, parent = values
    if parent and parent not in told.held.of("Area"):
        raise Refused("parent_code", "is the code of no area in this folder or in the store: add the area, or correct the code")
    if told.again(code, values, "code"):
        return NOTHING
    told.held.of("Area").add(code)
    within: tuple[Fact, ...] = (("PART_OF", ("Area", code, "Area", parent)),) if parent else ()
    return Accepted((("Area", (code, name, kind)), *within))


def service_facts(values: Values, told: Told) -> Accepted:
    """A service, its organisation, and the area it serves."""
    key, name, organisation, kind, sensitivity, scale, area = values
    if told.again(key, values, "id"):
        return NOTHING
    told.held.of("Service").add(key)
    serves: tuple[Fact, ...] = (("SERVES", ("Service", key, "Area", area)),) if area else ()
    return Accepted(
        (("Service", (key, name, kind, sensitivity, scale)), ("PART_OF", ("Service", key, "Organisation", organisation)), *serves)
    )


def post_facts(values: Values, told: Told) -> Accepted:
    """A post, and the funding line that pays for it."""
    professional, service, role, contract, since, until, expected, fte, capacity, funding, confidential = values
    _span(values, 4, 5, "until")
    row = told.own_key(f"{professional}|{service}|{role or ''}|{since or ''}", values)
    if row is None:
        return NOTHING
    post: Fact = (
        "WORKS_IN",
        ("Professional", professional, "Service", service, row, role, contract, since, until, expected, fte, capacity, confidential),
    )
    paid = ("Funding", funding, "Service", service, professional, since, until, confidential)
    funds: tuple[Fact, ...] = (("FUNDS", paid),) if funding else ()
    return Accepted((post, *told.once(*funds)))


def child_facts(values: Values, told: Told) -> Accepted:
    """A child, and the family they belong to."""
    key, given, family_name, born, pupil, nhs, family, since, until = values
    _span(values, 7, 8, "member_until")
    if told.again(key, values, "id"):
        return NOTHING
    told.held.of("Child").add(key)
    member: tuple[Fact, ...] = (("MEMBER_OF", ("Child", key, "Family", family, None, None, since, until)),) if family else ()
    return Accepted((("Child", (key, given, family_name, born, pupil, nhs)), *member))


def carer_facts(values: Values, told: Told) -> Accepted:
    """A carer, and the family they belong to."""
    key, given, family_name, family, relationship, responsibility, since, until = values
    _span(values, 6, 7, "member_until")
    if told.again(key, values, "id"):
        return NOTHING
    told.held.of("Carer").add(key)
    member: tuple[Fact, ...] = (
        (("MEMBER_OF", ("Carer", key, "Family", family, relationship, responsibility, since, until)),) if family else ()
    )
    return Accepted((("Carer", (key, given, family_name)), *member))


def _subject(told: Told, kind: str, subject: str, column: str = "subject_id") -> str:
    label = LABELS[kind]
    if subject not in told.held.of(label):
        raise Refused(column, f"is the id of no {kind} in this folder or in the store: add the {kind}, or correct the id")
    return label


def tie_facts(values: Values, told: Told) -> Accepted:
    """A tie between a professional and a child or family."""
    key, professional, kind, subject, role, context, lead, since, until, reason = values
    label = _subject(told, kind, subject)
    _span(values, 7, 8, "until")
    if key and told.again(key, values, "id"):
        return NOTHING
    row = key or told.own_key(f"{professional}|{kind}|{subject}|{role or ''}|{context or ''}|{since or ''}", values)
    if row is None:
        return NOTHING
    return Accepted((("KNOWS", ("Professional", professional, label, subject, row, role, context, lead, since, until, reason)),))


def contact_facts(values: Values, told: Told) -> Accepted | None:
    """A contact; None while it waits for the other rows that tell of it."""
    professional, kind, subject, at, how, count = values
    label = _subject(told, kind, subject)
    if told.repeats and hash((professional, kind, subject, at, how or "")) in told.repeats:
        joined = told.joined.setdefault(("Professional", professional, label, subject, at, how, at[:10]), [0, 0])
        joined[0] += 1
        joined[1] += count or 1
        return None
    return Accepted((("MET", ("Professional", professional, label, subject, at, how, at[:10], count or 1)),))


def statement_facts(values: Values, told: Told) -> Accepted:
    """Something a person said."""
    key, _, speaker_kind, speaker, _, kind, subject, _, said_on, expires_on, _ = values
    if (kind is None) != (subject is None):
        raise Refused("subject_id" if kind else "subject_kind", "is empty while its partner is not: fill in both, or neither")
    if kind:
        _subject(told, kind, subject)
    if speaker and speaker_kind != "kin":
        _subject(told, "professional" if speaker_kind == "self" else speaker_kind, speaker, "speaker_id")
    if expires_on and expires_on < said_on:
        raise Refused("expires_on", "lies before the day it was said: correct one of the two")
    return NOTHING if told.again(key, values, "id") else Accepted((("Statement", (*values, None)),))


def address_facts(values: Values, told: Told) -> Accepted:
    """One agency's claim about where someone lives, and the place."""
    kind, subject, property_number, address, postcode, reporter, first, last, confirmer, confirmed_on = values
    label = _subject(told, kind, subject)
    if not (property_number or address or postcode):
        raise Refused("address", "is empty, and so are uprn and postcode: say where it is")
    _span(values, 6, 7, "last_seen")
    place = place_id(property_number, address, postcode)
    if told.again((subject, kind, place, reporter, first), values, "reported_by"):
        return NOTHING
    claim: Fact = ("LIVES_AT", (label, subject, "Address", place, reporter, first, last, confirmer, confirmed_on))
    return Accepted((claim, *told.once(("Address", (place, property_number, address, postcode)))))


def place_id(property_number: str | None, address: str | None, postcode: str | None) -> str:
    """An opaque id of a place: its property number, else a digest of the address without case, accents and punctuation."""
    if property_number:
        return f"uprn-{property_number}"
    words = f"{fold(address)}|{fold(postcode).replace(' ', '')}"
    return f"adr-{blake2b(words.encode(), digest_size=8).hexdigest()}"
