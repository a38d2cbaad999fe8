"""What a Neo4j database needs to keep the kinds: constraints and indexes, derived from the one table of kinds.

A thing is one node by label and id. What a source tells of it is a relationship from the source,
`(:Source)-[:DESCRIBES {…}]->(:Child)`; a tie is a relationship of its own type. Both carry their source, load,
when recorded and when retired.
"""

from collections.abc import Iterator
from typing import LiteralString

from graph.schema import KINDS, TIES

OLDEST_SERVER = (5, 26)
NAME_INDEX = "kith_words"


def constraints() -> Iterator[LiteralString]:
    """Every statement that makes an empty database ready; each may be run again."""
    labels: list[LiteralString] = [*(k.label for k in KINDS), "Kith"]
    names: set[LiteralString] = {p.name for k in KINDS for p in k.properties if p.index}
    for label in labels:
        yield f"CREATE CONSTRAINT kith_{label.lower()} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    yield "CREATE CONSTRAINT kith_source IF NOT EXISTS FOR (n:Source) REQUIRE n.name IS UNIQUE"
    yield "CREATE CONSTRAINT kith_load IF NOT EXISTS FOR (n:Load) REQUIRE n.number IS UNIQUE"
    for name in sorted(names):
        yield f"CREATE INDEX kith_describes_{name} IF NOT EXISTS FOR ()-[r:DESCRIBES]-() ON (r.{name})"
    for tie in TIES:
        if tie.identity == ("row",):
            yield f"CREATE INDEX kith_{tie.label.lower()}_row IF NOT EXISTS FOR ()-[r:{tie.label}]-() ON (r.row)"
    yield (
        f"CREATE FULLTEXT INDEX {NAME_INDEX} IF NOT EXISTS FOR ()-[r:DESCRIBES]-() ON EACH [r.words] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
    )
