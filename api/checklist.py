"""A handover plan as a page to print and tick: with names, for the people who carry it out."""

from datetime import date

from api.rendering import Templates
from graph.model import Child, Family, Professional, View
from graph.store import GraphReader
from queries.because import fitting
from queries.handover import Handover, Plan


async def checklist(reader: GraphReader, plan: Plan, view: View) -> str:
    """The page, complete in itself: it needs no network and no script."""
    rows = [*plan.handovers, *plan.without]
    families = await reader.entities(Family, [r.subject.id for r in rows if r.subject.kind == "family"], view)
    children = await reader.entities(Child, [r.subject.id for r in rows if r.subject.kind == "child"], view)
    people = sorted({p for r in rows for p in r.leavers} | {h.receiver.professional_id for h in plan.handovers})
    held = await reader.entities(Professional, people, view)
    names = {i: f.name for i, f in families.items() if f.name}
    names |= {i: whole for i, c in children.items() if (whole := " ".join(filter(None, (c.given_name, c.family_name))))}
    names |= {p: one.name for p, one in held.items() if one.name}
    return Templates().text(
        "handover.html",
        on=view.on,
        by_visit=sorted(plan.handovers, key=_in_time),
        without=plan.without,
        names=names,
        fitting=fitting,
    )


def _in_time(one: Handover) -> tuple[date, str]:
    return one.visit or date.max, one.subject.id
