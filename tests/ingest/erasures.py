"""What the tests of erasing share: a small world full of canaries, where they may hide, and a run that dies half way."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import neo4j

from graph.model import SavedScenario
from graph.store import GraphStore
from ingest.scenarios import save_scenario
from tests.conformance.drawing import Drawing, tell
from tests.conftest import Place
from tests.ingest.folders import Clock

ROOT = Path(__file__).parents[2]
FIRST, SECOND, THIRD = (f"2026-0{n}-01T09:00:00.000000Z" for n in (2, 3, 4))
CANARIES = (
    "zorblatt",
    "Zörblatt",
    "quimbleson",
    "oldquimble",
    "2015-02-13",
    "2014-02-13",
    "H801200001001",
    "9434765919",
    "leo-canary",
    "leo-school",
    "17 Canary Row",
    "100023336956",
    "Do you trust Canary?",
    "said-canary",
    "receipt-canary",
)
"""Everything by which one child could be known: names, also as folded, birth dates, numbers, ids, the address, what was asked."""
WORLD = """
    (amina:Professional name='Amina Osei')
    (hartley:Family name=Hartley)
    (mum:Carer given_name=Joy family_name=Hartley)
    (leo-canary:Child given_name=Zörblatt family_name={name} date_of_birth={born} upn=H801200001001 nhs_number=9434765919)
    (zoe:Child given_name=Zoe family_name=Hartley)
    (home-canary:Address uprn=100023336956 address='17 Canary Row' postcode='AB1 2CD')
    (place:Address address='2 Low Street')
    (leo-canary)-[:MEMBER_OF since=2015-02-13]->(hartley)
    (mum)-[:MEMBER_OF relationship=mother]->(hartley)
    (amina)-[:KNOWS row=1 since=2020-01-01]->(leo-canary)
    (amina)-[:KNOWS row=2 since=2020-01-01]->(zoe)
    (amina)-[:MET at=2025-01-02 kind=call]->(leo-canary)
    (leo-canary)-[:LIVES_AT reported_by=council first_seen=2024-01-01]->(home-canary)
    (zoe)-[:LIVES_AT reported_by=council first_seen=2024-01-01]->(place)
    (said-canary:Statement kind=trust speaker_kind=child speaker_id=leo-canary about_professional_id=amina answer=yes said_on=2026-01-05)
    (said-of:Statement kind=trust speaker_kind=kin subject_kind=child subject_id=leo-canary about_professional_id=amina said_on=2026-01-05)
    (said-zoe:Statement kind=trust speaker_kind=child speaker_id=zoe about_professional_id=amina answer=yes said_on=2026-01-05)
    (receipt-canary:Receipt statement=said-canary content=x)
    (receipt-zoe:Receipt statement=said-zoe content=y)
"""
SCHOOL = (
    "(leo-school:Child given_name=Zörblatt family_name=Quimbleson date_of_birth=2015-02-13)\n(leo-school)-[:SAME_AS rule=r]->(leo-canary)"
)


async def fill(store: GraphStore) -> None:
    """A world in which much is told of one child, corrected once, joined with another record, spoken about and planned with."""
    drawing = Drawing()
    asked = {"Statement": -2}
    for born, name, at in (("2014-02-13", "OldQuimble", FIRST), ("2015-02-13", "Quimbleson", SECOND)):
        rows = drawing.read(WORLD.format(born=born, name=name))
        said = rows["Statement"]
        rows["Statement"] = [(*said[0][: asked["Statement"]], "Do you trust Canary?", None), *said[1:]]
        await tell(store, rows, source="care", at=at)
    await tell(store, drawing.read(SCHOOL), source="school", at=THIRD)
    await save_scenario(store, SavedScenario("plan", '[{"giver":"amina","subjects":[["child","leo-canary"]]}]'), Clock())
    await save_scenario(store, SavedScenario("other plan", '[{"giver":"amina","subjects":[["child","zoe"]]}]'), Clock())


def remains(place: Place, sought: tuple[str, ...] = CANARIES) -> list[str]:
    """Which canaries are left: in any byte of the store's files, or in any property of any node or relationship."""
    held = _bytes(place) if place.url.startswith("sqlite") else _properties(place)
    return [canary for canary in sought if canary.encode().lower() in held]


def _bytes(place: Place) -> bytes:
    """All that lies in and beside the file."""
    file = Path(place.url.removeprefix("sqlite:///"))
    return b"\n".join(path.read_bytes().lower() for path in sorted(file.parent.iterdir()) if path.is_file())


def _properties(place: Place) -> bytes:
    with neo4j.GraphDatabase.driver(place.url, auth=(place.settings.neo4j_user, place.settings.neo4j_password)) as driver:  # pyright: ignore[reportUnknownMemberType]
        told = driver.execute_query("MATCH (n) RETURN properties(n) AS p UNION ALL MATCH ()-[r]->() RETURN properties(r) AS p").records
    return "\n".join(str(value) for record in told for value in _values(record)).lower().encode()


def _values(record: neo4j.Record) -> Iterator[object]:
    yield from record["p"].values()


DYING = """
import asyncio, os, sys
from graph import neo4j_erase, sqlite_erase
from graph.settings import from_environment
from graph.store import open_store
from tests.ingest.folders import Clock
last = int(sys.argv[1])
steps = 0
def step():
    global steps
    steps += 1
    if steps > last:
        os._exit(9)
deletions, delete = sqlite_erase._deletions, neo4j_erase._delete
def dying(*told):
    for one in deletions(*told):
        step()
        yield one
async def dying_too(*told):
    step()
    return await delete(*told)
sqlite_erase._deletions, neo4j_erase._delete, sqlite_erase.BATCH = dying, dying_too, 1
async def main():
    settings = from_environment(os.environ)
    async with open_store(settings.store, settings) as store:
        {work}
asyncio.run(main())
"""


def die_after(place: Place, steps: int, work: str) -> int:
    """Do some work in a process of its own that dies after so many deletions; its exit code, 9 where it died."""
    user = {"KITH_NEO4J_USER": place.settings.neo4j_user, "KITH_NEO4J_PASSWORD": place.settings.neo4j_password}
    script = DYING.replace("{work}", work)
    return subprocess.run(
        (sys.executable, "-c", script, str(steps)), cwd=ROOT, env={**os.environ, **user, "KITH_STORE": place.url}
    ).returncode
