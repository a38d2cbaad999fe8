"""What the embedded store is asked: SQL beside the function that runs it."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, LiteralString, TypeVar

from graph import assembling
from graph.assembling import Found, Plain, Rows, assemble
from graph.model import Around, Child, Funded, Load, Membership, Post, Source, Subject, SubjectKind, Tie, View
from graph.rows import ENTITY_LABELS, day, known_before, merged
from graph.schema import kind_of
from graph.sqlite_schema import property_columns, table
from graph.sqlite_veil import MEETS_HIDDEN, behind, draw
from graph.veil import Veil

E = TypeVar("E")
Parameters = dict[str, str | int | Veil | None]
Labelled = tuple[str, str]
Subjects = dict[int, Labelled]

STAFF: LiteralString = """
 staff(key) AS (SELECT w.from_node FROM works_in w JOIN part_of p ON p.from_node = w.to_node JOIN node o ON o.key = p.to_node
   WHERE o.id IN (SELECT value FROM json_each(:organisations)) AND w.recorded < :known AND w.retired >= :known
     AND p.recorded < :known AND p.retired >= :known)"""
SEEN: LiteralString = (
    STAFF
    + """,
 touched(key) AS (
   SELECT to_node FROM knows WHERE from_node IN staff AND recorded < :known AND retired >= :known
   UNION SELECT to_node FROM met WHERE from_node IN staff AND recorded < :known AND retired >= :known),
 direct(key) AS (SELECT key FROM touched UNION SELECT s.to_node FROM same_as s JOIN touched t ON t.key = s.from_node
   WHERE s.recorded < :known AND s.retired >= :known),
 household(key) AS (SELECT key FROM direct UNION SELECT m.to_node FROM member_of m JOIN direct d ON d.key = m.from_node
   WHERE m.recorded < :known AND m.retired >= :known),
 member(key) AS (SELECT key FROM household UNION SELECT m.from_node FROM member_of m JOIN household h ON h.key = m.to_node
   WHERE m.recorded < :known AND m.retired >= :known),
 seen(key) AS (SELECT key FROM member UNION SELECT s.to_node FROM same_as s JOIN member m ON m.key = s.from_node
   WHERE s.recorded < :known AND s.retired >= :known)"""
)
_OWN_SERVICES: LiteralString = """
 own(key) AS (SELECT p.from_node FROM part_of p JOIN node o ON o.key = p.to_node
   WHERE o.id IN (SELECT value FROM json_each(:organisations)) AND p.recorded < :known AND p.retired >= :known
   UNION SELECT key FROM node WHERE label = 'Organisation' AND id IN (SELECT value FROM json_each(:organisations)))"""
IN_CONFIDENCE: LiteralString = """(coalesce(f.visibility, '') = 'not_them'
      OR (f.speaker_kind = 'child' AND f.kind IN ('trust', 'nomination') AND coalesce(f.answer, '') = 'no'))"""
_CONFIDED: LiteralString = f"""
 confided(key) AS (SELECT f.node FROM statement f WHERE f.about_professional_id = :professional
   AND f.recorded < :known AND f.retired >= :known AND {IN_CONFIDENCE})"""
_NOBODYS: tuple[LiteralString, LiteralString] = ("\n nobodys(key) AS (SELECT NULL WHERE 0)", "nobodys")
_SCOPES: dict[LiteralString, tuple[LiteralString, LiteralString]] = {
    "Child": (SEEN, "seen"),
    "Carer": (SEEN, "seen"),
    "Family": (SEEN, "seen"),
    "Professional": (STAFF, "staff"),
    "Service": (_OWN_SERVICES, "own"),
    "Organisation": (_OWN_SERVICES, "own"),
    "Area": (STAFF, ""),
    "Funding": (STAFF, ""),
    "WeightsVersion": (STAFF, ""),
    "Statement": (_CONFIDED, "confided"),
    "Receipt": _NOBODYS,
    "Address": _NOBODYS,
    "RightsRequest": _NOBODYS,
    "Shield": _NOBODYS,
    "Opening": _NOBODYS,
    "Apart": _NOBODYS,
    "Hold": _NOBODYS,
    "Withdrawal": _NOBODYS,
    "SavedScenario": _NOBODYS,
}
_IDENTIFIERS: dict[LiteralString, tuple[LiteralString, ...]] = {
    "Child": ("upn", "nhs_number"),
    "Professional": ("staff_number",),
    "Statement": ("about_professional_id",),
}


def parameters(view: View, **more: str | int | None) -> Parameters:
    """What every read binds: the day, what was known, and the viewer's scope."""
    return {
        "on": view.on.isoformat(),
        "known": known_before(view),
        "everything": view.organisations is None,
        "organisations": json.dumps(sorted(view.organisations or ())),
        "professional": view.professional,
        "veil": view.veil,
        **more,
    }


def run(db: sqlite3.Connection, sql: LiteralString, bound: Parameters) -> list[Any]:
    """Run one statement, a constant of this code, with bound parameters, behind the viewer's veil."""
    return ask(db, sql, bound).fetchall()


def ask(db: sqlite3.Connection, sql: LiteralString, bound: Parameters) -> sqlite3.Cursor:
    """What `run` runs, row by row."""
    veil = bound.get("veil")
    if not isinstance(veil, Veil):
        return db.execute(sql, bound)
    draw(db, veil)
    return db.execute(behind(sql), bound)


def _in_scope(label: LiteralString, node: LiteralString) -> LiteralString:
    name = _SCOPES[label][1]
    if label == "Statement":
        return f"(:everything AND {node} NOT IN {name})"
    return f"(:everything OR {node} IN {name})" if name else "1"


def entities(db: sqlite3.Connection, kind: type[E], ids: Sequence[str], view: View) -> dict[str, E]:
    """Things by id; see the waist."""
    return merged(kind, _claims(db, kind_of(ENTITY_LABELS[kind]).label, ids, view))


def _claims(db: sqlite3.Connection, label: LiteralString, ids: Sequence[str], view: View) -> list[Any]:
    """What each source tells of these things, newest first."""
    columns = ", ".join([f"f.{c}" for c in property_columns(kind_of(label))])
    sql: LiteralString = f"""WITH {_SCOPES[label][0]}
      SELECT n.id, {columns} FROM json_each(:ids) j JOIN node n ON n.label = '{label}' AND n.id = j.value
      JOIN {table(kind_of(label))} f ON f.node = n.key WHERE f.recorded < :known AND f.retired >= :known
      AND {_in_scope(label, "n.key")} ORDER BY f.recorded DESC, f.source"""
    return run(db, sql, parameters(view, ids=json.dumps(list(ids))))


def page(db: sqlite3.Connection, kind: type[E], view: View, after: str, first: int) -> list[E]:
    """Things by ascending id; see the waist."""
    ids = _ids_after(db, kind_of(ENTITY_LABELS[kind]).label, view, after, first, apart=False)
    found = entities(db, kind, ids, view)
    return [found[i] for i in ids]


def subjects(db: sqlite3.Connection, kind: SubjectKind, view: View, after: str, first: int) -> list[str]:
    """Ids of children or families; see the waist."""
    return _ids_after(db, "Child" if kind == "child" else "Family", view, after, first, apart=True)


def _ids_after(db: sqlite3.Connection, label: LiteralString, view: View, after: str, first: int, *, apart: bool) -> list[str]:
    records: LiteralString = (
        """AND NOT EXISTS (SELECT 1 FROM same_as s WHERE s.from_node = n.key
        AND s.recorded < :known AND s.retired >= :known)"""
        if apart and label == "Child"
        else ""
    )
    sql: LiteralString = f"""WITH {_SCOPES[label][0]}
      SELECT n.id FROM node n WHERE n.label = '{label}' AND n.id > :after AND {_in_scope(label, "n.key")} {records}
      AND EXISTS (SELECT 1 FROM {table(kind_of(label))} f WHERE f.node = n.key AND f.recorded < :known AND f.retired >= :known)
      ORDER BY n.id LIMIT :first"""
    return [i for (i,) in run(db, sql, parameters(view, after=after, first=first))]


def find(db: sqlite3.Connection, kind: type[E], view: View, words: str, identifier: str, first: int) -> list[E]:
    """Things by the words of their name, or by identifier; see the waist."""
    label = kind_of(ENTITY_LABELS[kind]).label
    if words and not kind_of(label).named_by:
        return []
    name = table(kind_of(label))
    exact = " OR ".join(("n.id = :identifier", *(f'f."{c}" = :identifier' for c in _IDENTIFIERS.get(label, ()))))
    named: LiteralString = f"f.fact IN (SELECT rowid FROM {name}_words WHERE {name}_words MATCH :words)"
    by: LiteralString = named if words else f"({exact})"
    sql: LiteralString = f"""WITH {_SCOPES[label][0]}
      SELECT DISTINCT n.id FROM {name} f JOIN node n ON n.key = f.node
      WHERE {by} AND f.recorded < :known AND f.retired >= :known AND {_in_scope(label, "n.key")} ORDER BY n.id LIMIT :first"""
    match = " ".join(f'"{w}"' for w in words.split())
    ids = [i for (i,) in run(db, sql, parameters(view, words=match, identifier=identifier, first=first))]
    found = entities(db, kind, ids, view)
    return [found[i] for i in ids]


def memberships(db: sqlite3.Connection, families: Sequence[str], view: View) -> list[Membership]:
    """Who belongs to these families on the day; see the waist."""
    keys = _keys(db, [Subject("family", i) for i in families], view)
    return list(assembling.memberships(r[2:] for r in members_of(db, "family", {key for key, _ in keys.values()}, view) if holds(r, view)))


def _keys(db: sqlite3.Connection, asked: Iterable[Subject], view: View) -> dict[tuple[str, str], tuple[int, Labelled]]:
    """For each subject asked for, if in scope and still described: the node and subject that stand for it."""
    wanted = json.dumps([["Child" if s.kind == "child" else "Family", s.id] for s in asked])
    sql: LiteralString = f"""WITH {SEEN}, asked(id, key) AS (
        SELECT n.id, n.key FROM json_each(:wanted) j CROSS JOIN node n ON n.label = j.value->>0 AND n.id = j.value->>1),
      stands(id, key) AS (SELECT a.id, coalesce((SELECT s.to_node FROM same_as s WHERE s.from_node = a.key
        AND s.recorded < :known AND s.retired >= :known), a.key) FROM asked a)
      SELECT s.id, n.key, n.label, n.id FROM stands s CROSS JOIN node n ON n.key = s.key
      WHERE (:everything OR n.key IN seen) AND (
        n.label = 'Child' AND EXISTS (SELECT 1 FROM child f WHERE f.node = n.key AND f.recorded < :known AND f.retired >= :known)
        OR n.label = 'Family' AND EXISTS (SELECT 1 FROM family f WHERE f.node = n.key AND f.recorded < :known AND f.retired >= :known))"""
    return {(label, own): (key, (label, i)) for own, key, label, i in run(db, sql, parameters(view, wanted=wanted))}


_MEMBERS: LiteralString = f"""WITH {SEEN}
  SELECT m.to_node, coalesce(s.to_node, m.from_node), f.id, c.label, c.id, m.since, m.until, m.relationship, m.parental_responsibility,
    m.recorded
  FROM member_of m JOIN node f ON f.key = m.to_node
  LEFT JOIN same_as s ON s.from_node = m.from_node AND s.recorded < :known AND s.retired >= :known
  JOIN node c ON c.key = coalesce(s.to_node, m.from_node)
  WHERE m.recorded < :known AND m.retired >= :known AND (m.since IS NULL OR m.since <= :on) AND (:everything OR m.to_node IN seen)"""
_BY: dict[SubjectKind, LiteralString] = {
    "family": "m.to_node IN (SELECT value FROM json_each(:keys))",
    "child": """(m.from_node IN (SELECT value FROM json_each(:keys)) OR m.from_node IN (SELECT a.from_node FROM same_as a
      WHERE a.to_node IN (SELECT value FROM json_each(:keys)) AND a.recorded < :known AND a.retired >= :known))""",
}


def members_of(db: sqlite3.Connection, by: SubjectKind, keys: Iterable[int], view: View) -> list[Any]:
    """Family node and member node, then the plain row, of every membership of these that has begun."""
    return run(db, f"{_MEMBERS} AND {_BY[by]}", parameters(view, keys=json.dumps(sorted(keys))))


def holds(member: Plain, view: View) -> bool:
    """Whether a membership that has begun holds on the day."""
    return member[6] is None or member[6] >= view.on.isoformat()


def _belonging(db: sqlite3.Connection, subjects: Subjects, view: View) -> tuple[list[Any], list[Any]]:
    """Memberships of the day, of these children and families; and all that bear on who spoke for whom, or was met with whom."""
    own = members_of(db, "child", [k for k, s in subjects.items() if s[0] == "Child"], view)
    homes = {k for k, s in subjects.items() if s[0] == "Family"}
    ever = members_of(db, "family", homes | {m[0] for m in own if holds(m, view)}, view)
    ever += members_of(db, "child", {m[1] for m in ever if m[3] == "Child"}, view)
    of_the_day = [m for m in ever if m[0] in homes and holds(m, view)] + [m for m in own if holds(m, view)]
    return of_the_day, own + ever


def around(db: sqlite3.Connection, asked: Sequence[Subject], view: View, bare: bool, past: bool) -> Around:
    """Everything held around these children and families; see the waist."""
    standing = _keys(db, asked, view)
    subjects = dict(standing.values())
    members, belonged = _belonging(db, subjects, view)
    for family, member, family_id, label, member_id, *_ in members + (belonged if past else []):
        subjects[family] = "Family", family_id
        if label == "Child":
            subjects[member] = label, member_id
    records = _records(db, subjects, view)
    ties, contacts = _ties(db, records, view), _contacts(db, records, view)
    people = sorted({row[0] for row in ties} | {row[0] for row in contacts})
    posts = run(db, _POSTS, parameters(view, ids=json.dumps(people)))
    spoke = subjects | {m[1]: (m[3], m[4]) for m in belonged}
    same = same_records(db, [key for key, (label, _) in spoke.items() if label == "Child"], view)
    found = Found(
        asked=[(label, own, key) for (_, own), (_, (label, key)) in standing.items()],
        memberships=[r[2:] for r in members],
        belonged=[r[2:] for r in belonged],
        same=same,
        ties=ties,
        contacts=contacts,
        posts=posts,
        statements=_statements(db, {i for _, i in spoke.values()} | {record for record, _ in same}, view),
        weights=weights(db, view),
        attends=_attends(db, records, view),
    )
    if not bare:
        found.contact_days = _contact_days(db, people, view)
        found.described = _described(db, subjects, people, posts, view)
    return assemble(found, view)


def same_records(db: sqlite3.Connection, children: Sequence[int], view: View) -> list[Any]:
    """Ids of the records of these children, with the id that stands for each."""
    return run(
        db,
        """SELECT r.id, n.id FROM json_each(:keys) j CROSS JOIN same_as s ON s.to_node = j.value JOIN node r ON r.key = s.from_node
        JOIN node n ON n.key = s.to_node WHERE s.recorded < :known AND s.retired >= :known""",
        parameters(view, keys=json.dumps(list(children))),
    )


def _described(db: sqlite3.Connection, subjects: Subjects, people: list[str], posts: list[Any], view: View) -> dict[str, Rows]:
    """What is told of everything in an answer; where a professional one may see works may be seen too."""
    anywhere = replace(view, organisations=None)
    return {
        "Child": _claims(db, "Child", [i for label, i in subjects.values() if label == "Child"], view),
        "Family": _claims(db, "Family", [i for label, i in subjects.values() if label == "Family"], view),
        "Professional": _claims(db, "Professional", people, view),
        "Service": _claims(db, "Service", list({p[1] for p in posts}), anywhere),
        "Organisation": _claims(db, "Organisation", list({p[10] for p in posts if p[10]}), anywhere),
    }


def _records(db: sqlite3.Connection, subject_of: Subjects, view: View) -> Subjects:
    """Every record of these subjects: themselves, and those judged to be the same child."""
    rows = run(
        db,
        """SELECT from_node, to_node FROM same_as WHERE to_node IN (SELECT value FROM json_each(:keys))
        AND recorded < :known AND retired >= :known""",
        parameters(view, keys=json.dumps(list(subject_of))),
    )
    return subject_of | {record: subject_of[stands] for record, stands in rows}


_TIES: LiteralString = f"""WITH {STAFF}
  SELECT p.id, k.to_node, k.row, k.role, k.context, k.lead, k.since, k.until, k.end_reason
  FROM json_each(:keys) j CROSS JOIN knows k ON k.to_node = j.value JOIN node p ON p.key = k.from_node
  WHERE k.recorded < :known AND k.retired >= :known AND (k.since IS NULL OR k.since <= :on) AND (:everything OR k.from_node IN staff)"""


def _ties(db: sqlite3.Connection, records: Subjects, view: View) -> list[Any]:
    rows = run(db, _TIES, parameters(view, keys=json.dumps(list(records))))
    return [(p, *records[to], *rest) for p, to, *rest in rows]


_CONTACTS: LiteralString = f"""WITH {STAFF}
  SELECT p.id, m.to_node, m.at, m.kind, m.day, m.count
  FROM json_each(:keys) j CROSS JOIN met m ON m.to_node = j.value JOIN node p ON p.key = m.from_node
  WHERE m.recorded < :known AND m.retired >= :known AND m.day <= :on AND (:everything OR m.from_node IN staff)"""


def _contacts(db: sqlite3.Connection, records: Subjects, view: View) -> list[Any]:
    rows = run(db, _CONTACTS, parameters(view, keys=json.dumps(list(records))))
    return [(p, *records[to], *rest) for p, to, *rest in rows]


_ATTENDS: LiteralString = f"""WITH {_OWN_SERVICES}
  SELECT a.from_node, s.id, a.since, a.until, a.attendance
  FROM json_each(:keys) j CROSS JOIN attends a ON a.from_node = j.value JOIN node s ON s.key = a.to_node
  WHERE a.recorded < :known AND a.retired >= :known AND a.since <= :on
    AND (a.until IS NULL OR a.until >= :on) AND (:everything OR a.to_node IN own)"""


def _attends(db: sqlite3.Connection, records: Subjects, view: View) -> list[Any]:
    """Where these children go on the day; in a scope, to its own services alone. An unknown first day is kept as empty text."""
    rows = run(db, _ATTENDS, parameters(view, keys=json.dumps([k for k, (label, _) in records.items() if label == "Child"])))
    return [(records[child][1], *rest) for child, *rest in rows]


_POST: LiteralString = """
  SELECT p.id, s.id, w.role, w.contract, w.since, w.until, w.expected_end, w.fte, w.capacity, w.confidential_until,
    (SELECT o.id FROM part_of x JOIN node o ON o.key = x.to_node WHERE x.from_node = w.to_node
      AND x.recorded < :known AND x.retired >= :known ORDER BY x.recorded DESC, x.source LIMIT 1)
"""
_STANDING: LiteralString = "w.recorded < :known AND w.retired >= :known"
_POSTS: LiteralString = f"""{_POST}
  FROM json_each(:ids) j CROSS JOIN node p ON p.label = 'Professional' AND p.id = j.value JOIN works_in w ON w.from_node = p.key
  JOIN node s ON s.key = w.to_node WHERE {_STANDING}"""
_POSTS_SEEN: LiteralString = f"""WITH {STAFF}, wanted(fact) AS (
    SELECT w.fact FROM json_each(:ids) j CROSS JOIN node p ON p.label = 'Professional' AND p.id = j.value
      JOIN works_in w ON w.from_node = p.key WHERE {_STANDING}
    UNION SELECT w.fact FROM json_each(:services) j CROSS JOIN node s ON s.label = 'Service' AND s.id = j.value
      JOIN works_in w ON w.to_node = s.key WHERE {_STANDING})
  {_POST} FROM wanted x CROSS JOIN works_in w ON w.fact = x.fact JOIN node p ON p.key = w.from_node JOIN node s ON s.key = w.to_node
  WHERE :everything OR w.from_node IN staff"""


def posts(db: sqlite3.Connection, people: Sequence[str], services: Sequence[str], view: View) -> list[Post]:
    """Posts by person or by service; see the waist."""
    bound = parameters(view, ids=json.dumps(list(people)), services=json.dumps(list(services)))
    return list(assembling.posts(run(db, _POSTS_SEEN, bound), view))


_FUNDS: LiteralString = f"""WITH {STAFF}, {_OWN_SERVICES}
  SELECT l.id, s.id, f.professional_id, f.since, f.until, f.confidential_until
  FROM funds f JOIN node l ON l.key = f.from_node JOIN node s ON s.key = f.to_node
  WHERE f.recorded < :known AND f.retired >= :known AND (:everything OR f.to_node IN own AND (coalesce(f.professional_id, '') = ''
    OR EXISTS (SELECT 1 FROM node p WHERE p.label = 'Professional' AND p.id = f.professional_id AND p.key IN staff)))"""


def fundings(db: sqlite3.Connection, view: View) -> list[Funded]:
    """What funding lines pay for; see the waist."""
    rows = run(db, _FUNDS, parameters(view))
    return assembling.fundings(rows, view, _claims(db, "Funding", list({r[0] for r in rows}), view))


_MET: LiteralString = f"""WITH {STAFF}
  SELECT DISTINCT p.id, coalesce(r.label, s.label), coalesce(r.id, s.id)
  FROM json_each(:ids) j CROSS JOIN node p ON p.label = 'Professional' AND p.id = j.value JOIN met m ON m.from_node = p.key
  JOIN node s ON s.key = m.to_node
  LEFT JOIN same_as a ON a.from_node = m.to_node AND a.recorded < :known AND a.retired >= :known LEFT JOIN node r ON r.key = a.to_node
  WHERE m.recorded < :known AND m.retired >= :known AND m.day <= :on AND m.day >= :since AND (:everything OR m.from_node IN staff)"""


def met(db: sqlite3.Connection, people: Sequence[str], view: View, since: date | None) -> dict[str, frozenset[Subject]]:
    """Whom they were in touch with; see the waist."""
    bound = parameters(view, ids=json.dumps(list(people)), since=since.isoformat() if since else "")
    return assembling.met(run(db, _MET, bound))


_MET_BY: LiteralString = f"""WITH {STAFF}, asked(label, id, key) AS (
    SELECT n.label, n.id, n.key FROM json_each(:wanted) j CROSS JOIN node n ON n.label = j.value->>0 AND n.id = j.value->>1),
  record(label, id, key) AS (SELECT label, id, key FROM asked
    UNION SELECT a.label, a.id, s.from_node FROM asked a JOIN same_as s ON s.to_node = a.key
    WHERE s.recorded < :known AND s.retired >= :known)
  SELECT DISTINCT p.id, r.label, r.id FROM record r CROSS JOIN met m ON m.to_node = r.key JOIN node p ON p.key = m.from_node
  WHERE m.recorded < :known AND m.retired >= :known AND m.day <= :on AND m.day >= :since AND (:everything OR m.from_node IN staff)"""


def met_by(db: sqlite3.Connection, subjects: Sequence[Subject], view: View, since: date | None) -> dict[str, frozenset[Subject]]:
    """Who was in touch with them; see the waist."""
    wanted = json.dumps([["Child" if s.kind == "child" else "Family", s.id] for s in subjects])
    return assembling.met(run(db, _MET_BY, parameters(view, wanted=wanted, since=since.isoformat() if since else "")))


_CARRYING: LiteralString = f"""WITH {STAFF}, tied(p, s) AS (
    SELECT DISTINCT k.from_node, coalesce(a.to_node, k.to_node)
    FROM json_each(:ids) j CROSS JOIN node n ON n.label = 'Professional' AND n.id = j.value JOIN knows k ON k.from_node = n.key
    LEFT JOIN same_as a ON a.from_node = k.to_node AND a.recorded < :known AND a.retired >= :known
    WHERE k.recorded < :known AND k.retired >= :known AND (k.since IS NULL OR k.since <= :on) AND (k.until IS NULL OR k.until >= :on)
      AND (:everything OR k.from_node IN staff)),
  record(p, s, key) AS (SELECT p, s, s FROM tied UNION SELECT t.p, t.s, a.from_node FROM tied t JOIN same_as a ON a.to_node = t.s
    WHERE a.recorded < :known AND a.retired >= :known),
  home(p, s, family) AS (SELECT r.p, r.s, m.to_node FROM record r JOIN member_of m ON m.from_node = r.key
    WHERE m.recorded < :known AND m.retired >= :known AND (m.since IS NULL OR m.since <= :on) AND (m.until IS NULL OR m.until >= :on)
      AND EXISTS (SELECT 1 FROM child f WHERE f.node = r.s AND f.recorded < :known AND f.retired >= :known))
  SELECT n.id, count(DISTINCT coalesce(h.family, t.s)) FROM tied t JOIN node n ON n.key = t.p
  LEFT JOIN home h ON h.p = t.p AND h.s = t.s GROUP BY t.p ORDER BY n.id"""


def carrying(db: sqlite3.Connection, people: Sequence[str], view: View) -> dict[str, int]:
    """How many families they carry; see the waist."""
    return dict(run(db, _CARRYING, parameters(view, ids=json.dumps(list(people)))))


def homes(db: sqlite3.Connection, children: Sequence[str], view: View) -> dict[str, tuple[str, ...]]:
    """The families of children; see the waist."""
    standing = _keys(db, [Subject("child", c) for c in children], view)
    rows = members_of(db, "child", {key for key, _ in standing.values()}, view)
    found = assembling.homes((r[4], r[2]) for r in rows if holds(r, view))
    return {own: found[stands] for (_, own), (_, (_, stands)) in sorted(standing.items()) if stands in found}


_STATEMENTS: LiteralString = f"""
  SELECT n.id, f.kind, f.speaker_kind, f.speaker_id, f.about_professional_id, f.subject_kind, f.subject_id, f.answer, f.said_on,
    f.expires_on, f.question, f.visibility
  FROM statement f JOIN node n ON n.key = f.node
  WHERE f.node IN (SELECT s.node FROM json_each(:ids) j CROSS JOIN statement s ON s.subject_id = j.value
      UNION SELECT s.node FROM json_each(:ids) j CROSS JOIN statement s ON s.speaker_id = j.value)
    AND f.recorded < :known AND f.retired >= :known AND f.said_on <= :on AND :everything
    AND (:professional IS NULL OR f.about_professional_id IS NOT :professional OR NOT {IN_CONFIDENCE})
  ORDER BY f.recorded DESC"""


def _statements(db: sqlite3.Connection, ids: Iterable[str], view: View) -> list[Any]:
    """What was said by or about these children, carers and families."""
    return run(db, _STATEMENTS, parameters(view, ids=json.dumps(sorted(ids))))


_WEIGHTS: LiteralString = """SELECT n.id, f.since, f.numbers, f.set_by, f.reason FROM weightsversion f JOIN node n ON n.key = f.node
  WHERE f.recorded < :known AND f.retired >= :known ORDER BY f.recorded DESC, f.source"""


def weights(db: sqlite3.Connection, view: View) -> list[Any]:
    """Every version of the weights, newest claim first."""
    return run(db, _WEIGHTS, parameters(view))


def contact_days(db: sqlite3.Connection, people: Sequence[str] | None, view: View) -> dict[str, tuple[date, ...]]:
    """Each professional's days of any contact; see the waist."""
    return assembling.contact_days(_contact_days(db, people, view))


def _days(table: LiteralString) -> LiteralString:
    return f"""(SELECT group_concat(day) FROM (SELECT DISTINCT day FROM {table} m WHERE m.from_node = c.key
        AND m.recorded < :known AND m.retired >= :known AND m.day <= :on))"""


def _contact_days(db: sqlite3.Connection, people: Sequence[str] | None, view: View) -> list[tuple[str, list[str]]]:
    chosen: LiteralString = (
        "SELECT id, key FROM node WHERE label = 'Professional'"
        if people is None
        else "SELECT n.id, n.key FROM json_each(:ids) j CROSS JOIN node n ON n.label = 'Professional' AND n.id = j.value"
    )
    behind: LiteralString = f"CASE WHEN c.key IN ({MEETS_HIDDEN}) THEN {_days('met')} ELSE {_days('main.met')} END"
    sql: LiteralString = f"""WITH {STAFF}, chosen(id, key) AS ({chosen})
      SELECT c.id, {_days("met") if view.veil is None else behind} FROM chosen c WHERE :everything OR c.key IN staff"""
    rows = run(db, sql, parameters(view, ids=json.dumps(list(people or ()))))
    return [(p, days.split(",")) for p, days in rows if days]


_CARRIED: LiteralString = f"""WITH {STAFF}
  SELECT p.id, coalesce(r.label, s.label), coalesce(r.id, s.id), k.row, k.role, k.context, k.lead, k.since, k.until, k.end_reason
  FROM json_each(:ids) j CROSS JOIN node p ON p.label = 'Professional' AND p.id = j.value JOIN knows k ON k.from_node = p.key
  JOIN node s ON s.key = k.to_node
  LEFT JOIN same_as a ON a.from_node = k.to_node AND a.recorded < :known AND a.retired >= :known LEFT JOIN node r ON r.key = a.to_node
  WHERE k.recorded < :known AND k.retired >= :known AND (k.since IS NULL OR k.since <= :on) AND (:everything OR k.from_node IN staff)
"""


def carried(db: sqlite3.Connection, people: Sequence[str], view: View) -> list[Tie]:
    """The ties of these professionals; see the waist."""
    return list(assembling.ties(run(db, _CARRIED, parameters(view, ids=json.dumps(list(people))))))


def same_children(db: sqlite3.Connection) -> list[tuple[Child, str, str]]:
    """Every child as each source has it now; see the waist."""
    rows = run(
        db,
        """SELECT n.id, f.given_name, f.family_name, f.date_of_birth, f.upn, f.nhs_number, s.name, coalesce(
          (SELECT t.id FROM same_as a JOIN node t ON t.key = a.to_node WHERE a.from_node = n.key AND a.retired >= :known), n.id)
        FROM child f JOIN node n ON n.key = f.node JOIN source s ON s.key = f.source
        WHERE f.retired >= :known ORDER BY n.id, s.name""",
        {"known": "9999-12-31T23:59:59.999999Z"},
    )
    return [(Child(i, given, family, day(born), upn, nhs), source, stands) for i, given, family, born, upn, nhs, source, stands in rows]


def ids(db: sqlite3.Connection, label: LiteralString, but_source: str | None) -> set[str]:
    """All ids of one kind that stand now; see the waist."""
    sql: LiteralString = f"""SELECT DISTINCT n.id FROM {table(kind_of(label))} f JOIN node n ON n.key = f.node
      JOIN source s ON s.key = f.source WHERE f.retired >= :known AND s.name IS NOT :but"""
    return {i for (i,) in run(db, sql, {"known": "9999-12-31T23:59:59.999999Z", "but": but_source})}


def loads(db: sqlite3.Connection, source: str | None) -> list[Load]:
    """The runs of a source; see the waist."""
    rows = run(
        db,
        """SELECT l.number, s.name, l.started, l.finished, l.read, l.kept, l.refused, l.completed_by FROM load l
        JOIN source s ON s.key = l.source WHERE :source IS NULL OR s.name = :source ORDER BY l.number""",
        {"source": source},
    )
    return [Load(*row) for row in rows]


def source(db: sqlite3.Connection, name: str) -> Source | None:
    """A source by its name; see the waist."""
    rows = run(db, "SELECT name, controller, lawful_basis, agreement FROM source WHERE name = :name", {"name": name})
    return Source(*rows[0]) if rows else None
