"""Two records that are kept apart, after an adoption above all, are never judged one child: on both stores."""

from datetime import UTC, date, datetime

from graph.model import Apart, Source
from graph.store import GraphStore
from ingest.apart import keep_apart
from ingest.deciding import GUARDIANS, Refused, everything
from ingest.identity import judge_children
from tests.conformance.drawing import draw
from tests.conftest import Place

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
CARE = """
    (care1:Child given_name=Leo family_name=Lee date_of_birth=2015-01-01)
    (zoe1:Child given_name=Zoe family_name=Lee date_of_birth=2016-01-01)
    """
SCHOOL = CARE.replace("care1", "school1").replace("zoe1", "zoe2")


def clock() -> datetime:
    return NOW


async def joined(store: GraphStore) -> dict[str, str]:
    return {child.id: stands for child, _, stands in await store.same_children() if stands != child.id}


async def drawn(store: GraphStore) -> None:
    await draw(store, CARE, source="care")
    await draw(store, SCHOOL, source="school", at="2026-02-01T00:00:00.000000Z")


def test_records_that_are_kept_apart_are_not_joined(place: Place) -> None:
    async def work(store: GraphStore) -> dict[str, str]:
        await drawn(store)
        assert isinstance(await keep_apart(store, "school1", "care1", "ada", clock), Apart)
        await judge_children(store, Source("school"), clock)
        return await joined(store)

    assert place.run(work) == {"zoe2": "zoe1"}


def test_records_that_were_joined_are_parted_at_once_and_stay_so(place: Place) -> None:
    async def work(store: GraphStore) -> list[dict[str, str]]:
        await drawn(store)
        await judge_children(store, Source("school"), clock)
        before = await joined(store)
        await keep_apart(store, "care1", "school1", "ada", clock)
        after = await joined(store)
        await judge_children(store, Source("school"), clock)
        return [before, after, await joined(store)]

    assert place.run(work) == [{"school1": "care1", "zoe2": "zoe1"}, {"zoe2": "zoe1"}, {"zoe2": "zoe1"}]


def test_a_record_apart_from_itself_or_from_nobody_is_refused(place: Place) -> None:
    async def work(store: GraphStore) -> list[object]:
        await drawn(store)
        return [await keep_apart(store, "care1", other, "ada", clock) for other in ("care1", "nobody")]

    assert all(isinstance(outcome, Refused) for outcome in place.run(work))


def test_a_merge_that_was_refused_is_recorded_once_a_day(place: Place) -> None:
    async def work(store: GraphStore) -> list[tuple[date | None, int]]:
        await drawn(store)
        await keep_apart(store, "care1", "school1", "ada", clock)
        await keep_apart(store, "care1", "zoe1", "ada", clock)
        found: list[tuple[date | None, int]] = []
        for _ in range(2):
            await judge_children(store, Source("school"), clock)
            [alike, other] = sorted(await everything(store, Apart), key=lambda a: a.id)
            assert other.refused_on is None
            found.append((alike.refused_on, len(await store.loads(GUARDIANS.name))))
        return found

    assert place.run(work) == [(NOW.date(), 3), (NOW.date(), 3)]
