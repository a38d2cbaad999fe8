"""From what a store found around some subjects, as plain rows in any order, to the model: the same for every store."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter
from typing import Any

from graph.model import (
    Around,
    Attendance,
    Child,
    Contact,
    Family,
    Funded,
    Funding,
    Membership,
    Organisation,
    Post,
    Professional,
    Service,
    Statement,
    Subject,
    SubjectKind,
    Tie,
    View,
    WeightsVersion,
)
from graph.rows import day, merged

_IN_TIME = itemgetter(3, 0, 4, 1, 2)
Plain = Sequence[Any]
Rows = Iterable[Plain]


@dataclass(slots=True)
class Found:
    """Plain rows: asked (label, id, id that stands for it) and same (record's id, id that stands for it).

    The others are in the order of their dataclass's fields, subjects as a label and an id. Memberships end with the
    instant they were recorded; statements, weights and described rows are claims (id, properties…), newest first.
    """

    asked: Rows = ()
    memberships: Rows = ()
    belonged: Rows = ()
    same: Rows = ()
    ties: Rows = ()
    contacts: Rows = ()
    posts: Rows = ()
    statements: Rows = ()
    weights: Rows = ()
    attends: Rows = ()
    described: dict[str, Rows] = field(default_factory=dict[str, Rows])
    contact_days: Iterable[tuple[str, Sequence[str]]] = ()


def assemble(found: Found, view: View) -> Around:
    """The model of what was found, in an order that depends on the content alone."""
    known: dict[tuple[str, str], Subject] = {}
    return Around(
        asked={subject(label, own, known): subject(label, stands, known) for label, own, stands in found.asked},
        memberships=memberships(found.memberships),
        belonged=_belonged(found.belonged),
        same=dict(sorted(map(tuple, found.same))),
        ties=ties(found.ties, known),
        contacts=_contacts(found.contacts, known),
        posts=posts(found.posts, view),
        statements=statements(found.statements),
        children=merged(Child, found.described.get("Child", ())),
        families=merged(Family, found.described.get("Family", ())),
        professionals=merged(Professional, found.described.get("Professional", ())),
        services=merged(Service, found.described.get("Service", ())),
        organisations=merged(Organisation, found.described.get("Organisation", ())),
        contact_days=contact_days(found.contact_days),
        weights=tuple(sorted(merged(WeightsVersion, found.weights).values(), key=lambda v: v.id)),
        attends=attendances(found.attends),
    )


def subject(label: str, key: str, known: dict[tuple[str, str], Subject]) -> Subject:
    """A subject by label and id, one object for each."""
    if (label, key) not in known:
        kind: SubjectKind = "child" if label == "Child" else "family"
        known[label, key] = Subject(kind, key)
    return known[label, key]


def memberships(rows: Rows) -> tuple[Membership, ...]:
    """One membership for a family and a member, the newest claim."""
    found: dict[tuple[str, str, str], Membership] = {}
    for row in sorted(rows, key=lambda r: (r[7], _plainly(r[3:7])), reverse=True):
        found.setdefault((row[0], row[1], row[2]), _membership(row))
    return tuple(found[key] for key in sorted(found))


def _membership(row: Plain) -> Membership:
    family, label, member, since, until, relationship, responsibility, _ = row
    return Membership(family, "child" if label == "Child" else "carer", member, day(since), day(until), relationship, responsibility)


def _belonged(rows: Rows) -> tuple[Membership, ...]:
    """Every claim to a membership once, by family, member and days."""
    distinct = {tuple(row[:7]): row for row in rows}
    return tuple(_membership(distinct[key]) for key in sorted(distinct, key=_plainly))


def ties(rows: Rows, known: dict[tuple[str, str], Subject] | None = None) -> tuple[Tie, ...]:
    """Ties by professional, subject and row."""
    shared = {} if known is None else known
    return tuple(
        [
            Tie(p, subject(label, key, shared), row, role, context, None if lead is None else bool(lead), day(since), day(until), reason)
            for p, label, key, row, role, context, lead, since, until, reason in sorted(rows, key=_tie_order)
        ]
    )


def _tie_order(r: Plain) -> tuple[Any, ...]:
    """By professional, subject and row; then by all that two sources may tell differently of one row."""
    return r[0], r[1], r[2], r[3], r[4] or "", r[5] or "", r[7] or "", r[8] or "", r[9] or "", r[6] is None, r[6]


def _plainly(values: Plain) -> list[tuple[bool, Any]]:
    """Values that can be put in order, the unknown ones first."""
    return [(v is not None, v) for v in values]


def _contacts(rows: Rows, known: dict[tuple[str, str], Subject]) -> tuple[Contact, ...]:
    """Contacts in order of time; the same contact told by two sources is one, with the larger count."""
    found: list[Contact] = []
    before: Plain = ()
    for row in sorted(rows, key=_IN_TIME):
        if row[:5] == before[:5]:
            if row[6] > found[-1].count:
                found[-1] = replace(found[-1], count=row[6])
            continue
        before = row
        p, label, key, at, kind, when, count = row
        found.append(Contact(p, subject(label, key, known), at, kind or None, date.fromisoformat(when), count))
    return tuple(found)


def posts(rows: Rows, view: View) -> tuple[Post, ...]:
    """Posts by professional, first day and service; a leaving date that this viewer may not know yet is none at all."""
    ordered = sorted([_for_viewer(row, view) for row in rows], key=_post_order)
    return tuple(
        [
            Post(p, service, role, contract, day(since), day(until), day(expected), fte, capacity, organisation, day(confidential))
            for p, service, role, contract, since, until, expected, fte, capacity, confidential, organisation in ordered
        ]
    )


def _for_viewer(row: Plain, view: View) -> Plain:
    """The row of a post as this viewer may know it: of what is over by the day of asking nothing is hidden."""
    p, service, role, contract, since, until, expected, fte, capacity, confidential, organisation = row
    if view.asked_on is None:
        return row
    if not _hidden(confidential, view):
        return (*row[:9], None, organisation)
    return p, service, role, contract, since, _past(until, view), _past(expected, view), fte, capacity, None, organisation


def _hidden(confidential: str | None, view: View) -> bool:
    """Whether a leaving date is confidential to this viewer on the day of asking."""
    return bool(confidential) and view.asked_on is not None and confidential >= view.asked_on.isoformat()


def _past(end: str | None, view: View) -> str | None:
    """An end that is over by the day of asking, else none."""
    return end if end and view.asked_on and end < view.asked_on.isoformat() else None


def _post_order(r: Plain) -> tuple[Any, ...]:
    """By professional, first day and service; then by all that makes two posts differ."""
    return (
        r[0],
        r[4] or "",
        r[1],
        r[2] or "",
        r[3] or "",
        r[5] or "",
        r[6] or "",
        r[7] or 0,
        r[8] or 0,
        r[9] or "",
        r[10] or "",
        r[7] is None,
        r[8] is None,
    )


def attendances(rows: Rows) -> tuple[Attendance, ...]:
    """What any source tells of where these children go, each once, by child and service."""
    distinct = sorted({(child, service, since, until, level) for child, service, since, until, level in rows}, key=_plainly)
    return tuple([Attendance(child, service, day(since), day(until), level) for child, service, since, until, level in distinct])


def larger(rows: Rows) -> dict[str, tuple[str, ...]]:
    """The areas in which each area lies directly, ascending."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(str(row[0]), set()).add(str(row[1]))
    return {area: tuple(sorted(within)) for area, within in sorted(found.items())}


def fundings(rows: Rows, view: View, claims: Rows) -> list[Funded]:
    """What is paid for, from rows (funding, service, professional, since, until, confidential until) and claims, newest first."""
    lines = merged(Funding, claims)
    shown = {
        (line, service, who or None, since or None, _past(until, view) if _hidden(confidential, view) else until)
        for line, service, who, since, until, confidential in rows
    }
    distinct = sorted(shown, key=_plainly)
    return [_funded(row, lines.get(row[0], Funding(row[0]))) for row in distinct]


def _funded(row: Plain, line: Funding) -> Funded:
    _, service, who, since, until = row
    return Funded(line.id, service, who, day(since), day(until), line.starts, line.ends, line.notice_days, line.name)


def statements(rows: Rows) -> tuple[Statement, ...]:
    """Statements by the day they were said, then by id; each property is the newest one known."""
    return tuple(sorted(merged(Statement, rows).values(), key=lambda s: (s.said_on, s.id)))


def met(rows: Rows) -> dict[str, frozenset[Subject]]:
    """Subjects by professional, from rows of professional, label and id."""
    found: dict[str, set[Subject]] = {}
    known: dict[tuple[str, str], Subject] = {}
    for professional, label, key in rows:
        found.setdefault(professional, set()).add(subject(label, key, known))
    return {p: frozenset(found[p]) for p in sorted(found)}


def homes(rows: Rows) -> dict[str, tuple[str, ...]]:
    """Families by child, from rows of child and family."""
    found: dict[str, set[str]] = {}
    for child, family in rows:
        found.setdefault(child, set()).add(family)
    return {child: tuple(sorted(found[child])) for child in sorted(found)}


def contact_days(rows: Iterable[tuple[str, Sequence[str]]]) -> dict[str, tuple[date, ...]]:
    """Days by professional, ascending; those without any are left out."""
    return {p: tuple(map(date.fromisoformat, sorted(days))) for p, days in rows if days}
