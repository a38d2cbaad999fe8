"""Which numbers are in force on a day, which can be set at all, and that everything about each is told."""

import inspect
from dataclasses import fields
from datetime import date
from math import inf, nan
from typing import Any

import orjson
import pytest

from graph.errors import BadInput
from graph.model import WeightsVersion
from queries.scoring import explained, knowing, trust
from queries.scoring.knowing import WEIGHTS, Weights
from queries.scoring.weighing import BUILT_IN, SHARES, checked, completed, faults, numbers, weights_of, weights_on

BEFORE, DAY, AFTER = date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2)


def version(name: str, since: date | None, **told: float) -> WeightsVersion:
    return WeightsVersion(name, since, orjson.dumps(numbers(WEIGHTS) | told).decode())


def test_a_version_is_in_force_from_its_day_and_not_before() -> None:
    held = [version("w-0001", DAY, knows=0.1)]
    assert weights_on(held, BEFORE) == (BUILT_IN, WEIGHTS)
    assert [weights_on(held, day)[0] for day in (DAY, AFTER)] == ["w-0001"] * 2
    assert weights_on(held, DAY)[1] == Weights(knows=0.1)


def test_of_two_versions_of_one_day_the_later_is_in_force() -> None:
    held = [version("w-0001", DAY, knows=0.1), version("w-0002", DAY, knows=0.3)]
    assert weights_on(held, DAY) == weights_on(held[::-1], DAY) == ("w-0002", Weights(knows=0.3))


def test_a_version_without_a_day_holds_from_the_beginning_and_yields_to_any_with_one() -> None:
    held = [version("w-0001", DAY), version("w-0002", None)]
    assert [weights_on(held, day)[0] for day in (date.min, BEFORE, DAY)] == ["w-0002", "w-0002", "w-0001"]


def test_a_version_set_before_kith_had_a_number_has_it_as_kith_comes_with_it() -> None:
    assert weights_of(WeightsVersion("w-0001", None, '{"knows": 0.1}')) == Weights(knows=0.1)


def test_what_a_table_does_not_name_stays_as_it_is_on_its_first_day() -> None:
    held = [version("w-0001", DAY, knows=0.1), version("w-0002", AFTER, knows=0.3)]
    assert [completed({"steady": 0.4}, held, day)["knows"] for day in (None, BEFORE, DAY, AFTER)] == [0.2, 0.2, 0.1, 0.3]
    assert checked(completed({"steady": 0.4}, held, DAY)) == Weights(knows=0.1, steady=0.4)


def test_the_numbers_that_kith_comes_with_can_be_set() -> None:
    assert checked(numbers(WEIGHTS)) == WEIGHTS


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"trust": 0.4}, "knowing + activity + trust + reach: must make 1 together, and make 1.1"),
        ({"trust": 0.300001}, "knowing + activity + trust + reach: must make 1 together, and make 1.000001"),
        ({"knowing": 0, "reach": 0, "trust": 0.75}, "knowing, reach: one must be above 0, for the others may be unknown"),
        ({"strong": 0.3}, "strong, steady: strong can't begin below steady"),
        ({"lapsed": 3}, "lapsed, cooling: a tie can't lapse before it cools"),
        ({"knows": 1.01}, "knows: must lie between 0 and 1"),
        ({"knows": -0.01}, "knows: must lie between 0 and 1"),
        ({"said_by_child": 2}, "said_by_child: must lie between 0 and 1"),
        ({"cooling": -1}, "cooling: must lie between 0 and 1,000,000"),
        ({"tenure_days": 10**400}, "tenure_days: must lie between 0 and 1,000,000"),
        *(({name: 0}, f"{name}: must be above 0") for name in ("tenure_days", "gap_half_life_days", "activity_half", "standing_months")),
        ({"standing_months": 1.5}, "standing_months: is a whole number of months, at most 120"),
        ({"standing_months": 121}, "standing_months: is a whole number of months, at most 120"),
        ({"charm": 0.5}, "charm: is no weight that Kith knows"),
        *(({"knows": bad}, "knows: is no number") for bad in (nan, inf, -inf, "0.2", True, None, [0.2], {"a": 1}, date(2026, 1, 1))),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_the_reason(told: dict[str, Any], fault: str) -> None:
    table = numbers(WEIGHTS) | told
    assert faults(table) == [fault]
    with pytest.raises(BadInput):
        checked(table)


def test_every_fault_is_told_at_once() -> None:
    whole = numbers(WEIGHTS)
    del whole["reach"]
    assert faults(whole | {"knows": 2, "charm": 1}) == [
        "reach: is missing",
        "charm: is no weight that Kith knows",
        "knows: must lie between 0 and 1",
    ]


def test_every_number_tells_its_unit_its_meaning_and_its_mark() -> None:
    for number in explained.table(WEIGHTS):
        assert number.unit
        assert number.meaning
        assert number.source in explained.MARKS
        assert not number.changed
    assert [n.name for n in explained.table(WEIGHTS)] == [f.name for f in fields(Weights)]


def test_the_numbers_that_kith_comes_with_are_those_of_the_domain_page() -> None:
    assert numbers(WEIGHTS) == {
        "tenure_days": 730, "gap_half_life_days": 1460, "activity_half_life_days": 90, "activity_half": 4, "record_half": 2,
        "knowing": 0.35, "activity": 0.25, "trust": 0.30, "reach": 0.10, "strong": 0.6, "steady": 0.35, "knows": 0.2,
        "home_visit": 1, "face_to_face": 0.8, "meeting": 0.5, "call": 0.4, "message": 0.1, "cooling": 4, "lapsed": 8,
        "said_by_child": 1, "said_by_carer": 0.9, "said_by_kin": 0.7, "said_by_professional": 0.6, "said_by_self": 0.5,
        "standing_months": 12}  # fmt: skip
    assert sum(getattr(WEIGHTS, share) for share in SHARES) == pytest.approx(1)


def test_a_changed_number_is_told_beside_the_one_kith_comes_with() -> None:
    [changed] = [n for n in explained.table(Weights(knows=0.1)) if n.changed]
    assert (changed.name, changed.value, changed.built_in) == ("knows", 0.1, 0.2)
    assert explained.changes(Weights(knows=0.1), WEIGHTS) == {"knows": (0.2, 0.1)}


@pytest.mark.parametrize("room", [knowing, trust])
def test_every_score_is_explained(room: object) -> None:
    told = {step.name for part in explained.parts() for step in part.steps}
    scores = {n for n, f in vars(room).items() if inspect.isfunction(f) and f.__module__ == vars(room)["__name__"] and n[0] != "_"}
    assert {name.replace("_", " ") for name in scores} <= told


def test_every_explanation_is_one_whole_sentence() -> None:
    for step in (s for part in explained.parts() for s in part.steps):
        assert step.sentence[:1].isupper(), step
        assert step.sentence.endswith("."), step
        assert ">>>" not in step.sentence
        assert "None" not in step.sentence
