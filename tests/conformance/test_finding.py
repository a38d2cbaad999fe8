"""Finding by words and identifiers, paging through ids, and ids of every shape."""

from datetime import date

import pytest

from graph.model import Area, Carer, Child, Family, Funding, Organisation, Professional, Service, Subject, View
from graph.store import GraphStore, Row
from tests.conformance.drawing import draw, tell
from tests.conftest import Place

NOW = View(date(2026, 6, 1))
NAMED = """
    (p1:Professional name='Siân O’Brien' staff_number=SW1)
    (p2:Professional name='Sian Byrne-Łuczak')
    (p3:Professional name='And Or Not')
    (p4:Professional name='Brienne')
    (SW1:Professional name='Someone Else')"""
KINDS = (Child, Carer, Family, Professional, Service, Organisation, Area, Funding)


def found(place: Place, **by: str | int) -> list[str]:
    async def work(store: GraphStore) -> list[str]:
        await draw(store, NAMED)
        return [p.id for p in await store.find(Professional, NOW, **by)]  # type: ignore[arg-type]

    return place.run(work)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("sian", ["p1", "p2"]),
        ("SIÂN", ["p1", "p2"]),
        ("obrien", ["p1"]),
        ("O'Brien Siân", ["p1"]),
        ("o’brien", ["p1"]),
        ("luczak", ["p2"]),
        ("Łuczak sian", ["p2"]),
        ("sian luczak obrien", []),
        ("sia", []),
        ("brien", []),
        ("byrne-luczak", ["p2"]),
        ("  sian   byrne ", ["p2"]),
    ],
)
def test_words_are_whole_all_needed_in_any_order_case_and_accents_aside(place: Place, words: str, ids: list[str]) -> None:
    assert found(place, words=words) == ids


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("sian OR brienne", []),
        ("sian AND byrne", []),
        ("and or", ["p3"]),
        ("NOT", ["p3"]),
        ("si*", []),
        ("*", []),
        ("+sian", ["p1", "p2"]),
        ("sian~", ["p1", "p2"]),
        ("-byrne sian", ["p2"]),
        ('"sian byrne"', ["p2"]),
        ('"', []),
        ("words:sian", []),
        ("^sian", ["p1", "p2"]),
        ("NEAR(sian byrne)", []),
        ("sian)", ["p1", "p2"]),
        ("[a TO z]", []),
        ("/s.*/", []),
        ("si?n", []),
        ("sian\\", ["p1", "p2"]),
        ("';--", []),
        ("{", []),
        ("%", []),
        ("_", []),
        ("\0", []),
    ],
)
def test_words_have_no_search_syntax(place: Place, words: str, ids: list[str]) -> None:
    assert found(place, words=words) == ids


@pytest.mark.parametrize(
    ("identifier", "ids"),
    [("SW1", ["SW1", "p1"]), ("p2", ["p2"]), ("sw1", []), ("S*", []), ("Siân O’Brien", []), ("", []), ("' OR 1=1 --", [])],
)
def test_an_identifier_or_id_is_matched_exactly(place: Place, identifier: str, ids: list[str]) -> None:
    assert found(place, identifier=identifier) == ids


def test_words_go_before_an_identifier_but_no_words_do_not(place: Place) -> None:
    assert found(place, words="sian", identifier="p4") == ["p1", "p2"]
    assert found(place, words="***", identifier="p4") == ["p4"]


def test_at_most_so_many_are_found(place: Place) -> None:
    assert found(place, words="sian", first=1) == ["p1"]


def test_a_child_is_found_by_pupil_and_health_number(place: Place) -> None:
    async def work(store: GraphStore) -> list[list[Child]]:
        await draw(store, "(leo:Child upn=A1 nhs_number=943)\n(zoe:Child upn=943)")
        return [await store.find(Child, NOW, identifier=i) for i in ("A1", "943", "zoe")]

    assert [[c.id for c in each] for each in place.run(work)] == [["leo"], ["leo", "zoe"], ["zoe"]]


def test_names_of_two_sources_are_found_each_by_its_own_words(place: Place) -> None:
    async def work(store: GraphStore) -> list[list[str]]:
        await draw(store, "(hartley:Family name='Hartley Byrne')", source="care")
        await draw(store, "(hartley:Family name='Hartley Osei')", source="school")
        return [[f.id for f in await store.find(Family, NOW, words=w)] for w in ("hartley", "byrne", "osei", "byrne osei")]

    assert place.run(work) == [["hartley"], ["hartley"], ["hartley"], []]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_may_be_searched_and_what_has_no_name_to_search_finds_nothing(place: Place, kind: type[object]) -> None:
    async def work(store: GraphStore) -> tuple[list[object], list[object]]:
        label: str = kind.__name__
        name = "given_name" if label in ("Child", "Carer") else "name"
        await draw(store, f"(x:{label} {name}=Hartley)")
        return await store.find(kind, NOW, identifier="x"), await store.find(kind, NOW, words="hartley")

    by_id, by_name = place.run(work)
    assert len(by_id) == 1
    assert by_name == ([] if kind in (Area, Funding) else by_id)


def test_a_name_in_another_script_is_found(place: Place) -> None:
    async def work(store: GraphStore) -> list[list[str]]:
        await draw(
            store, "(a:Family name='Ковальчук')\n(b:Family name='山田 太郎')\n(c:Family name='Ünal-Straße')\n(d:Family name='हिन्दी')"
        )
        return [[f.id for f in await store.find(Family, NOW, words=w)] for w in ("КОВАЛЬЧУК", "山田", "strasse unal", "हिन्दी")]

    assert place.run(work) == [["a"], ["b"], ["c"], ["d"]]


@pytest.mark.parametrize("kind", KINDS)
def test_pages_follow_each_other_without_gap_or_overlap(place: Place, kind: type[Child | Carer | Family | Professional]) -> None:
    async def work(store: GraphStore) -> list[list[str]]:
        await draw(store, "\n".join(f"({i}:{kind.__name__})" for i in ("d", "a", "c", "b", "e")))
        pages = [await store.page(kind, NOW, after=after, first=2) for after in ("", "b", "d", "e")]
        return [[thing.id for thing in page] for page in pages]

    assert place.run(work) == [["a", "b"], ["c", "d"], ["e"], []]


def test_subjects_follow_each_other_and_a_record_is_listed_under_the_child_it_is(place: Place) -> None:
    async def work(store: GraphStore) -> list[list[str]]:
        await draw(store, "(a:Child)\n(b:Child)\n(c:Child)\n(d:Child)\n(fam:Family)\n(a)-[:SAME_AS]->(c)")
        return [await store.subjects("child", NOW, after=after, first=2) for after in ("", "c", "d")] + [
            await store.subjects("family", NOW)
        ]

    assert place.run(work) == [["b", "c"], ["d"], [], ["fam"]]


ODD = [
    "' OR 1=1 --",
    '"',
    "\\",
    "`",
    "a b",
    "a|b",
    "{}",
    "$x",
    "%",
    "é",
    "e\u0301",
    "\u540d",
    "\uff5e",
    "\U0001f600",
    "[1]",
    "null",
    "1",
    "01",
    "1e3",
    "A",
    "a",
    "a/b?c#d",
    "<b>",
    "\u200b",
    "x" * 300,
]


def test_ids_of_any_shape_come_back_as_they_were_told_in_the_order_of_their_characters(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[list[str], list[str], dict[str, Child], list[str]]:
        facts: dict[str, list[Row]] = {
            "Child": [(i, i, None, None, None, None) for i in ODD],
            "Professional": [(i, i, None, None, None, None) for i in ODD],
            "KNOWS": [("Professional", i, "Child", i, i, i, None, None, None, None, None) for i in ODD],
        }
        await tell(store, facts)
        ties = (await store.around([Subject("child", i) for i in ODD], NOW)).ties
        assert all(t.professional_id == t.subject.id == t.row == t.role for t in ties)
        found = [c.id for i in ODD for c in await store.find(Child, NOW, identifier=i)]
        assert found == ODD
        return (
            await store.subjects("child", NOW),
            [p.id for p in await store.page(Professional, NOW)],
            await store.entities(Child, ODD, NOW),
            [t.row for t in ties],
        )

    subjects, page, entities, ties = place.run(work)
    assert subjects == page == ties == sorted(ODD)
    assert {c.id: c.given_name for c in entities.values()} == {i: i for i in ODD}
