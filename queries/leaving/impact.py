"""What a scenario does, family by family and in all: before is the same day without the changes, after with all of them together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.model import Funding, Subject, View
from graph.store import GraphReader
from queries.knowing.answers import Knower
from queries.knowing.posted import holds
from queries.leaving.capital import Capital, capital, together
from queries.leaving.differences import SHOWN, differences
from queries.leaving.effects import effects, first_days_without, first_felt
from queries.leaving.impact_groups import Group, groups
from queries.leaving.losses import OUTCOMES, Loss
from queries.leaving.scenario import AddPosts, MoneyChange, Scenario
from queries.leaving.scenario_checks import check
from queries.leaving.scenario_ground import Ground, ground_of
from queries.leaving.staying import Kept, kept_with
from queries.scoring.because import plain_day


@dataclass(frozen=True, slots=True)
class Links:
    """How many families have no strong link, one, or two or more: a link is strong from the weights' `strong` on."""

    none: int
    one: int
    more: int


@dataclass(frozen=True, slots=True)
class Line:
    """What one child or family loses: the loss, strong links before and after, the ties that went, and continuity after the change."""

    loss: Loss
    strong_before: int
    strong_after: int
    capital: Capital
    kept: Kept


@dataclass(frozen=True, slots=True)
class Impact:
    """What a scenario does by a day.

    `lines` are the children and families for whom anything changes, families worst first. The figures count families,
    a child without one as one of its own: `families` is how many of them change. `going` are those who are gone by the
    day, each with the first day without them; `waiting` are the changes, counted from 1, that come later.
    """

    on: date
    going: tuple[tuple[str, date], ...]
    waiting: tuple[int, ...]
    added: tuple[AddPosts, ...]
    lines: tuple[Line, ...]
    families: int
    outcomes: dict[str, int]
    lead_lost: int
    only_informal: int
    before: Links
    after: Links
    groups: tuple[Group, ...]
    capital: Capital
    kept: Kept
    weights: str

    @property
    def finding(self) -> str:
        """One sentence on what it does in all."""
        return _finding(self)


async def impact(reader: GraphReader, scenario: Scenario, view: View, *, shown: int = SHOWN, asked_on: date | None = None) -> Impact:
    """What the changes do by the view's day. Errors: BadScenario, with everything that is wrong with them.

    Contacts are counted up to `asked_on` at most: nobody has met after it yet.
    """
    ground = await ground_of(reader, scenario, view)
    check(ground, scenario)
    return await _impact(reader, ground, scenario, view, shown, min(view.on, asked_on or view.on))


async def day_of(reader: GraphReader, scenario: Scenario, view: View) -> date:
    """The first day on which every change is felt, the view's own at the earliest: what a scenario is asked for unless told otherwise."""
    lines = sorted({c.funding for c in scenario if isinstance(c, MoneyChange)})
    ground = Ground(fundings=await reader.entities(Funding, lines, view) if lines else {})
    return max([view.on, *(day for c in scenario if (day := first_felt(ground, c)) < date.max)])


async def _impact(reader: GraphReader, ground: Ground, scenario: Scenario, view: View, shown: int, met_until: date) -> Impact:
    """The same of a scenario that was checked, from what was read for it."""
    effect = effects(ground, scenario, view.on)
    moved = {p.professional_id for p in ground.posts if p.service_id in effect.moved and holds(p, view.on)}
    found = await differences(reader, effect, view, shown=shown, beside=moved, past=True)
    around, weights = found.before.around, found.before.weights
    at_home = {Subject("child", m.member_id) for m in around.memberships if m.member_kind == "child"}
    staying = kept_with(around, [x.subject for x in found.losses], effect, met_until)
    lines = [
        Line(x, _strong(x.answer.knowers, weights.strong), _strong(x.left, weights.strong), capital(x.lost, weights), k)
        for x, k in zip(found.losses, staying, strict=True)
    ]
    counted = [x for x in lines if x.loss.changed and x.loss.subject not in at_home]
    days = first_days_without(ground, scenario)
    return Impact(
        view.on,
        tuple((p, day) for p, day in days.items() if p in effect.gone),
        effect.waiting,
        effect.added,
        tuple(x for x in lines if x.loss.changed),
        len(counted),
        {o: sum(x.loss.outcome == o for x in counted) for o in OUTCOMES},
        sum(x.loss.lead_lost for x in counted),
        sum(x.loss.only_informal for x in counted),
        _links(x.strong_before for x in counted),
        _links(x.strong_after for x in counted),
        groups((x.loss for x in lines if x.loss.subject not in at_home), found.before, effect),
        together(x.capital for x in counted),
        Kept(sum(x.kept.contacts for x in counted), sum(x.kept.staying for x in counted)),
        found.before.weights_version,
    )


def _strong(knowers: Sequence[Knower], enough: float) -> int:
    return sum(k.best.strength >= enough for k in knowers)


def _links(strong: Iterable[int]) -> Links:
    count = Counter(min(n, 2) for n in strong)
    return Links(count[0], count[1], count[2])


def _finding(done: Impact) -> str:
    """One sentence in plain words."""
    people, families = _several(len(done.going), "person", "people"), _several(done.families, "family", "families")
    gone = f"{people} {'is' if len(done.going) == 1 else 'are'} gone" if done.going else "nobody is gone"
    start = f"By {plain_day(done.on)} {gone}"
    if not done.families:
        return f"{start}, and no child or family loses anyone who knows them."
    told = [f"{done.outcomes['orphaned']} left with nobody who knows them well enough to be asked"]
    told += [f"{done.outcomes['thinned']} with one person alone"]
    told += [f"{done.only_informal} with informal knowers alone"] if done.only_informal else []
    told += [f"{done.lead_lost} without their lead practitioner on paper"]
    links = f"{done.before.more} had two or more strong links before, and {done.after.more} after"
    return f"{start}, and something changes for {families}: {', '.join(told)}; {links}."


def _several(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
