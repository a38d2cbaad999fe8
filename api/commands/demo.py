"""`kith demo`: make a demo authority where there is none, say how often Kith finds its planted truth, and four things to try."""

import asyncio
import csv
import secrets
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from api.commands.load import became, tell
from api.commands.opening import Attempt, writing
from api.commands.serve import address, serve_forever, sign_in_link
from api.commands.shell import Shell
from api.guarding.access import Clock, Viewer
from api.guarding.own_tokens import development_issuer
from graph.errors import BadInput, StoreUnreachable
from graph.model import Source, View
from graph.settings import Settings
from graph.store import GraphReader, open_store
from ingest.demo import SIZES, Size, write_demo
from ingest.feeds import FEEDS
from ingest.load import load_feed
from queries.knowing.baselines import RULES, key_individual
from queries.knowing.who_knows import who_knows_all

SOURCE = Source("demo", controller="Northmoor (made up)", lawful_basis="none needed: made-up people", agreement="demo")
COORDINATOR = Viewer("demo-coordinator", "coordinator", None)


def demonstrate(shell: Shell, size: str, seed: int, *, serve: bool) -> None:
    """Make, measure, tell and serve. Errors: BadInput for a size that isn't known."""
    if size not in SIZES:
        raise BadInput(f"no size is called {size}: there are {', '.join(SIZES)}")
    settings, clock = shell.settings, shell.clock
    family, child = asyncio.run(_made(shell, SIZES[size], seed))
    key = secrets.token_urlsafe(16)
    print("\n".join(_to_try(settings, family, child, key, clock)), flush=True)
    if serve:
        serve_forever(settings, clock, key)


async def _made(shell: Shell, size: Size, seed: int) -> tuple[str, str]:
    """Make the demo unless the store holds families already; returns a family worth looking at, and a child of it."""
    settings, today = shell.settings, shell.clock().date()
    if found := await _first_family(settings, today):
        print(f"the store {settings.store} is kept as it is; remove it to make the demo anew")
        return found
    print("making a demo authority of made-up people …", flush=True)
    folder = settings.state_folder / "demo-feed"
    truth = write_demo(folder, size, seed=seed, on=today)
    await _load(shell, folder)
    await _measured(settings, truth, today)
    return await _first_family(settings, today) or ("", "")


async def _load(shell: Shell, folder: Path) -> None:
    """Load what was made; the audit has it like any other load."""
    async with writing(shell, Attempt("kith load", source=SOURCE.name), create=True) as change:
        report = await load_feed(change.store, FEEDS["kith-csv"], str(folder), SOURCE, clock=shell.clock)
        change.became = became(report)
    tell(report, dry_run=False)


async def _measured(settings: Settings, truth: Path, today: date) -> None:
    async with open_store(settings.store, settings, create=False) as store:
        await measure(store, truth, today)


async def _first_family(settings: Settings, today: date) -> tuple[str, str] | None:
    """The first family that somebody knows, with a child of it, where the store holds any."""
    try:
        async with open_store(settings.store, settings, create=False) as store:
            async for answer in who_knows_all(store, View(today), "family"):
                if answer.key_individual and len(answer.knowers) > 2:
                    members = await store.memberships([answer.subject.id], View(today))
                    return answer.subject.id, next((m.member_id for m in members if m.member_kind == "child"), "")
    except StoreUnreachable:
        if not settings.store.startswith("sqlite:"):
            raise
    return None


async def measure(store: GraphReader, truth: Path, on: date) -> dict[str, float]:
    """Print and return how often Kith, and four plain rules, name the person who truly knows a family best."""
    with truth.open(encoding="utf-8", newline="") as file:
        planted = {row["family_id"]: row["professional_id"] or None for row in csv.DictReader(file)}
    rules = {"Kith": key_individual, **RULES}
    found = dict.fromkeys(rules, 0)
    async for answer in who_knows_all(store, View(on), "family"):
        for name, rule in rules.items():
            found[name] += rule(answer) == planted.get(answer.subject.id)
    print(f"who truly knows each of {len(planted)} families best, as planted in {truth.name}:")
    for name, count in found.items():
        print(f"  {name:26}{count / len(planted):7.1%}")
    return {name: count / len(planted) for name, count in found.items()}


def _to_try(settings: Settings, family: str, child: str, key: str, clock: Clock) -> Iterable[str]:
    token = development_issuer(settings).issue(COORDINATOR, clock())
    query = f'{{ whoKnows(subject: {{family: \\"{family}\\"}}) {{ nobody keyIndividual {{ professional {{ name }} word because }} }} }}'
    yield "\nFour things to try:"
    yield f"1. the page:      {sign_in_link(settings, key)}"
    yield (
        f"2. GraphQL:       curl -s {address(settings)}/graphql -H 'content-type: application/json' "
        f"-H 'authorization: Bearer {token}' -H 'kith-purpose: early_help' -H 'kith-reason: trying Kith out' -d '{{\"query\":\"{query}\"}}'"
    )
    yield f"3. another shell: .venv/bin/kith who {family} --store {settings.store}"
    if child:
        yield f"4. as a child:    {sign_in_link(settings, key)}&child={child}"
