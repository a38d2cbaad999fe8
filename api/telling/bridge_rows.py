"""Bridges, communities, anchors and ways between people as rows: the same keys in JSON lines and in CSV. The README lists them."""

from collections.abc import Mapping
from typing import Any

from api.telling.words import many
from queries.linking.anchors import Anchor
from queries.linking.bridges import Bridge, By
from queries.linking.communities import Community
from queries.linking.paths import Path
from queries.linking.people_graph import People
from queries.numbers.figures import figure

BRIDGE_COLUMNS = ("who", "people", "pairs", "families", "cut_off", "between", "between_from", "constraint", "effective_size", "because")
ROLE_COLUMNS = ("role", "people", "pairs")
COMMUNITY_COLUMNS = ("community", "people", "largest_share", "organisations", "members")
ANCHOR_COLUMNS = ("organisation", "people", "ties", "ties_each", "share", "share_by_size")
PATH_COLUMNS = ("way", "people", "shared", "strength")
NAMED = 3
"""Pairs of organisations that a reason names."""


def bridge_row(one: Bridge) -> dict[str, Any]:
    """The line of `kith bridges`."""
    return {
        "who": one.who,
        "people": one.people,
        "pairs": [[p.own, p.other, p.families] for p in one.parted],
        "families": one.families,
        "cut_off": one.cut_off,
        "between": one.between,
        "between_from": one.starts or None,
        "constraint": one.constraint,
        "effective_size": one.effective_size,
        "because": because(one),
    }


def because(one: Bridge) -> list[str]:
    """Why this is a bridge, in plain sentences."""
    told = [f"Only they join {p.own} and {p.other}, which know {_families(p.families)} in common." for p in one.parted[:NAMED]]
    if more := len(one.parted) - NAMED:
        told += [f"The same goes for {many(more, 'more pair', 'more pairs')} of organisations."] if more > 0 else []
    if one.cut_off:
        told.append(f"Without them {many(one.cut_off, 'person is', 'people are')} joined to the rest no more.")
    return told


def _families(count: int) -> str:
    return many(count, "family", "families")


def role_row(one: Bridge) -> dict[str, Any]:
    """The same as boards see it: by role, few people hidden, and pairs of organisations by number alone."""
    return {"role": one.who, "people": figure(one.people, "few" if 0 < one.people < 5 else "open"), "pairs": len(one.parted)}


def community_row(number: int, one: Community) -> dict[str, Any]:
    """The line of `kith communities`; numbered by size."""
    organisations = [[o, n] for o, n in sorted(one.organisations.items(), key=lambda of: (-of[1], of[0]))]
    return {
        "community": number,
        "people": len(one.people),
        "largest_share": one.largest_share,
        "organisations": organisations,
        "members": list(one.people),
    }


def anchor_row(one: Anchor) -> dict[str, Any]:
    """The line of `kith anchors`."""
    return {
        "organisation": one.organisation,
        "people": one.people,
        "ties": one.ties,
        "ties_each": one.each,
        "share": one.share,
        "share_by_size": one.by_size,
    }


def path_row(way: str, one: Path) -> dict[str, Any]:
    """The line of `kith path`."""
    return {"way": way, "people": list(one.people), "shared": list(one.shared), "strength": one.strength}


def graph_rows(graph: People, groups: Mapping[str, frozenset[str]]) -> tuple[dict[str, dict[str, str | None]], list[dict[str, Any]]]:
    """People by id with where they work, and a row for each two who know the same families."""
    nodes: dict[str, dict[str, str | None]] = {p: {"organisations": " ".join(sorted(groups.get(p, ()))) or None} for p in graph.names}
    both = graph.shared.tocoo()
    rows = zip(both.row.tolist(), both.col.tolist(), both.data.tolist(), strict=True)
    return nodes, [{"a": graph.names[a], "b": graph.names[b], "shared_families": n} for a, b, n in rows if a < b]


def by_typed_word(by: By) -> str:
    """How a kind of bridge is told."""
    return {"person": "people", "role": "roles", "service": "services"}[by]
