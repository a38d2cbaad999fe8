"""What is held of someone can be read out whole, version by version and with its source: it is what erasing them would take."""

from collections import Counter

import pytest

from graph.erasing import About, HeldFact, ToldBy
from graph.store import GraphStore
from tests.conftest import Place
from tests.ingest.erasures import fill

LEO = About(frozenset({("Child", "leo-canary"), ("Child", "leo-school")}))


async def _filled(store: GraphStore) -> tuple[list[HeldFact], dict[str, int]]:
    await fill(store)
    return await store.held([LEO]), dict((await store.erasable([LEO])).facts)


def test_it_is_every_version_of_what_erasing_would_take(place: Place) -> None:
    held, erasable = place.run(_filled)
    assert Counter(f.label for f in held) == erasable


def test_each_version_says_what_it_holds_who_told_it_and_until_when_it_stood(place: Place) -> None:
    held, _ = place.run(_filled)
    named = [(f.ends, f.values["family_name"], f.recorded[:7], (f.retired or "")[:7], f.source.name) for f in held if f.label == "Child"]
    assert named[0] == ((("Child", "leo-canary"),), "OldQuimble", "2026-02", "2026-03", named[0][4])
    assert {n[0][0][1] for n in named} == {"leo-canary", "leo-school"}
    [knows] = [f for f in held if f.label == "KNOWS"]
    assert (knows.ends, dict(knows.values)) == (
        (("Professional", "amina"), ("Child", "leo-canary")),
        {"row": "1", "since": "2020-01-01"},
    )


def test_statements_that_only_name_someone_are_held_of_them_too(place: Place) -> None:
    held, _ = place.run(_filled)
    assert sorted(f.ends[0][1] for f in held if f.label == "Statement") == ["said-canary", "said-of"]


@pytest.mark.parametrize("nobody", [[], [ToldBy("no-such-source")], [About(frozenset({("Child", "nobody")}))]])
def test_of_nobody_nothing_is_held(place: Place, nobody: list[About | ToldBy]) -> None:
    async def work(store: GraphStore) -> list[HeldFact]:
        await fill(store)
        return await store.held(nobody)

    assert place.run(work) == []
