"""What a scenario does, in words for people; several side by side."""

from collections.abc import Iterator, Sequence

from api.commands.leaving import told_of
from api.telling.impact_lines import impact_line
from queries.leaving.capital import Capital
from queries.leaving.impact import Impact
from queries.leaving.impact_groups import Group
from queries.scoring.because import plain_day

SIDE_BY_SIDE = ("families", "orphaned", "thinned", "weaker", "same", "lead_lost", "only_informal")
MOST_GROUPS = 5
"""Groups of a kind that are told in words; JSON has them all."""


def in_words(found: Impact) -> Iterator[str]:
    """A scenario as a manager reads it: the finding, who goes when, what it costs, groups, then families, worst first."""
    yield found.finding
    for person, day in found.going:
        yield f"{person} is gone from {plain_day(day)} on."
    for number in found.waiting:
        yield f"Change {number} comes after {plain_day(found.on)} and is not counted."
    for one in found.added:
        carry = f", for {one.capacity} families each" if one.capacity is not None else ""
        yield f"{one.service} has {'1 new post' if one.count == 1 else f'{one.count} new posts'} from {plain_day(one.on)} on{carry}."
    yield capital_in_words(found.capital)
    if found.kept.share is not None:
        yield f"Of their contacts in the last twelve months, {found.kept.share:.0%} were with people who stay."
    for by in dict.fromkeys(g.by for g in found.groups):
        own = [g for g in found.groups if g.by == by]
        yield from map(_group, own[:MOST_GROUPS])
        if len(own) > MOST_GROUPS:
            yield f"  and {len(own) - MOST_GROUPS} more: --json has them all"
    for line in found.lines:
        yield from told_of(line.loss)


def capital_in_words(lost: Capital) -> str:
    """What went into the ties that are lost."""
    if not lost.ties:
        return "No tie is lost."
    ties = "1 tie is" if lost.ties == 1 else f"{lost.ties} ties are"
    again = f"would take about {lost.months:.0f} months" if lost.months is not None else f"would take a time unknown: {lost.reason}"
    return f"{ties} lost, of strength {lost.strength:.1f} in all; for successors to know half of these families as well {again}."


def _group(one: Group) -> str:
    known = (
        f"known to someone{' there' if one.by in ('service', 'organisation') else ''}: {one.known_before} before, {one.known_after} after"
    )
    return f"{one.by} {one.id}: {one.families} families change, {one.orphaned} orphaned, {one.thinned} thinned; {known}"


def side_by_side(found: Sequence[tuple[str, Impact]]) -> Iterator[str]:
    """The figures of several scenarios on one day, one column each."""
    told = [impact_line(name, one) for name, one in found]
    rows = [("by " + found[0][1].on.isoformat(), [str(t["scenario"]) for t in told])]
    rows += [("people gone", [str(len(t["going"])) for t in told])]
    rows += [(name.replace("_", " "), [str(t[name]) for t in told]) for name in SIDE_BY_SIDE]
    rows += [("two or more strong links", [str(t["strong_after"]["more"]) for t in told])]
    rows += [("ties lost", [str(t["capital"]["ties"]) for t in told])]
    rows += [("strength lost", [f"{t['capital']['strength']:.1f}" for t in told])]
    rows += [("contacts that stay", [_share(t["kept"]["share"]) for t in told])]
    widths = [max(len(cells[n]) for _, cells in rows) for n in range(len(told))]
    for name, cells in rows:
        yield "  ".join((f"{name:26}", *(f"{c:>{w}}" for c, w in zip(cells, widths, strict=True)))).rstrip()


def _share(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.0%}"
