"""What Neo4j hides from a viewer: one filter for each kind of tie, put where the tie is matched."""

from typing import LiteralString

from graph.veil import Veil

_SPEAKER: LiteralString = "CASE {0}.speaker_kind WHEN 'child' THEN 'Child' WHEN 'carer' THEN 'Carer' END"


def stands(name: LiteralString) -> LiteralString:
    """A relationship had been recorded by then, and not yet retired; with $now all of them had been recorded."""
    return f"($now OR {name}.recorded < $known) AND {name}.retired >= $known"


def shown(node: LiteralString) -> LiteralString:
    """A child, carer or family is held, as far as the viewer may know."""
    return f"($unveiled OR NOT {node}.id IN $closed[labels({node})[0]])"


def placed(node: LiteralString) -> LiteralString:
    """Where a child or family is, is not for the viewer."""
    return f"(NOT $unveiled AND {node}.id IN $placed[labels({node})[0]])"


def pair(person: LiteralString, label: LiteralString, whom: LiteralString) -> LiteralString:
    """What is between a professional and a child or family, by id and label, is for the viewer."""
    return f"""NOT coalesce({whom} IN $closed[{label}], false)
      AND (NOT {person} IN $guarded OR coalesce({person} + '|' + {label} + '|' + {whom} IN $opened, false))
      AND NOT (coalesce({whom} IN $placed[{label}], false) AND {person} IN $local)"""


def tied(name: LiteralString) -> LiteralString:
    """A tie or contact stands, and is for the viewer."""
    end: LiteralString = f"endNode({name})"
    return f"{stands(name)} AND ($unveiled OR {pair(f'startNode({name}).id', f'labels({end})[0]', f'{end}.id')})"


def belongs(name: LiteralString) -> LiteralString:
    """A membership stands, and both its ends are for the viewer."""
    return f"{stands(name)} AND {shown(f'startNode({name})')} AND {shown(f'endNode({name})')}"


def found(name: LiteralString) -> LiteralString:
    """What tells where a child or family is stands, and is for the viewer."""
    return f"{stands(name)} AND {shown(f'startNode({name})')} AND NOT {placed(f'startNode({name})')}"


MEETS_HIDDEN: LiteralString = """CALL () {
    CALL () {
      UNWIND $closed['Child'] + $placed['Child'] AS id MATCH (:Child {id: id})<-[:MET]-(p) RETURN p.id AS person
      UNION UNWIND $closed['Family'] + $placed['Family'] AS id MATCH (:Family {id: id})<-[:MET]-(p) RETURN p.id AS person
      UNION UNWIND $guarded AS person RETURN person }
    RETURN collect(person) AS wary }"""
"""Professionals some of whose contacts may be hidden: those of all others need no look at each."""


def contact(name: LiteralString, person: LiteralString) -> LiteralString:
    """A contact stands, and is for the viewer; `wary` are the professionals of `MEETS_HIDDEN`."""
    return f"{stands(name)} AND (NOT {person}.id IN wary OR {tied(name)})"


def withheld(name: LiteralString) -> LiteralString:
    """A statement comes from, or is about, what is hidden from the viewer."""
    speaker = _SPEAKER.replace("{0}", name)
    label: LiteralString = f"""CASE WHEN {name}.subject_id IS NULL THEN {speaker}
      WHEN {name}.subject_kind = 'child' THEN 'Child' ELSE 'Family' END"""
    whom: LiteralString = f"coalesce({name}.subject_id, {name}.speaker_id)"
    between = pair(f"coalesce({name}.about_professional_id, '|')", label, whom)
    return f"NOT $unveiled AND (coalesce({name}.speaker_id IN $closed[{speaker}], false) OR NOT ({between}))"


def veiled(veil: Veil | None) -> dict[str, object]:
    """What these filters bind; no list is empty, so that Neo4j plans a statement once."""
    hidden = veil or Veil()
    return {
        "unveiled": veil is None,
        "closed": _by_label(hidden.closed),
        "placed": _by_label(hidden.placed),
        "guarded": sorted(hidden.guarded or ("",)),
        "local": sorted(hidden.local or ("",)),
        "opened": sorted("|".join(pair) for pair in hidden.opened) or [""],
    }


def _by_label(nodes: frozenset[tuple[str, str]]) -> dict[str, list[str]]:
    return {label: sorted(i for kind, i in nodes if kind == label) or [""] for label in ("Child", "Carer", "Family")}
