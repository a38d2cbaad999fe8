"""What Neo4j is asked: Cypher beside the function that runs it, each question one statement."""

from collections.abc import Sequence
from datetime import date
from typing import Any, LiteralString, TypeVar

from neo4j import AsyncManagedTransaction

from graph import assembling
from graph.assembling import Found, assemble
from graph.model import Around, Child, Funded, Load, Membership, Post, Source, Subject, SubjectKind, Tie, View
from graph.neo4j_schema import NAME_INDEX
from graph.neo4j_veil import MEETS_HIDDEN, belongs, contact, found, placed, shown, stands, tied, veiled, withheld
from graph.rows import ENTITY_LABELS, day, known_before, merged
from graph.schema import Kind, kind_of
from graph.store import NEVER

E = TypeVar("E")
Transaction = AsyncManagedTransaction


def staff(name: LiteralString) -> LiteralString:
    """A professional has, or had, a post in the viewer's organisations."""
    return f"""($everything OR EXISTS {{ MATCH ({name})-[_w:WORKS_IN]->(:Service)-[_x:PART_OF]->(_o:Organisation)
      WHERE _o.id IN $organisations AND {stands("_w")} AND {stands("_x")} }})"""


def seen(name: LiteralString, hops: LiteralString) -> LiteralString:
    """A child, carer or family to whom the ties and contacts of the viewer's people lead, by household."""
    return f"""{shown(name)} AND ($everything OR EXISTS {{
      MATCH ({name})<-[_rs:SAME_AS*0..1]-()-[_ms:MEMBER_OF*0..{hops}]-()<-[_ss:SAME_AS*0..1]-()<-[_t:KNOWS|MET]-(_p:Professional)
      WHERE all(_m IN _ms WHERE {belongs("_m")}) AND all(_s IN _rs + _ss WHERE {stands("_s")}) AND {tied("_t")} AND {staff("_p")} }})"""


_OWN: LiteralString = f"""($everything OR EXISTS {{ MATCH (n)-[_xs:PART_OF*0..1]->(_o:Organisation)
  WHERE _o.id IN $organisations AND all(_x IN _xs WHERE {stands("_x")}) }})"""


def in_confidence(name: LiteralString) -> LiteralString:
    """A statement is about the viewer, and not for them: a child's "no", and what its speaker wished them not to see."""
    return f"""(coalesce({name}.about_professional_id = $professional AND (coalesce({name}.visibility, '') = 'not_them'
      OR {name}.speaker_kind = 'child' AND {name}.kind IN ['trust', 'nomination'] AND coalesce({name}.answer, '') = 'no'), false)
      OR {withheld(name)})"""


_SCOPES: dict[str, LiteralString] = {
    "Child": seen("n", "2"),
    "Carer": seen("n", "2"),
    "Family": seen("n", "1"),
    "Professional": staff("n"),
    "Service": _OWN,
    "Organisation": _OWN,
    "Area": "true",
    "Funding": "true",
    "WeightsVersion": "true",
    "Statement": f"($everything AND NOT EXISTS {{ MATCH (n)<-[_c:DESCRIBES]-() WHERE {stands('_c')} AND {in_confidence('_c')} }})",
    "Receipt": "$everything",
    "Address": "$everything",
    "RightsRequest": "$everything",
    "SavedScenario": "$everything",
    "Shield": "$everything",
    "Opening": "$everything",
    "Apart": "$everything",
    "Hold": "$everything",
    "Withdrawal": "$everything",
}
_IDENTIFIERS: dict[str, tuple[LiteralString, ...]] = {
    "Child": ("upn", "nhs_number"),
    "Professional": ("staff_number",),
    "Statement": ("about_professional_id",),
}
_APART: LiteralString = f"NOT EXISTS {{ MATCH (n)-[s:SAME_AS]->() WHERE {stands('s')} }}"
_TOLD: LiteralString = f"EXISTS {{ MATCH (n)<-[d:DESCRIBES]-() WHERE {stands('d')} }}"


def parameters(view: View, **more: object) -> dict[str, object]:
    """What every read binds: the day, what was known, and the viewer's scope.

    Every value has one type and, where it can, one length for all viewers, for Neo4j plans a statement anew for others: that takes
    seconds. Nothing has an empty id.
    """
    return {
        "on": view.on.isoformat(),
        "known": known_before(view),
        "now": view.known_at is None,
        "everything": view.organisations is None,
        "organisations": sorted(view.organisations or ("",)),
        "professional": view.professional or "",
        **veiled(view.veil),
        **more,
    }


async def run(tx: Transaction, cypher: LiteralString, bound: dict[str, object]) -> list[list[Any]]:
    """Run one statement, a constant of this code, with bound parameters."""
    result = await tx.run(cypher, bound)
    return await result.values()


def _claim(kind: Kind, node: LiteralString, told: LiteralString) -> LiteralString:
    """What a source tells of a thing, as a list in the order of the dataclass."""
    own: list[LiteralString] = []
    for p in kind.properties:
        said: LiteralString = f"{told}.{p.name}"
        own.append(f"CASE WHEN NOT {placed(node)} THEN {said} END" if (kind.label, p.name) == ("Family", "area_code") else said)
    return f"[{', '.join([f'{node}.id', *own])}]"


def _described(label: LiteralString, nodes: LiteralString) -> LiteralString:
    """A subquery that collects all claims about a list of nodes, newest first."""
    return f"""CALL ({nodes}) {{ UNWIND {nodes} AS n MATCH (n)<-[d:DESCRIBES]-() WHERE {stands("d")}
      WITH n, d ORDER BY d.recorded DESC RETURN collect({_claim(kind_of(label), "n", "d")}) AS told_{nodes} }}"""


async def entities(tx: Transaction, kind: type[E], ids: Sequence[str], view: View) -> dict[str, E]:
    """Things by id; see the waist."""
    label = kind_of(ENTITY_LABELS[kind]).label
    cypher: LiteralString = f"""UNWIND $ids AS id MATCH (n:{label} {{id: id}})<-[d:DESCRIBES]-() WHERE {stands("d")} AND {_SCOPES[label]}
      WITH n, d ORDER BY d.recorded DESC RETURN {_claim(kind_of(label), "n", "d")}"""
    return merged(kind, [row for (row,) in await run(tx, cypher, parameters(view, ids=list(ids)))])


async def page(tx: Transaction, kind: type[E], view: View, after: str, first: int) -> list[E]:
    """Things by ascending id; see the waist."""
    label = kind_of(ENTITY_LABELS[kind]).label
    cypher: LiteralString = f"""{await _all_of(tx, label, view)} AND n.id > $after AND {_TOLD} WITH n ORDER BY n.id LIMIT $first
      MATCH (n)<-[d:DESCRIBES]-() WHERE {stands("d")} WITH n, d ORDER BY n.id, d.recorded DESC RETURN {_claim(kind_of(label), "n", "d")}"""
    return list(merged(kind, [row for (row,) in await run(tx, cypher, parameters(view, after=after, first=first))]).values())


async def subjects(tx: Transaction, kind: SubjectKind, view: View, after: str, first: int) -> list[str]:
    """Ids of children or families; see the waist."""
    label: LiteralString = "Child" if kind == "child" else "Family"
    apart: LiteralString = f"AND {_APART}" if kind == "child" else ""
    cypher: LiteralString = f"""{await _all_of(tx, label, view)} AND n.id > $after AND {_TOLD} {apart}
      WITH n ORDER BY n.id LIMIT $first RETURN collect(n.id)"""
    [[found]] = await run(tx, cypher, parameters(view, after=after, first=first))
    return found


FEW = 500
"""Up to so many people in a viewer's scope are followed to those they know; beyond it things are tried one by one."""
_PEOPLE: LiteralString = f"""MATCH (p:Professional)-[w:WORKS_IN]->(:Service)-[x:PART_OF]->(o:Organisation)
  WHERE o.id IN $organisations AND {stands("w")} AND {stands("x")}"""


async def _all_of(tx: Transaction, label: LiteralString, view: View) -> LiteralString:
    """How to reach every `n` of a kind in scope: the same ones either way, by the way that is shorter."""
    if view.organisations is None or label not in ("Child", "Carer", "Family"):
        return f"MATCH (n:{label}) WHERE {_SCOPES[label]}"
    [[people]] = await run(tx, f"{_PEOPLE} RETURN count(DISTINCT p)", parameters(view))
    if people > FEW:
        return f"MATCH (n:{label}) WHERE {_SCOPES[label]}"
    hops: LiteralString = "1" if label == "Family" else "2"
    return f"""{_PEOPLE} WITH DISTINCT p MATCH (p)-[t:KNOWS|MET]->(d) WHERE {tied("t")} WITH DISTINCT d
      MATCH (d)-[ss:SAME_AS*0..1]->()-[ms:MEMBER_OF*0..{hops}]-()-[rs:SAME_AS*0..1]->(n:{label})
      WHERE all(m IN ms WHERE {belongs("m")}) AND all(s IN rs + ss WHERE {stands("s")}) WITH DISTINCT n WHERE {shown("n")}"""


async def find(tx: Transaction, kind: type[E], view: View, words: str, identifier: str, first: int) -> list[E]:
    """Things by the words of their name, or by identifier; see the waist."""
    label = kind_of(ENTITY_LABELS[kind]).label
    told = _claim(kind_of(label), "n", "d")
    by_words: LiteralString = f"""CALL db.index.fulltext.queryRelationships('{NAME_INDEX}', $words) YIELD relationship AS f
      WITH f, endNode(f) AS n WHERE n:{label} AND {stands("f")}"""
    identifiers: tuple[LiteralString, ...] = _IDENTIFIERS.get(label, ())
    exact: list[LiteralString] = [f"MATCH (n:{label} {{id: $identifier}})<-[f:DESCRIBES]-() WHERE {stands('f')} RETURN n"]
    for name in identifiers:
        exact.append(f"MATCH ()-[f:DESCRIBES]->(n:{label}) WHERE f.{name} = $identifier AND {stands('f')} RETURN n")
    start: LiteralString = by_words if words else f"CALL () {{ {' UNION '.join(exact)} }} WITH n WHERE true"
    cypher: LiteralString = f"""{start} AND {_SCOPES[label]} WITH DISTINCT n ORDER BY n.id LIMIT $first
      MATCH (n)<-[d:DESCRIBES]-() WHERE {stands("d")} WITH n, d ORDER BY n.id, d.recorded DESC RETURN {told}"""
    query = " ".join(f'+"{w}"' for w in words.split())
    bound = parameters(view, words=query, identifier=identifier, first=first)
    return list(merged(kind, [row for (row,) in await run(tx, cypher, bound)]).values())


_HOLDS: LiteralString = f"{belongs('m')} AND (m.since IS NULL OR m.since <= $on) AND (m.until IS NULL OR m.until >= $on)"
MEMBER: LiteralString = """[f.id, labels(k)[0], k.id, m.since, m.until, m.relationship, m.parental_responsibility, m.recorded]"""
_STANDS_FOR: LiteralString = f"OPTIONAL MATCH (r)-[same:SAME_AS]->(stand:Child) WHERE {stands('same')} WITH *, coalesce(stand, r) AS k"


async def memberships(tx: Transaction, families: Sequence[str], view: View) -> list[Membership]:
    """Who belongs to these families on the day; see the waist."""
    cypher: LiteralString = f"""UNWIND $ids AS id MATCH (n:Family {{id: id}}) WHERE {_TOLD} AND {_SCOPES["Family"]}
      MATCH (n)<-[m:MEMBER_OF]-(r) WHERE {_HOLDS} {_STANDS_FOR} WITH n AS f, m, k RETURN {MEMBER}"""
    return list(assembling.memberships([row for (row,) in await run(tx, cypher, parameters(view, ids=list(families)))]))


_TIE: LiteralString = "k.row, k.role, k.context, k.lead, k.since, k.until, k.end_reason"
STATEMENT: LiteralString = """[n.id, d.kind, d.speaker_kind, d.speaker_id, d.about_professional_id, d.subject_kind, d.subject_id,
  d.answer, d.said_on, d.expires_on, d.question, d.visibility]"""
_ASKED: LiteralString = f"""
CALL () {{ UNWIND $children AS id MATCH (a:Child {{id: id}}) OPTIONAL MATCH (a)-[same:SAME_AS]->(stand:Child) WHERE {stands("same")}
  WITH id, coalesce(stand, a) AS n WHERE {_TOLD} AND {_SCOPES["Child"]}
  RETURN collect(['Child', id, n.id]) AS children, collect(DISTINCT n) AS kids }}
CALL () {{ UNWIND $families AS id MATCH (n:Family {{id: id}}) WHERE {_TOLD} AND {_SCOPES["Family"]}
  RETURN collect(['Family', id, n.id]) AS households, collect(DISTINCT n) AS homes }}"""
BEGUN: LiteralString = f"{belongs('m')} AND (m.since IS NULL OR m.since <= $on)"
RECORDS_OF: LiteralString = f"(c)<-[ss:SAME_AS*0..1]-(r)-[m:MEMBER_OF]->(f:Family) WHERE all(s IN ss WHERE {stands('s')})"
_HOUSEHOLDS: LiteralString = f"""
CALL (kids, homes) {{
  CALL (kids, homes) {{
    UNWIND homes AS f MATCH (f)<-[m:MEMBER_OF]-(r) WHERE {_HOLDS} RETURN f, m, r
    UNION UNWIND kids AS c MATCH {RECORDS_OF} AND {_HOLDS} AND {seen("f", "1")} RETURN f, m, r }}
  {_STANDS_FOR}
  RETURN collect({MEMBER}) AS members, collect(DISTINCT f) AS belonged, collect(DISTINCT CASE WHEN k:Child THEN k END) AS siblings }}
CALL (homes, belonged) {{ UNWIND homes + belonged AS f MATCH (f)<-[m:MEMBER_OF]-(r) WHERE {BEGUN} {_STANDS_FOR}
  RETURN collect({MEMBER}) AS ever, collect(DISTINCT k) AS relatives }}
CALL (kids, relatives) {{ UNWIND kids + relatives AS c WITH DISTINCT c WHERE c:Child MATCH {RECORDS_OF} AND {BEGUN} AND {seen("f", "1")}
  WITH f, m, c AS k RETURN collect({MEMBER}) AS elsewhere, collect(DISTINCT f) AS others }}
CALL (kids, homes, belonged, siblings, relatives, others) {{
  UNWIND kids + homes + belonged + siblings + CASE WHEN $past THEN relatives + others ELSE [] END AS s
  WITH DISTINCT s WHERE NOT s:Carer RETURN collect(s) AS around }}
CALL (kids, around, relatives) {{ UNWIND around + kids + relatives AS s WITH DISTINCT s
  OPTIONAL MATCH (s)<-[x:SAME_AS]-(r) WHERE {stands("x")}
  RETURN collect(DISTINCT s.id) + collect(DISTINCT r.id) AS concerned, collect(CASE WHEN r IS NOT NULL THEN [r.id, s.id] END) AS same }}
CALL (around) {{ UNWIND around AS s MATCH (s)<-[ss:SAME_AS*0..1]-(r) WHERE all(x IN ss WHERE {stands("x")})
  RETURN collect([s, r]) AS records }}"""
WEIGHTS: LiteralString = f"""CALL () {{ MATCH (n:WeightsVersion)<-[d:DESCRIBES]-() WHERE {stands("d")}
  WITH n, d ORDER BY d.recorded DESC RETURN collect({_claim(kind_of("WeightsVersion"), "n", "d")}) AS weights }}"""
_KNOWN: LiteralString = f"""
CALL (records) {{ UNWIND records AS pair WITH pair[0] AS s, pair[1] AS r MATCH (r)<-[k:KNOWS]-(p:Professional)
  WHERE {tied("k")} AND (k.since IS NULL OR k.since <= $on) AND {staff("p")}
  RETURN collect([p.id, labels(s)[0], s.id, {_TIE}]) AS ties, collect(DISTINCT p) AS tied }}
CALL (records) {{ UNWIND records AS pair WITH pair[0] AS s, pair[1] AS r MATCH (r)<-[m:MET]-(p:Professional)
  WHERE {tied("m")} AND m.day <= $on AND {staff("p")}
  RETURN collect([p.id, labels(s)[0], s.id, m.at, m.kind, m.day, m.count]) AS contacts, collect(DISTINCT p) AS met }}
CALL (tied, met) {{ UNWIND tied + met AS p RETURN collect(DISTINCT p) AS people }}
CALL (people) {{ UNWIND people AS p MATCH (p)-[w:WORKS_IN]->(v:Service) WHERE {stands("w")}
  OPTIONAL MATCH (v)-[x:PART_OF]->(o:Organisation) WHERE {stands("x")}
  WITH p, w, v, x, o ORDER BY x.recorded DESC WITH p, w, v, collect(o)[0] AS o
  RETURN collect([p.id, v.id, w.role, w.contract, w.since, w.until, w.expected_end, w.fte, w.capacity,
    w.confidential_until, o.id]) AS posts, collect(DISTINCT v) AS services, collect(DISTINCT o) AS organisations }}
CALL (concerned) {{
  CALL (concerned) {{
    MATCH ()-[d:DESCRIBES]->(n:Statement) WHERE d.subject_id IN concerned RETURN n
    UNION MATCH ()-[d:DESCRIBES]->(n:Statement) WHERE d.speaker_id IN concerned RETURN n }}
  MATCH (n)<-[d:DESCRIBES]-()
  WITH d, n ORDER BY d.recorded DESC WHERE $everything AND {stands("d")} AND d.said_on <= $on AND NOT {in_confidence("d")}
  RETURN collect({STATEMENT}) AS statements }}
CALL (records) {{ UNWIND records AS pair WITH pair[0] AS s, pair[1] AS r MATCH (r)-[a:ATTENDS]->(n:Service)
  WHERE {found("a")} AND a.since <= $on AND (a.until IS NULL OR a.until >= $on) AND {_OWN}
  RETURN collect([s.id, n.id, a.since, a.until, a.attendance]) AS attends }}
{WEIGHTS}"""
_DAYS: LiteralString = f"""{MEETS_HIDDEN} CALL (people, wary) {{
  UNWIND people AS p MATCH (p)-[m:MET]->() WHERE {contact("m", "p")} AND m.day <= $on
  WITH p, collect(DISTINCT m.day) AS days RETURN collect([p.id, days]) AS contact_days }}"""
_BARE: LiteralString = f"""{_ASKED} {_HOUSEHOLDS} {_KNOWN}
RETURN children + households AS asked, members, ever + elsewhere AS ever, same, ties, contacts, posts, statements, weights,
  attends"""
_NAMED: tuple[tuple[LiteralString, LiteralString], ...] = (
    ("Child", "kin"),
    ("Family", "belonging"),
    ("Professional", "people"),
    ("Service", "services"),
    ("Organisation", "organisations"),
)
AROUND: LiteralString = f"""{_ASKED} {_HOUSEHOLDS} {_KNOWN} {_DAYS}
WITH *, [s IN around WHERE s:Child] AS kin, [s IN around WHERE s:Family] AS belonging
{" ".join([_described(label, nodes) for label, nodes in _NAMED])}
RETURN children + households AS asked, members, ever + elsewhere AS ever, same, ties, contacts, posts, statements, weights, attends,
  contact_days, {", ".join([f"told_{nodes}" for _, nodes in _NAMED])}"""


async def around(tx: Transaction, asked: Sequence[Subject], view: View, bare: bool, past: bool) -> Around:
    """Everything held around these children and families; see the waist."""
    children = sorted({s.id for s in asked if s.kind == "child"})
    families = sorted({s.id for s in asked if s.kind == "family"})
    rows = await run(tx, _BARE if bare else AROUND, parameters(view, children=children, families=families, past=past))
    plain = rows[0]
    found = Found(*plain[:10])
    if not bare:
        found.contact_days = plain[10]
        found.described = {label: told for (label, _), told in zip(_NAMED, plain[11:], strict=True)}
    return assemble(found, view)


async def contact_days(tx: Transaction, people: Sequence[str] | None, view: View) -> dict[str, tuple[date, ...]]:
    """Each professional's days of any contact; see the waist."""
    chosen: LiteralString = "MATCH (p:Professional)" if people is None else "UNWIND $ids AS id MATCH (p:Professional {id: id})"
    cypher: LiteralString = f"""{MEETS_HIDDEN} {chosen} WHERE {staff("p")} MATCH (p)-[m:MET]->() WHERE {contact("m", "p")} AND m.day <= $on
      RETURN p.id, collect(DISTINCT m.day)"""
    rows = await run(tx, cypher, parameters(view, ids=list(people or ())))
    return assembling.contact_days([(p, days) for p, days in rows])


async def carried(tx: Transaction, people: Sequence[str], view: View) -> list[Tie]:
    """The ties of these professionals; see the waist."""
    cypher: LiteralString = f"""UNWIND $ids AS id MATCH (p:Professional {{id: id}})-[k:KNOWS]->(r) WHERE {tied("k")}
      AND (k.since IS NULL OR k.since <= $on) AND {staff("p")}
      OPTIONAL MATCH (r)-[same:SAME_AS]->(stand:Child) WHERE {stands("same")} WITH p, k, coalesce(stand, r) AS s
      RETURN [p.id, labels(s)[0], s.id, {_TIE}]"""
    return list(assembling.ties([row for (row,) in await run(tx, cypher, parameters(view, ids=list(people)))]))


_POSTS: LiteralString = f"""CALL () {{
    UNWIND $ids AS id MATCH (p:Professional {{id: id}})-[w:WORKS_IN]->(v:Service) WHERE {stands("w")} RETURN p, w, v
    UNION UNWIND $services AS id MATCH (v:Service {{id: id}})<-[w:WORKS_IN]-(p:Professional) WHERE {stands("w")} RETURN p, w, v }}
  WITH p, w, v WHERE {staff("p")}
  OPTIONAL MATCH (v)-[x:PART_OF]->(o:Organisation) WHERE {stands("x")}
  WITH p, w, v, x, o ORDER BY x.recorded DESC WITH p, w, v, collect(o)[0] AS o
  RETURN [p.id, v.id, w.role, w.contract, w.since, w.until, w.expected_end, w.fte, w.capacity, w.confidential_until, o.id]"""


async def posts(tx: Transaction, people: Sequence[str], services: Sequence[str], view: View) -> list[Post]:
    """Posts by person or by service; see the waist."""
    rows = await run(tx, _POSTS, parameters(view, ids=list(people), services=list(services)))
    return list(assembling.posts([row for (row,) in rows], view))


_FUNDS: LiteralString = f"""MATCH (l:Funding)-[f:FUNDS]->(n:Service) WHERE {stands("f")} AND {_OWN}
    AND (coalesce(f.professional_id, '') = '' OR $everything
      OR EXISTS {{ MATCH (p:Professional {{id: f.professional_id}}) WHERE {staff("p")} }})
  WITH collect([l.id, n.id, f.professional_id, f.since, f.until, f.confidential_until]) AS rows, collect(DISTINCT l) AS lines
  {_described("Funding", "lines")} RETURN rows, told_lines"""


async def fundings(tx: Transaction, view: View) -> list[Funded]:
    """What funding lines pay for; see the waist."""
    [[rows, told]] = await run(tx, _FUNDS, parameters(view))
    return assembling.fundings(rows, view, told)


async def met(tx: Transaction, people: Sequence[str], view: View, since: date | None) -> dict[str, frozenset[Subject]]:
    """Whom they were in touch with; see the waist."""
    cypher: LiteralString = f"""UNWIND $ids AS id MATCH (p:Professional {{id: id}})-[m:MET]->(r) WHERE {tied("m")}
      AND m.day <= $on AND m.day >= $since AND {staff("p")}
      OPTIONAL MATCH (r)-[same:SAME_AS]->(stand:Child) WHERE {stands("same")} WITH p, coalesce(stand, r) AS s
      RETURN DISTINCT p.id, labels(s)[0], s.id"""
    return assembling.met(await run(tx, cypher, parameters(view, ids=list(people), since=since.isoformat() if since else "")))


async def met_by(tx: Transaction, subjects: Sequence[Subject], view: View, since: date | None) -> dict[str, frozenset[Subject]]:
    """Who was in touch with them; see the waist."""
    cypher: LiteralString = f"""CALL () {{ UNWIND $children AS id MATCH (s:Child {{id: id}}) RETURN s
        UNION UNWIND $families AS id MATCH (s:Family {{id: id}}) RETURN s }}
      MATCH (s)<-[ss:SAME_AS*0..1]-(r)<-[m:MET]-(p:Professional) WHERE all(x IN ss WHERE {stands("x")}) AND {tied("m")}
      AND m.day <= $on AND m.day >= $since WITH DISTINCT p, s WHERE {staff("p")} RETURN p.id, labels(s)[0], s.id"""
    children = [s.id for s in subjects if s.kind == "child"]
    families = [s.id for s in subjects if s.kind == "family"]
    bound = parameters(view, children=children, families=families, since=since.isoformat() if since else "")
    return assembling.met(await run(tx, cypher, bound))


async def carrying(tx: Transaction, people: Sequence[str], view: View) -> dict[str, int]:
    """How many families they carry; see the waist."""
    cypher: LiteralString = f"""UNWIND $ids AS id MATCH (p:Professional {{id: id}})-[k:KNOWS]->(t) WHERE {tied("k")}
      AND (k.since IS NULL OR k.since <= $on) AND (k.until IS NULL OR k.until >= $on) AND {staff("p")}
      OPTIONAL MATCH (t)-[same:SAME_AS]->(stand:Child) WHERE {stands("same")} WITH DISTINCT p, coalesce(stand, t) AS n
      OPTIONAL MATCH (n)<-[ss:SAME_AS*0..1]-(r)-[m:MEMBER_OF]->(f:Family) WHERE all(s IN ss WHERE {stands("s")}) AND {_HOLDS} AND {_TOLD}
      WITH p, coalesce(f, n) AS unit RETURN p.id, count(DISTINCT unit) ORDER BY p.id"""
    found: Any = await run(tx, cypher, parameters(view, ids=list(people)))
    return dict(found)


async def homes(tx: Transaction, children: Sequence[str], view: View) -> dict[str, tuple[str, ...]]:
    """The families of children; see the waist."""
    cypher: LiteralString = f"""UNWIND $ids AS id MATCH (a:Child {{id: id}})
      OPTIONAL MATCH (a)-[same:SAME_AS]->(stand:Child) WHERE {stands("same")}
      WITH id, coalesce(stand, a) AS n WHERE {_TOLD} AND {_SCOPES["Child"]} WITH id, n AS c
      MATCH {RECORDS_OF} AND {_HOLDS} AND {seen("f", "1")} RETURN DISTINCT id, f.id"""
    return assembling.homes(await run(tx, cypher, parameters(view, ids=list(children))))


async def same_children(tx: Transaction) -> list[tuple[Child, str, str]]:
    """Every child as each source has it now; see the waist."""
    [[rows]] = await run(
        tx,
        """MATCH (n:Child)<-[d:DESCRIBES]-(s:Source) WHERE d.retired >= $known
      OPTIONAL MATCH (n)-[same:SAME_AS]->(stand:Child) WHERE same.retired >= $known
      WITH n, d, s.name AS source, coalesce(stand.id, n.id) AS stands ORDER BY n.id, source
      RETURN collect([n.id, d.given_name, d.family_name, d.date_of_birth, d.upn, d.nhs_number, source, stands])""",
        {"known": NEVER},
    )
    return [(Child(i, given, family, day(born), upn, nhs), source, stand) for i, given, family, born, upn, nhs, source, stand in rows]


async def ids(tx: Transaction, label: LiteralString, but_source: str | None) -> set[str]:
    """All ids of one kind that stand now; see the waist."""
    cypher: LiteralString = f"""MATCH (n:{label})<-[d:DESCRIBES]-() WHERE d.retired >= $known AND ($but IS NULL OR d.source <> $but)
      RETURN collect(DISTINCT n.id)"""
    [[found]] = await run(tx, cypher, {"known": NEVER, "but": but_source})
    return set(found)


async def loads(tx: Transaction, source: str | None) -> list[Load]:
    """The runs of a source; see the waist."""
    rows = await run(
        tx,
        """MATCH (l:Load)-[:OF]->(s:Source) WHERE $source IS NULL OR s.name = $source
      RETURN l.number, s.name, l.started, l.finished, l.read, l.kept, l.refused, l.completed_by ORDER BY l.number""",
        {"source": source},
    )
    return [Load(*row) for row in rows]


async def source(tx: Transaction, name: str) -> Source | None:
    """A source by its name; see the waist."""
    rows = await run(tx, "MATCH (s:Source {name: $name}) RETURN s.name, s.controller, s.lawful_basis, s.agreement", {"name": name})
    return Source(*rows[0]) if rows else None


async def faults(tx: Transaction) -> list[str]:
    """What is wrong with the database; see the waist."""
    rows = await run(tx, "SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'kith_' AND state <> 'ONLINE' RETURN name, state", {})
    return [f"index {name} is {state}" for name, state in rows]
