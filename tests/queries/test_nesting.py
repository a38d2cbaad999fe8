"""Areas within areas: what is asked of an authority or a region is asked of the wards in it too, on both stores."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadInput
from graph.model import View
from graph.store import GraphStore
from queries.knowing.lists import Filter, listed
from queries.knowing.nesting import nested, nesting, within
from queries.linking.links import links
from queries.linking.missing import missing
from queries.linking.sides import Which
from tests.conformance.drawing import draw
from tests.conftest import Place
from tests.queries.drawn import ON, WORLD, ago, known, post

AREAS = """
    (elm:Area kind=ward)
    (oak:Area kind=ward)
    (town:Area kind=authority)
    (shire:Area kind=region)
    (far:Area kind=region)
    (elm)-[:PART_OF]->(town)
    (oak)-[:PART_OF]->(town)
    (town)-[:PART_OF]->(shire)
    (f1:Family area_code=elm)
    (f2:Family area_code=oak)
    (f3:Family area_code=town)
    (f4:Family area_code=shire)
    (f5:Family)
    """
POSTS = post(ago(900)) + post(ago(900), who="ben", where="school")
KNOWN = "".join(known(ago(900), who=who, whom=f"f{n}") for who in ("amina", "ben") for n in range(1, 6))
LIVE = [("elm", {"f1"}), ("oak", {"f2"}), ("town", {"f1", "f2", "f3"}), ("shire", {"f1", "f2", "f3", "f4"}), ("far", set[str]())]


async def world(store: GraphStore) -> None:
    await draw(store, WORLD + AREAS + POSTS + KNOWN)


@pytest.mark.parametrize(("area", "families"), LIVE)
def test_who_lives_in_a_ward_lives_in_its_authority_and_region(place: Place, area: str, families: set[str]) -> None:
    async def work(store: GraphStore) -> None:
        await world(store)
        [link] = await links(store, View(ON), Which(area=area))
        gaps = await missing(store, View(ON), Which("services", area), 1)
        assert link.shared_families == len(families)
        assert [gap.shared_families for gap in gaps] == ([len(families)] if families else [])

    place.run(work)


@pytest.mark.parametrize(("area", "families"), LIVE)
def test_a_list_of_an_area_has_the_families_of_those_in_it(place: Place, area: str, families: set[str]) -> None:
    async def work(store: GraphStore) -> set[str]:
        await draw(store, WORLD + AREAS)
        return {e.subject.id async for e in listed(store, View(ON), "nobody", Filter(area=area))}

    assert place.run(work) == families


def test_which_area_lies_in_which_is_what_was_told_then(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[object, object]:
        await world(store)
        before = await nesting(store, View(ON, known_at=ago(900)))
        return before, await nesting(store, View(ON))

    town = {"elm", "oak", "town"}
    assert place.run(work) == ({}, {"town": town, "shire": town | {"shire"}})


def test_an_unknown_area_is_refused(place: Place) -> None:
    async def work(store: GraphStore) -> None:
        await world(store)
        with pytest.raises(BadInput, match="no area has the code nowhere: families live in elm, oak, shire, town"):
            await links(store, View(ON), Which(area="nowhere"))

    place.run(work)


names = st.sampled_from("abcde")


@given(st.dictionaries(names, st.lists(names, max_size=3).map(tuple)), names)
def test_what_counts_as_an_area_is_it_and_all_from_which_a_way_leads_to_it(larger: Mapping[str, tuple[str, ...]], area: str) -> None:
    inside = {area}
    for _ in range(5):
        inside |= {one for one, above in larger.items() if inside & set(above)}
    assert within(nested(larger), area) == inside
