"""Organisations and what joins them as GraphML, for Gephi, Neo4j and networkx."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as Xml

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_SIDES = ("a", "b")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML can't hold."""


def graphml(nodes: Mapping[str, Mapping[str, str | None]], edges: Sequence[Mapping[str, Any]]) -> bytes:
    """An undirected graph: nodes by id with what is told of each, and an edge for every row with `a`, `b` and figures.

    A figure that is hidden has no number, and a word under its key with `_shown`. What is unknown is left out.
    """
    root = Xml.Element("graphml", {"xmlns": NAMESPACE})
    rows = [_edge(row) for row in edges]
    _keys(root, "node", nodes.values())
    _keys(root, "edge", rows)
    graph = Xml.SubElement(root, "graph", {"id": "links", "edgedefault": "undirected"})
    for own, told in nodes.items():
        _data(Xml.SubElement(graph, "node", {"id": own}), "node", told)
    for row, told in zip(edges, rows, strict=True):
        _data(Xml.SubElement(graph, "edge", {"source": row["a"], "target": row["b"]}), "edge", told)
    Xml.indent(root)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _edge(row: Mapping[str, Any]) -> dict[str, Any]:
    """What an edge carries; a word that stands for a number under a name of its own."""
    return {f"{k}_shown" if isinstance(v, str) else k: v for k, v in row.items() if k not in _SIDES}


def _keys(root: Xml.Element, what: str, told: Iterable[Mapping[str, Any]]) -> None:
    kinds: dict[str, str] = {}
    for one in told:
        kinds |= {name: _kind(value) for name, value in one.items() if value is not None}
    for name, kind in kinds.items():
        Xml.SubElement(root, "key", {"id": f"{what}-{name}", "for": what, "attr.name": name, "attr.type": kind})


def _kind(value: object) -> str:
    return "string" if isinstance(value, str) else "double" if isinstance(value, float) else "long"


def _data(element: Xml.Element, what: str, told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        if value is not None:
            Xml.SubElement(element, "data", {"key": f"{what}-{name}"}).text = _ILLEGAL.sub("", str(value))
