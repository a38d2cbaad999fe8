"""Continuity, worked out a second time: slowly, from the small print alone, without a line of the product; the two must agree."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from api.commands.continuity import continuity_line
from graph.model import Subject, View
from queries.continuity.continuity import answers, continuity
from queries.continuity.window import By, Counted, Window
from tests.queries.oracle_said import holds
from tests.queries.oracle_told import difference, everyone, held
from tests.queries.oracle_worlds import CHILDREN, FAMILIES, ON, STAFF, SUBJECTS, Key, Record, World, drawn

TIMES = ("", "", "T00:00:00", "T09:30:00", "T09:30:00+01:00", "T14:00:00Z")


def seen_with(world: World, subject: Key) -> list[Record]:
    """Rule 30: the contacts of one sequence, repeated by their count, in order."""
    own = [c for c in world.contacts if c["whom"] == subject]
    joint: list[Record] = []
    for c in world.contacts if subject[0] == "family" else ():
        if c["whom"][0] == "child" and member(world, c["whom"][1], subject[1], c["day"]):
            twin = next((j for j in joint if all(j[k] == c[k] for k in ("who", "how", "at"))), None)
            if twin:
                twin["count"] = max(twin["count"], c["count"])
            else:
                joint.append(dict(c))
    ordered = sorted(own + joint, key=lambda c: (c["day"], c["at"][11:19] or "00:00:00", c["who"]))
    return [c for c in ordered for _ in range(c["count"])]


def member(world: World, child: str, family: str, day: date) -> bool:
    return any(m["who"] == ("Child", child) and m["family"] == family and holds(m, day) for m in world.members)


def a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 2, 28)


def unit(world: World, who: str, day: date, by: str) -> tuple[str, str]:
    live = sorted((p for p in world.posts if p["who"] == who and holds(p, day)), key=lambda p: p["where"])
    live.sort(key=lambda p: p["since"] or date.min, reverse=True)
    return ("team", live[0]["where"]) if live and by == "service" else ("person", who)


def expected(world: World, subject: Key, window: Window) -> Record:
    """The measures of the small print and of the published table, one by one."""
    everything = [(c["day"], unit(world, c["who"], c["day"], window.by)) for c in seen_with(world, subject) if c["day"] <= window.until]
    inside = [n for n, (day, _) in enumerate(everything) if day >= window.since]
    met = [everything[n][1] for n in inside]
    known = sum(any(u == everything[n][1] and d >= a_year_before(everything[n][0]) for d, u in everything[:n]) for n in inside)
    changes = sum(a != b for a, b in pairwise(met))
    found = of_shares([met.count(u) for u in set(met)])
    several, some = len(met) > 1, len(met) > 0
    found["secon"] = (len(met) - 1 - changes) / (len(met) - 1) if several else None
    found["kpc"] = known / len(met) if some else None
    return found | {"changes": changes if some else None}


def of_shares(parts: list[int]) -> Record:
    n, m = sum(parts), len(parts)
    return {
        "contacts": n,
        "workers": m,
        "upc": max(parts) / n if n > 1 else None,
        "coc": (sum(p * p for p in parts) - n) / (n * (n - 1)) if n > 1 else None,
        "hi": sum((p / n) ** 2 for p in parts) if n else None,
        "mmci": (1 - m / (n + 0.1)) / (1 - 1 / (n + 0.1)) if n else None,
        "k": (n - m) / (n - 1) if n > 1 else None,
    }


def expected_days(world: World, subject: Key, window: Window) -> Record:
    """Days counted one by one, and given to where the professional was on the last of them."""
    parts: dict[tuple[str, str], int] = {}
    for who in STAFF:
        every = [window.since + timedelta(n) for n in range((window.until - window.since).days + 1)]
        days = [d for d in every if any(counts(world, t, subject, d) for t in world.ties if t["who"] == who)]
        if days:
            own = unit(world, who, days[-1], window.by)
            parts[own] = parts.get(own, 0) + len(days)
    return of_shares(list(parts.values())) | {"secon": None, "kpc": None, "changes": None}


def counts(world: World, tie: Record, subject: Key, day: date) -> bool:
    of_child = tie["whom"][0] == "child" and subject[0] == "family" and member(world, tie["whom"][1], subject[1], day)
    return holds(tie, day) and (of_child or tie["whom"] == subject)


def crowded(world: World, times: list[str], joint: list[tuple[str, int]], years: list[int], together: bool) -> World:
    """The same contacts at other times of their days; some with another child too, some a year (and a day) before as well.

    Together: all children are members of one family throughout.
    """
    moved = [c | {"at": c["day"].isoformat() + times[n % len(times)]} for n, c in enumerate(world.contacts)]
    with_others = [c | {"whom": ("child", child), "count": count} for c, (child, count) in zip(moved, joint, strict=False)]
    before = [c | {"day": (day := a_year_before(c["day"]) - timedelta(n)), "at": str(day)} for c, n in zip(moved, years, strict=False)]
    distinct = {(c["who"], c["whom"], c["at"], c["how"]): c for c in moved + with_others + before}
    all_members = [{"who": ("Child", c), "family": FAMILIES[0], "since": None, "until": None, "source": 0} for c in CHILDREN]
    return replace(world, contacts=list(distinct.values()), members=all_members if together else world.members)


def window_to(last: date, days: int, by: By, counted: Counted) -> Window:
    return Window(last - timedelta(days), last, by, counted)


windows = st.builds(
    window_to,
    st.integers(0, 900).map(lambda n: ON - timedelta(n)) | st.just(ON) | st.just(date(2024, 2, 29)),
    st.sampled_from([0, 30, 364, 365, 900]),
    st.sampled_from(("person", "service")),
    st.sampled_from(("contacts", "contacts", "days")),
)


crowds = st.tuples(
    st.lists(st.sampled_from(TIMES), min_size=1, max_size=5),
    st.lists(st.tuples(st.sampled_from(CHILDREN), st.integers(1, 4)), max_size=6),
    st.lists(st.sampled_from([0, 0, 1]), max_size=6),
    st.booleans(),
)


async def lines(world: World, asked: list[Subject], window: Window) -> list[Record]:
    """What the product says of all at once, of one at a time, and of each kind by itself."""
    async with held(world) as store:
        view = View(window.until)
        found = await continuity(store, asked, view, window)
        for kind in ("family", "child"):
            found += await answers(store, [s for s in asked if s.kind == kind], view, window)
        for one in asked:
            found += await continuity(store, [one], view, window)
        return [continuity_line(answer) for answer in found]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.integers(0, 10**6).map(drawn), crowds, windows)
def test_the_product_agrees_with_a_second_reading_of_the_rules(world: World, crowd: Any, window: Window) -> None:
    world = crowded(world, *crowd)
    found = asyncio.run(lines(world, everyone(), window))
    assert len(found) == 3 * len(SUBJECTS)
    reading: Any = expected if window.counted == "contacts" else expected_days
    for line in found:
        wanted = reading(world, (line["subject_kind"], line["subject_id"]), window)
        assert difference(line, wanted) is None
        assert set(line["undefined"]) & wanted.keys() == {name for name, value in wanted.items() if value is None}
