"""Who knows, and what people said, worked out a second time, slowly and from the pages alone; the two must agree."""

import asyncio
from collections.abc import Iterable
from typing import Any

from api.commands.lines import who_line
from graph.store import GraphStore
from queries.knowing.answers import WhoKnows
from queries.knowing.who_knows import who_knows, who_knows_all
from tests.conftest import Place
from tests.queries.oracle_said import Heard, speaker
from tests.queries.oracle_told import agree, difference, everyone, held, iso, unprefixed, view, write
from tests.queries.oracle_who import Who
from tests.queries.oracle_worlds import SUBJECTS, Key, Record, World, drawn

PLACED = 6
"""Worlds written into one store, side by side."""


def found(answer: WhoKnows, prefix: str = "") -> Record:
    """What the product says: its line, with the order taken out of what has none, and the voices on trust."""
    line: Record = unprefixed(who_line(answer), prefix)
    line["vouches"] = sorted([list(v.values()) for v in line["vouches"]], key=str)
    line["removed"] = sorted(list(r.values()) for r in line["removed"])
    line["voices"] = sorted(v.statement.id.removeprefix(prefix) for v in answer.said.trust)
    for one in (*line["knowers"], *line["dormant"]):
        one["trust_said"] = [list(counted) for counted in sorted(one["trust_said"].items())]
    return line


def wanted(world: World, heard: Heard, subject: Key) -> Record:
    """What the pages say."""
    who = Who(world, heard, subject)
    vouches: list[list[Any]] = [[v["about"], *speaker(v), iso(v["said_on"])] for v in who.vouches]
    removed = [[who, *whom] for who, whom in who.removed]
    voices = [s["id"] for s, whom in heard.standing if s["kind"] == "trust" and whom in who.subjects]
    return who.line() | {"vouches": sorted(vouches, key=str), "removed": sorted(removed), "voices": sorted(voices)}


def differing(world: World, lines: Iterable[Record]) -> str | None:
    heard = Heard(world)
    pages = {subject: wanted(world, heard, subject) for subject in SUBJECTS}
    pairs = ((line, (line["subject_kind"], line["subject_id"])) for line in lines)
    return next((told for line, key in pairs if (told := difference(line, pages[key], f"{key}"))), None)


async def asked(store: GraphStore, world: World, prefix: str = "") -> list[Record]:
    return [found(a, prefix) for a in await who_knows(store, everyone(prefix), view(world, prefix))]


async def alone(world: World) -> tuple[list[Record], list[Record]]:
    """What the product says of each subject, asked for by name, and asked for all at once."""
    async with held(world) as store:
        return await asked(store, world), [found(a) async for a in who_knows_all(store, view(world))]


def by_itself(world: World) -> str | None:
    named, told = asyncio.run(alone(world))
    assert sorted((x["subject_kind"], x["subject_id"]) for x in told) == sorted(SUBJECTS)
    return differing(world, [*named, *told])


def test_the_product_agrees_with_a_second_reading_of_the_rules() -> None:
    agree(range(300), by_itself)


def test_both_stores_agree_with_it_on_worlds_held_side_by_side(place: Place) -> None:
    side_by_side = {f"w{n}-": drawn(1000 + n) for n in range(PLACED)}

    async def work(store: GraphStore) -> list[list[Record]]:
        await write(store, side_by_side)
        return [await asked(store, world, prefix) for prefix, world in side_by_side.items()]

    for world, lines in zip(side_by_side.values(), place.run(work), strict=True):
        assert (len(lines), differing(world, lines)) == (len(SUBJECTS), None), world
