"""A handover plan as a page to print and tick: with names, for the people who carry it out."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from api.pages.rendering import Templates
from graph.model import Child, Family, Professional, View
from graph.store import GraphReader
from queries.handover.handover import Handover, Plan
from queries.scoring.because import fitting

Seen = Callable[[dict[str, set[str]]], dict[str, set[str]]]
"""Of ids by kind, those whose names may be seen."""


async def checklist(reader: GraphReader, plan: Plan, view: View, seen: Seen = dict) -> str:
    """The page, complete in itself: it needs no network and no script. `seen` leaves out whose names are not to be seen."""
    rows = [*plan.handovers, *plan.without]
    people = {p for r in rows for p in r.leavers} | {h.receiver.professional_id for h in plan.handovers}
    found: dict[str, set[str]] = {"professional": people}
    for one in rows:
        found.setdefault(one.subject.kind, set()).add(one.subject.id)
    names = await names_of(reader, seen(found), view)
    return Templates().text(
        "handover.html",
        on=view.on,
        by_visit=sorted(plan.handovers, key=_in_time),
        without=plan.without,
        names=names,
        fitting=fitting,
    )


async def names_of(reader: GraphReader, ids: Mapping[str, Iterable[str]], view: View) -> dict[str, str]:
    """What these children, families and professionals are called, by id; who has no name on record is left out."""
    families = await reader.entities(Family, sorted(ids.get("family", ())), view)
    children = await reader.entities(Child, sorted(ids.get("child", ())), view)
    people = await reader.entities(Professional, sorted(ids.get("professional", ())), view)
    names = {i: f.name for i, f in families.items() if f.name} | {p: one.name for p, one in people.items() if one.name}
    return names | {i: whole for i, c in children.items() if (whole := " ".join(filter(None, (c.given_name, c.family_name))))}


def _in_time(one: Handover) -> tuple[date, str]:
    return one.visit or date.max, one.subject.id
