"""What has been kept long enough, class by class, and purging it. Nothing under a legal hold is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from graph.erasing import About, Chosen, Erasable, Node, Older
from graph.model import Statement, View
from graph.rows import instant
from graph.schema import KINDS, TIES
from graph.store import GraphReader, GraphStore
from ingest.holds import held
from ingest.involvement import Lives, lives
from ingest.retention_rules import Rule
from ingest.withdrawing import KEEPER, erase, finish

DATED: dict[str, tuple[str, str]] = {
    "contacts": ("MET", "day"),
    "ties": ("KNOWS", "until"),
    "memberships": ("MEMBER_OF", "until"),
    "attendance": ("ATTENDS", "until"),
    "addresses": ("LIVES_AT", "last_seen"),
    "receipts": ("Receipt", "recorded"),
    "saved_scenarios": ("SavedScenario", "saved_on"),
    "openings": ("Opening", "until"),
}
"""Classes whose facts carry the day themselves."""
ELSEWHERE = ("carers", "refused_rows")
"""Classes that go with others, or lie beside the store."""
YEAR = 365
"""Days for which a statement without a last day stands."""


@dataclass(frozen=True, slots=True)
class Due:
    """What of one class has been kept long enough; `undated` are the things of it for which nobody can say."""

    rule: Rule
    found: Erasable
    undated: int


async def due(reader: GraphReader, rules: Mapping[str, Rule], today: date) -> list[Due]:
    """What has been kept long enough on this day, counted for each class that is ever purged."""
    spared, found = await held(reader), list[Due]()
    for rule, chosen, undated in await _all_chosen(reader, rules, today):
        found.append(Due(rule, await reader.erasable(chosen, spared) if chosen else Erasable(), undated))
    return found


async def purge(store: GraphStore, rules: Mapping[str, Rule], clock: Callable[[], datetime]) -> tuple[dict[str, int], int]:
    """Purge it, in one run; says how many facts of each kind went, and how many a hold spared."""
    chosen = [one for _, each, _ in await _all_chosen(store, rules, clock().date()) for one in each]
    load = await store.begin_load(KEEPER, instant(clock()))
    gone, kept = await erase(store, load, chosen, await held(store))
    await finish(store, load, gone, kept, clock)
    return gone, kept


async def _all_chosen(reader: GraphReader, rules: Mapping[str, Rule], today: date) -> list[tuple[Rule, tuple[Chosen, ...], int]]:
    """What each class that is ever purged has to purge, and how many of its things nobody can date."""
    known = await lives(reader, today)
    kept = [rule for rule in rules.values() if not rule.never and rule.name not in ELSEWHERE]
    return [(rule, *await _chosen(reader, rule, rules, known, today)) for rule in kept]


async def _chosen(reader: GraphReader, rule: Rule, rules: Mapping[str, Rule], known: Lives, today: date) -> tuple[tuple[Chosen, ...], int]:
    before = rule.before(today)
    if rule.name in DATED:
        return (Older(*DATED[rule.name], before.isoformat()),), 0
    if rule.name == "earlier_versions":
        return tuple(Older(kind.label, "retired", before.isoformat()) for kind in (*KINDS, *TIES)), 0
    if rule.name == "statements":
        return _about(await _statements(reader, before)), 0
    children, undated = _children(rules["children"], known, today)
    if rule.name == "children":
        return _about({("Child", record) for record in children}), undated
    families, undated = _families(rule, known, children, before)
    return _about({("Family", family) for family in families}), undated


def _about(nodes: set[Node]) -> tuple[Chosen, ...]:
    return (About(frozenset(nodes)),) if nodes else ()


def _children(rule: Rule, known: Lives, today: date) -> tuple[set[str], int]:
    """The records of children who have been kept long enough, and how many children nobody can say it of."""
    if rule.never:
        return set(), 0
    before, found, undated = rule.before(today), set[str](), 0
    for child, records in known.children.items():
        days = list(_days(rule, known, child))
        undated += None in days or not days
        if days and all(day is not None and day < before for day in days):
            found |= records
    return found, undated


def _days(rule: Rule, known: Lives, child: str) -> Iterator[date | None]:
    """The days its keeping counts from; None where one that counts is not known. Nobody ever involved counts for nothing."""
    if "birthday_25" in rule.after:
        yield known.birthdays.get(child)
    if "last_involvement" in rule.after and ("child", child) in known.involved:
        yield known.involved["child", child]


def _families(rule: Rule, known: Lives, children: set[str], before: date) -> tuple[set[str], int]:
    """Families with no child but those who go, in whom nobody has been involved for long enough."""
    stay = {family for child, records in known.children.items() if not records <= children for family in known.families_of.get(child, ())}
    alone = known.families - stay
    undated = {family for family in alone if ("family", family) not in known.involved}
    return {family for family in alone - undated if known.involved["family", family] < before}, len(undated)


async def _statements(reader: GraphReader, before: date) -> set[Node]:
    """Statements that have expired for long enough, with all that the same speaker said of the same matter.

    What was said later may take something back that would stand again without it; a dispute or hide without a last day stands.
    """
    matters: dict[tuple[str | None, ...], dict[str, date]] = {}
    for said in (await reader.heard(View(date.max))).statements:
        matter = said.kind, said.speaker_kind, _speaker(said), said.about_professional_id
        ends = said.expires_on or (date.max if said.kind in ("dispute", "hide") else date.fromordinal(said.said_on.toordinal() + YEAR))
        matters.setdefault(matter, {})[said.id] = ends
    return {("Statement", i) for ends in matters.values() if max(ends.values()) < before for i in ends}


def _speaker(said: Statement) -> str:
    """Who spoke; a self without an id is the professional it is about, anyone else without one stands alone."""
    return said.speaker_id or (said.speaker_kind == "self" and said.about_professional_id) or said.id
