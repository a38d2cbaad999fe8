"""`kith at-risk`: how many families a quarter may orphan, as JSON lines for programs, or in words for people."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import orjson

from api.commands.opening import reading
from api.commands.shell import Shell
from api.telling.words import many
from graph.model import View
from queries.risk.at_risk import AtRisk, KnowledgeAtRisk, knowledge_at_risk
from queries.risk.hazards import Rate
from queries.scoring.because import plain_day


async def print_at_risk(shell: Shell, view: View, draws: int, seed: int, *, as_json: bool) -> None:
    """Print what the authority and every service may lose in the quarter."""
    async with reading(shell, "kith at-risk", everyone=True) as store:
        found = await knowledge_at_risk(store, view, draws=draws, seed=seed)
    told = (orjson.dumps(line).decode() for line in lines(found)) if as_json else in_words(found)
    sys.stdout.write("".join(f"{line}\n" for line in told))


def lines(found: KnowledgeAtRisk) -> Iterator[dict[str, Any]]:
    """The lines of `kith at-risk`, the authority's first; the README lists their keys."""
    yield {
        "from": found.quarter.first.isoformat(),
        "to": found.quarter.last.isoformat(),
        "draws": found.draws,
        "seed": found.seed,
        **_line(found.authority),
        "rates": [asdict(rate) for rate in found.rates],
        "weights": found.weights,
    }
    yield from map(_line, found.services)


def _line(one: AtRisk) -> dict[str, Any]:
    return {
        "service_id": one.service_id,
        "families": one.families,
        "people": one.people,
        "leaving": one.leaving,
        "method": one.method,
        **asdict(one.figures),
    }


def in_words(found: KnowledgeAtRisk) -> Iterator[str]:
    """The same as a board reads it: the authority, the services that stand to lose most first, and what it rests on."""
    whole, told = found.authority, found.authority.figures
    known = f"{many(whole.families, 'family', 'families')} known by {many(whole.people, 'person', 'people')}"
    yield f"From {plain_day(found.quarter.first)} to {plain_day(found.quarter.last)}, of {known}:"
    yield f"{told.expected:.1f} expected to be left with nobody who knows them; {_leaving(whole)}."
    yield f"In 19 quarters of 20 no more than {told.kar_95}, in 99 of 100 no more than {told.kar_99}."
    yield f"In the worst 5 % of quarters {told.es_95:.1f} on average, in the worst 1 % {told.es_99:.1f}."
    yield _how(found)
    for one in sorted(found.services, key=lambda s: (-s.figures.expected, s.service_id or "")):
        of = one.figures
        yield f"{one.service_id}: {of.expected:.1f} of {one.families:,} expected, {of.kar_95} at 95 %, {of.kar_99} at 99 %; {_leaving(one)}"
    yield from map(_rate, found.rates)


def _leaving(one: AtRisk) -> str:
    return f"{many(one.leaving, 'person is', 'people are')} known to leave"


def _how(found: KnowledgeAtRisk) -> str:
    if found.authority.method == "exact":
        return "Worked out exactly."
    return f"Expected is exact; the rest is from {found.draws:,} draws with seed {found.seed}."


def _rate(rate: Rate) -> str:
    kind = f"{rate.service_kind or 'kind not known'}, {rate.contract or 'contract not known'}"
    seen = f"{rate.ended:,} of {rate.posts:,} posts seen ended in leaving"
    if rate.low is None or rate.high is None:
        return f"{kind}: too few to say ({seen}); England's {rate.yearly:.1%} a year is used"
    return f"{kind}: {rate.yearly:.1%} leave in a year ({rate.low:.1%} to {rate.high:.1%}; {seen})"
