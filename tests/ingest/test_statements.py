"""What people say, written one way on both stores: said once however often it is sent, followed and never rewritten."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from graph.model import Subject, View
from graph.store import GraphStore
from ingest.statement_checks import LONGEST, Said
from ingest.statements import Clash, Invalid, Outcome, Recorded, say, withdraw
from queries.knowing.answers import WhoKnows
from queries.knowing.who_knows import who_knows
from tests.conformance.drawing import draw
from tests.conftest import Place

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
HARTLEY, LEO = Subject("family", "hartley"), Subject("child", "leo")
WORLD = """
    (amina:Professional)
    (ben:Professional)
    (hartley:Family)
    (leo:Child)
    (mum:Carer)
    (leo)-[:MEMBER_OF]->(hartley)
    (mum)-[:MEMBER_OF]->(hartley)
    (amina)-[:KNOWS since=2023-01-01]->(leo)
    """
TRUST = Said("trust", "child", "leo", "amina", None, "yes", TODAY, question="Do you trust them?")


def told(place: Place, *said: Said, keys: str = "abcdefgh") -> tuple[list[Outcome], WhoKnows]:
    """Say these one after another, a minute apart, and ask who knows Leo."""

    async def work(store: GraphStore) -> tuple[list[Outcome], WhoKnows]:
        await draw(store, WORLD)
        outcomes = [await one(store, s, key, n) for n, (s, key) in enumerate(zip(said, keys, strict=False))]
        return outcomes, (await who_knows(store, [LEO], View(TODAY)))[0]

    async def one(store: GraphStore, what: Said, key: str, minute: int) -> Outcome:
        return await say(store, what, recorder="viewer", key=key, now=NOW + timedelta(minutes=minute))

    return place.run(work)


def statements(answer: WhoKnows) -> list[tuple[str, str | None]]:
    return [(s.kind, s.answer) for s in answer.around.statements]


@pytest.mark.parametrize("kind", ["trust", "nomination", "vouch", "dispute", "hide"])
def test_every_kind_is_said_and_held(place: Place, kind: str) -> None:
    [outcome], answer = told(place, replace(TRUST, kind=kind, visibility="not_them", expires_on=date(2026, 9, 1)))
    assert isinstance(outcome, Recorded)
    assert answer.around.statements == (outcome.statement,)
    assert (outcome.statement.kind, outcome.statement.visibility, outcome.statement.expires_on) == (kind, "not_them", date(2026, 9, 1))


def test_what_is_said_counts_at_once(place: Place) -> None:
    _, answer = told(place, replace(TRUST, answer="no"))
    assert answer.said.excluded == {"amina"}


def test_of_two_on_one_day_the_one_said_later_counts(place: Place) -> None:
    for answers in (("no", "yes"), ("yes", "no")):
        _, answer = told(place, *(replace(TRUST, answer=a) for a in answers), keys="".join(answers))
        assert (answer.said.excluded == {"amina"}) == (answers[-1] == "no")


def test_the_same_request_again_becomes_the_same_statement_and_writes_nothing(place: Place) -> None:
    (first, again), answer = told(place, TRUST, TRUST, keys="aa")
    assert first == again
    assert statements(answer) == [("trust", "yes")]


def test_the_same_words_with_another_key_are_said_again(place: Place) -> None:
    _, answer = told(place, TRUST, TRUST)
    assert statements(answer) == [("trust", "yes")] * 2


def test_a_key_used_for_something_else_is_a_clash_and_writes_nothing(place: Place) -> None:
    (_, clash), answer = told(place, TRUST, replace(TRUST, answer="no"), keys="aa")
    assert isinstance(clash, Clash)
    assert statements(answer) == [("trust", "yes")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(TRUST, said_on=date(2026, 6, 2)), "saidOn"),
        (replace(TRUST, expires_on=date(2026, 5, 31)), "expiresOn"),
        (replace(TRUST, question="x" * (LONGEST + 1)), "question"),
        (replace(TRUST, about_professional_id="nemo"), "about"),
        (replace(TRUST, speaker_id="nemo"), "speaker"),
        (replace(TRUST, speaker_kind="carer"), "speaker"),
        (replace(TRUST, subject=Subject("family", "leo")), "subject"),
        (replace(TRUST, speaker_kind="kin", speaker_id="gran"), "subject"),
        (replace(TRUST, speaker_kind="self", speaker_id="ben", subject=LEO), "speaker"),
    ],
)
def test_what_is_wrong_is_named_by_its_field_and_nothing_is_written(place: Place, wrong: Said, field: str) -> None:
    [outcome], answer = told(place, wrong)
    assert isinstance(outcome, Invalid)
    assert [p.field for p in outcome.problems] == [field]
    assert not answer.around.statements


def test_kin_need_not_be_held_and_anyone_may_be_without_a_name(place: Place) -> None:
    kin = replace(TRUST, speaker_kind="kin", speaker_id="gran", subject=LEO)
    outcomes, answer = told(place, kin, replace(kin, speaker_id=None), replace(TRUST, speaker_kind="carer", speaker_id=None, subject=LEO))
    assert all(isinstance(o, Recorded) for o in outcomes)
    assert len(answer.said.trust) == 3


def test_a_statement_withdrawn_is_followed_and_kept(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[Outcome, Outcome, WhoKnows]:
        await draw(store, WORLD)
        said = await say(store, replace(TRUST, answer="no"), recorder="viewer", key="a", now=NOW)
        assert isinstance(said, Recorded)
        first, second = [await withdraw(store, said.statement.id, recorder="viewer", key=k, now=NOW) for k in "bc"]
        return first, second, (await who_knows(store, [LEO], View(TODAY)))[0]

    first, second, answer = place.run(work)
    assert first == second
    assert statements(answer) == [("trust", "no"), ("trust", "unsure")]
    assert (answer.said.excluded, answer.knowers[0].best.parts.trust) == (frozenset(), None)


def test_what_was_followed_can_no_longer_be_withdrawn(place: Place) -> None:
    async def work(store: GraphStore) -> Outcome:
        await draw(store, WORLD)
        first = await say(store, TRUST, recorder="viewer", key="a", now=NOW)
        await say(store, replace(TRUST, answer="no"), recorder="viewer", key="b", now=NOW + timedelta(minutes=1))
        assert isinstance(first, Recorded)
        return await withdraw(store, first.statement.id, recorder="viewer", key="c", now=NOW + timedelta(minutes=2))

    assert isinstance(place.run(work), Clash)


def test_what_nobody_said_and_what_takes_back_cannot_be_withdrawn(place: Place) -> None:
    async def work(store: GraphStore) -> list[Outcome]:
        await draw(store, WORLD)
        unsure = await say(store, replace(TRUST, answer="unsure"), recorder="viewer", key="a", now=NOW)
        assert isinstance(unsure, Recorded)
        return [await withdraw(store, i, recorder="viewer", key="b", now=NOW) for i in ("nemo", unsure.statement.id)]

    unknown, nothing = place.run(work)
    assert isinstance(unknown, Invalid)
    assert isinstance(nothing, Clash)


def test_a_statement_is_stamped_like_a_feeds(place: Place) -> None:
    async def work(store: GraphStore) -> tuple[list[str], list[tuple[int, int]]]:
        await draw(store, WORLD)
        await say(store, TRUST, recorder="viewer", key="a", now=NOW)
        loads = await store.loads("people")
        before = (await store.around([LEO], View(TODAY, known_at=date(2026, 5, 31)))).statements
        return [s.id for s in before], [(x.read, x.kept) for x in loads if x.finished]

    assert place.run(work) == ([], [(1, 1)])
