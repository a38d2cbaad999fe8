"""Knowledge at risk: how many families a quarter may orphan, over the authority and by service.

Only about who knows them: people leave their posts at the rate that posts like theirs have had, and a family is orphaned once
everyone who knew it has gone. No score, risk or prediction about a child or family exists here, and no chance is shown of one
person: only services and counts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from graph.errors import BadInput
from graph.model import View
from graph.store import GraphReader
from queries.leaving.ends import Ahead, going, in_sight, known_ends
from queries.risk.cover import Cover, Incidence, cover, families_by, incidence
from queries.risk.exposure import groups_of
from queries.risk.hazards import Rate, chances, rates
from queries.risk.orphaning import Figures, drawn, exactly, expected, figures, shares, weights_of
from queries.risk.services import every_service

Method = Literal["exact", "simulated"]
DRAWS = 10_000
SEED = 2041
MOST_DRAWS = 1_000_000


@dataclass(frozen=True, slots=True)
class AtRisk:
    """What one service, or the authority (null), may lose in the quarter.

    `families` that its people know, `people` who know these, wherever they work, and `leaving` of these whose posts are all known
    to end in the quarter. Exact: the whole distribution was worked out; simulated: the quantiles and the shortfall come of
    draws, the expected number is exact all the same.
    """

    service_id: str | None
    families: int
    people: int
    leaving: int
    figures: Figures
    method: Method


@dataclass(frozen=True, slots=True)
class KnowledgeAtRisk:
    """The answer for a quarter: the authority, every service by id, and the rates that it rests on."""

    quarter: Ahead
    draws: int
    seed: int
    authority: AtRisk
    services: tuple[AtRisk, ...]
    rates: tuple[Rate, ...]
    weights: str


async def knowledge_at_risk(reader: GraphReader, view: View, *, draws: int = DRAWS, seed: int = SEED) -> KnowledgeAtRisk:
    """The answer for the quarter that begins on the view's day. Errors: BadInput."""
    _check(draws, seed)
    return await risked(reader, await cover(reader, view), view, draws=draws, seed=seed)


def _check(draws: int, seed: int) -> None:
    if not 1 <= draws <= MOST_DRAWS or seed < 0:
        raise BadInput(f"draws lie between 1 and {MOST_DRAWS}, and a seed is not below 0")


async def risked(reader: GraphReader, held: Cover, view: View, *, draws: int = DRAWS, seed: int = SEED) -> KnowledgeAtRisk:
    """The answer from a cover already read. Errors: BadInput."""
    _check(draws, seed)
    services = await every_service(reader, view)
    known = rates(await reader.posts(view, services=sorted(services)), services, view.on)
    quarter = Ahead.of(view.on)
    posts = in_sight(held.posts, quarter)
    ends = known_ends(posts, await reader.fundings(view), quarter)
    leave = chances(held.people, posts, known, services, ends.keys())
    authority, by_service = of_all(held, leave, going(posts, ends.keys()), draws=draws, seed=seed)
    return KnowledgeAtRisk(quarter, draws, seed, authority, by_service, tuple(known.values()), held.weights)


def of_all(held: Cover, leave: Mapping[str, float], gone: Collection[str], *, draws: int, seed: int) -> tuple[AtRisk, tuple[AtRisk, ...]]:
    """The authority and its services; the draws, made once if anything needs them, are the same for all. `gone` are sure to leave."""
    by_service = families_by(held.knowers, groups_of(held.live, "service"))
    groups = [list(held.knowers.values()), *([held.knowers[f] for f in families] for families in by_service.values())]
    found = [_exact(service, sets, leave, gone) for service, sets in zip((None, *by_service), groups, strict=True)]
    if any(f.method == "simulated" for f in found):
        found = _simulated(found, groups, leave, draws=draws, seed=seed)
    return found[0], tuple(found[1:])


def _exact(service: str | None, sets: Sequence[frozenset[str]], leave: Mapping[str, float], gone: Collection[str]) -> AtRisk:
    """What can be said without drawing: where the team is too large for the rest, the expected number alone."""
    who = incidence(sets)
    chance = _chance(who, leave)
    whole = exactly(who, chance) if sets else np.ones(1)
    known = Figures(expected(who, chance), 0, 0, 0.0, 0.0) if whole is None else figures(whole)
    sure = sum(p in gone for p in who.people)
    return AtRisk(service, len(sets), len(who.people), sure, known, "simulated" if whole is None else "exact")


def _chance(who: Incidence, leave: Mapping[str, float]) -> Any:
    return np.array([leave[p] for p in who.people], dtype=float)


def _simulated(
    found: Sequence[AtRisk], groups: Sequence[Sequence[frozenset[str]]], leave: Mapping[str, float], *, draws: int, seed: int
) -> list[AtRisk]:
    """With the quantiles and shortfalls of those that were too large to be exact."""
    distinct = dict.fromkeys(groups[0])
    row = {people: n for n, people in enumerate(distinct)}
    who = incidence(distinct)
    counts = drawn(who, _chance(who, leave), weights_of([[row[s] for s in sets] for sets in groups], len(row)), draws=draws, seed=seed)
    return [one if one.method == "exact" else _with(one, shares(counts[n])) for n, one in enumerate(found)]


def _with(one: AtRisk, share: Any) -> AtRisk:
    return replace(one, figures=replace(figures(share), expected=one.figures.expected))
