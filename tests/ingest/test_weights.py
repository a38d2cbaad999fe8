"""The numbers an authority sets, on both stores: kept by version, in force from their day, and what they do to an answer."""

from datetime import UTC, date, datetime, timedelta
from math import exp

import orjson
import pytest

from graph.errors import BadInput
from graph.model import Subject, View, WeightsVersion
from graph.store import GraphStore
from ingest.weights import LONGEST, PEOPLE_IN_CHARGE, SetAtOnce, WeightsSet, set_weights
from queries.knowing.answers import WhoKnows
from queries.knowing.who_knows import who_knows
from queries.scoring.knowing import WEIGHTS, Weights
from queries.scoring.weighing import BUILT_IN, numbers, versions
from tests.conformance.drawing import draw
from tests.conftest import Place

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ON, JANUARY, MAY = date(2026, 6, 1), date(2026, 1, 1), date(2026, 5, 1)
HARTLEY = Subject("family", "hartley")
WORLD = f"""
    (amina:Professional)
    (hartley:Family)
    (amina)-[:KNOWS since={ON - timedelta(1460)}]->(hartley)
    """


def body(since: date | None = JANUARY, *, weights: Weights = WEIGHTS, reason: str | None = "they said so") -> WeightsVersion:
    return WeightsVersion("", since, orjson.dumps(numbers(weights)).decode(), "ruth", reason)


SLOW, SLOWER = Weights(tenure_days=1460), Weights(tenure_days=2920)


async def set_all(store: GraphStore, *bodies: WeightsVersion) -> list[WeightsSet]:
    """Set these, a minute apart."""
    return [await set_weights(store, b, lambda n=n: NOW + timedelta(minutes=n)) for n, b in enumerate(bodies)]


def asked(place: Place, view: View, *bodies: WeightsVersion) -> WhoKnows:
    """Who knows the family after these were set."""

    async def work(store: GraphStore) -> WhoKnows:
        await draw(store, WORLD)
        await set_all(store, *bodies)
        return (await who_knows(store, [HARTLEY], view))[0]

    return place.run(work)


def held_after(place: Place, *bodies: WeightsVersion) -> tuple[list[WeightsSet], list[WeightsVersion]]:
    async def work(store: GraphStore) -> tuple[list[WeightsSet], list[WeightsVersion]]:
        done = await set_all(store, *bodies)
        return done, await versions(store, View(date.max))

    return place.run(work)


def test_each_setting_is_a_version_of_its_own_and_none_is_rewritten(place: Place) -> None:
    done, held = held_after(place, body(), body(MAY, weights=SLOW, reason=None), body(None, weights=SLOWER), body(weights=SLOW))
    assert [v.id for v in held] == ["w-0001", "w-0002", "w-0003", "w-0004"]
    assert held == [one.version for one in done]
    assert all(one.new for one in done)
    assert [(v.since, v.set_by, v.reason) for v in held[:3]] == [
        (JANUARY, "ruth", "they said so"), (MAY, "ruth", None), (None, "ruth", "they said so")]  # fmt: skip


def test_the_same_numbers_for_the_same_day_again_change_nothing(place: Place) -> None:
    done, held = held_after(place, body(), body(reason="another reason"), body(None), body(None))
    assert [(one.version.id, one.new) for one in done] == [("w-0001", True), ("w-0001", False), ("w-0002", True), ("w-0002", False)]
    assert [v.reason for v in held] == ["they said so"] * 2


def test_going_back_to_earlier_numbers_is_a_version_again(place: Place) -> None:
    done, _ = held_after(place, body(), body(weights=SLOW), body())
    assert [(one.version.id, one.new) for one in done] == [("w-0001", True), ("w-0002", True), ("w-0003", True)]


def test_ids_go_on_after_the_latest_and_leave_versions_of_other_names_alone(place: Place) -> None:
    async def work(store: GraphStore) -> list[str]:
        await draw(store, "(w-0041:WeightsVersion)\n(strict:WeightsVersion)")
        return [one.version.id for one in await set_all(store, body())]

    assert place.run(work) == ["w-0042"]


def test_each_setting_is_a_finished_load_and_the_same_again_completes_one_that_broke_off(place: Place) -> None:
    async def work(store: GraphStore) -> list[tuple[bool, bool]]:
        await set_all(store, body())
        await store.begin_load(PEOPLE_IN_CHARGE, "2026-06-02T00:00:00.000000Z")
        await set_weights(store, body(), lambda: NOW + timedelta(days=2))
        return [(one.finished is not None, one.completed_by is not None) for one in await store.loads()]

    assert place.run(work) == [(True, False), (False, True), (True, False)]


def test_a_reason_is_short(place: Place) -> None:
    with pytest.raises(BadInput):
        held_after(place, body(reason="x" * (LONGEST + 1)))
    assert len(held_after(place, body(reason="x" * LONGEST))[1]) == 1


def test_two_who_set_at_the_same_moment_are_told(sqlite: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(store: GraphStore) -> None:
        await set_all(store, body())

        async def blind(*_: object, **__: object) -> list[WeightsVersion]:
            return []

        monkeypatch.setattr(type(store), "page", blind)
        await set_all(store, body(MAY))

    with pytest.raises(SetAtOnce):
        sqlite.run(work)


@pytest.mark.parametrize(
    ("view", "version", "tau"),
    [
        (View(ON), "w-0002", 2920),
        (View(MAY), "w-0002", 2920),
        (View(MAY - timedelta(1)), "w-0001", 1460),
        (View(JANUARY), "w-0001", 1460),
        (View(JANUARY - timedelta(1)), BUILT_IN, 730),
        (View(ON, NOW.date() - timedelta(1)), BUILT_IN, 730),
        (View(ON, NOW.date()), "w-0002", 2920),
    ],
)
def test_an_answer_uses_the_version_of_its_day_as_far_as_it_had_been_told(place: Place, view: View, version: str, tau: int) -> None:
    answer = asked(place, view, body(JANUARY, weights=SLOW), body(MAY, weights=SLOWER))
    days = 1460 - (ON - view.on).days
    assert answer.weights == version
    assert answer.knowers[0].best.strength == pytest.approx(0.35 * (1 - exp(-days / tau)) / 0.45)


def test_a_score_by_other_shares_is_as_worked_out_by_hand(place: Place) -> None:
    """Known 1,460 days at τ 1,460: K = 1 − 1/e = 0.632121. Only knowing and reach (0) are known: 0.2·K / (0.2 + 0.2) = 0.316060."""
    weights = Weights(tenure_days=1460, knowing=0.2, reach=0.2, activity=0.3, trust=0.3)
    answer = asked(place, View(ON), body(weights=weights))
    assert answer.knowers[0].best.strength == pytest.approx(0.316060, abs=1e-6)
    assert (answer.knowers[0].best.word, answer.nobody) == ("light", False)


def test_what_is_called_strong_and_who_counts_as_nobody_follow_the_numbers(place: Place) -> None:
    answer = asked(place, View(ON), body(weights=Weights(strong=0.7, steady=0.68, knows=0.69)))
    assert answer.knowers[0].best.strength == pytest.approx(0.672517, abs=1e-6)
    assert (answer.knowers[0].best.word, answer.nobody) == ("light", True)
