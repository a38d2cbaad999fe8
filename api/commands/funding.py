"""`kith funding`: what a funding line pays for, who goes when with it, and what bridging it would keep."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import orjson

from api.commands.opening import reading
from api.commands.shell import Shell
from api.telling.impact_lines import capital_line
from api.telling.impact_words import capital_in_words
from api.telling.words import many
from graph.errors import BadInput
from graph.model import Funded, View
from graph.store import GraphReader
from queries.leaving.bridging import Bridging, bridging
from queries.leaving.ends import GAP_MONTHS
from queries.leaving.per_child import PerChild, per_child
from queries.scoring.because import plain_day


@dataclass(frozen=True, slots=True)
class Terms:
    """What was typed beside the line: its last day, that of a gap after it, days of notice, and prices.

    `unit_cost` is what one tie costs to build anew; `per_child` what each family would bring, and `post_cost` what a post costs.
    """

    ends: date | None = None
    gap_until: date | None = None
    notice_days: int | None = None
    unit_cost: float | None = None
    per_child: float | None = None
    post_cost: float | None = None


async def print_funding(shell: Shell, funding: str, view: View, terms: Terms, *, as_json: bool) -> None:
    """Print what stops when a line does."""
    async with reading(shell, "kith funding", [funding], everyone=True) as store:
        found = await bridging(store, funding, view, ends=terms.ends, gap_until=terms.gap_until, notice_days=terms.notice_days)
        other = await _per_child(store, found, view, terms)
    line = funding_line(found, terms.unit_cost) | {"per_child": per_child_line(other) if other else None}
    lines = [orjson.dumps(line).decode()] if as_json else [*in_words(found, line), *(per_child_in_words(other) if other else ())]
    sys.stdout.write("".join(f"{one}\n" for one in lines))


async def _per_child(store: GraphReader, found: Bridging, view: View, terms: Terms) -> PerChild | None:
    """The same with money for each child, where prices were typed. Errors: BadInput."""
    if terms.per_child is None and terms.post_cost is None:
        return None
    if terms.per_child is None or terms.post_cost is None:
        raise BadInput("to compare with money for each child give both --per-child and --post-cost")
    without = replace(view, on=found.stops + timedelta(1))
    going = [p for p, _ in found.lost.going]
    return await per_child(store, going, without, amount=terms.per_child, post_cost=terms.post_cost)


def per_child_line(other: PerChild) -> dict[str, Any]:
    """Money for each child beside money for the programme; the README lists its keys."""
    return {
        "families": other.families,
        "posts": other.posts,
        "stays": list(other.stays),
        "goes": list(other.goes),
        "programme": dict(other.programme),
        "per_child": dict(other.per_child),
    }


def per_child_in_words(other: PerChild) -> Iterator[str]:
    """The same as a manager reads it."""
    paid = f"{many(other.posts, 'post', 'posts')} of {len(other.stays) + len(other.goes)} would go on being paid"
    yield f"Were the money for each child: {many(other.families, 'family', 'families')} whom they know bring it along, and {paid}."
    if other.stays:
        yield f"Those without whom most families would have nobody: {', '.join(other.stays)}."
    yield f"Left with nobody: {other.programme['orphaned']} families where the programme ends, {other.per_child['orphaned']} so."


def funding_line(found: Bridging, unit_cost: float | None) -> dict[str, Any]:
    """The line of `kith funding`; the README lists its keys."""
    kept = found.capital_kept
    return {
        "funding_id": found.line.id,
        "ends": found.stops.isoformat(),
        "gap_until": found.until.isoformat() if found.until else None,
        "notice_days": found.notice_days,
        "pays_for": [_paid(f) for f in found.pays_for],
        "going": [{"professional_id": p, "on": day.isoformat()} for p, day in found.lost.going],
        "finding": found.lost.finding,
        "bridging_keeps": {
            "families": found.families_kept,
            "orphaned": found.orphans_kept,
            **capital_line(kept),
            "money": kept.ties * unit_cost if unit_cost is not None else None,
        },
        "weights": found.lost.weights,
    }


def _paid(one: Funded) -> dict[str, Any]:
    return {"service_id": one.service_id, "professional_id": one.professional_id}


def in_words(found: Bridging, line: dict[str, Any]) -> Iterator[str]:
    """The same as a manager reads it."""
    yield f"{found.line.id} ends on {plain_day(found.stops)}; people have {found.notice_days} days of notice."
    for one in found.pays_for:
        yield f"It pays for {f'{one.professional_id} in' if one.professional_id else 'all of'} {one.service_id}."
    if found.until:
        short = f"everyone stays, for it is shorter than {GAP_MONTHS} months, or no post of theirs ends with it"
        yield f"The gap until {plain_day(found.until)}: {'it counts as an end' if found.lost.going else short}."
    for person, day in found.lost.going:
        yield f"{person} is gone from {plain_day(day)} on."
    yield found.lost.finding
    keeps = line["bridging_keeps"]
    cost = f" To build them anew would cost {keeps['money']:,.2f}." if keeps["money"] is not None else ""
    yield f"Bridging keeps {keeps['families']} families as they are, {keeps['orphaned']} of them from being orphaned. {_ties(found)}{cost}"


def _ties(found: Bridging) -> str:
    return "Without it: " + capital_in_words(found.capital_kept)
