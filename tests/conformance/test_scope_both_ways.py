"""Neo4j lists what is in scope from its people or one by one, whichever is shorter: the same things either way."""

from typing import Any

import pytest

from graph import neo4j_reads
from graph.model import Carer, Child, Family, View
from graph.store import GraphStore
from tests.conformance.drawing import draw
from tests.conformance.test_scope import ON, SCHOOL, WORLD
from tests.conftest import Place

SAME = """
    (bo2:Child)
    (bo)-[:SAME_AS]->(bo2)
    (zoe2:Child)
    (zoe2)-[:SAME_AS]->(zoe)
    """
NOBODY = View(ON, organisations=frozenset({"elsewhere"}))
POLICE = View(ON, organisations=frozenset({"police"}))


async def _listed(store: GraphStore) -> list[Any]:
    kinds: tuple[type[Any], ...] = (Child, Carer, Family)
    views = (SCHOOL, POLICE, NOBODY)
    return [[await store.page(k, v) for k in kinds] + [await store.subjects("child", v), await store.subjects("family", v)] for v in views]


def test_what_is_in_scope_does_not_depend_on_the_way_it_is_reached(sqlite: Place, neo: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(store: GraphStore) -> list[Any]:
        await draw(store, WORLD + SAME)
        return await _listed(store)

    embedded, from_people = sqlite.run(work), neo.run(work)
    monkeypatch.setattr(neo4j_reads, "FEW", -1)
    assert from_people == neo.run(_listed) == embedded
    assert embedded[0][0] != []
    assert embedded[2] == [[], [], [], [], []]
