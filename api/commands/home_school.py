"""`kith home-school` and `kith hub`: who reaches from home to school, and who is present at a school."""

from collections.abc import Iterator, Sequence
from typing import Any

from api.commands.links import Out
from api.commands.opening import reading
from api.commands.printing import print_rows
from api.commands.shell import Shell
from api.telling.link_rows import HUB_COLUMNS, SCHOOL_COLUMNS, hub_rows, school_row
from api.telling.words import many
from graph.model import View
from queries.knowing.equity import EVERYONE, HOW_SUPPRESSED, lens
from queries.knowing.everyone_counted import equity
from queries.linking.home_school import HomeSchool, home_school
from queries.linking.home_school_board import shown
from queries.linking.hub import Hub, hub
from queries.scoring.because import plain_day


async def print_home_school(shell: Shell, view: View, out: Out, *, children: bool) -> None:
    """Print the schools, or the children whom nobody knows both at home and at school."""
    async with reading(shell, "kith home-school", everyone=True) as store:
        found = await home_school(store, view)
        marks = lens(await equity(store, view)) if out.board else None
    if children:
        _print_children(found, out)
        return
    rows = [school_row(one) for one in (shown(found.schools, marks) if marks else found.schools)]
    print_rows(rows, SCHOOL_COLUMNS, _school_words(rows, view, out), as_json=out.as_json, csv=out.csv)


def _print_children(found: HomeSchool, out: Out) -> None:
    rows = [{"child": p.child, "schools": list(p.schools)} for p in found.children]
    words = (f"{p.child} ({', '.join(p.schools) or 'no school is told'})" for p in found.children)
    print_rows(rows, ("child", "schools"), words, as_json=out.as_json, csv=out.csv)


def _school_words(rows: Sequence[dict[str, Any]], view: View, out: Out) -> Iterator[str]:
    yield f"Children whom no one person knows both at home and at school, {plain_day(view.on)}"
    for row in rows:
        name = "all children" if row["school"] == EVERYONE else row["school"]
        count: Any = row["link_workers"] if out.board else len(row["link_workers"])
        told = "" if row["school"] == EVERYONE else f"; {'no link worker' if not count else f'link workers: {count}'}"
        yield f"{name}: {row['without']} of {row['children']}{told}"
    yield "A link worker is in post, wherever, and knows pupils at school and pupils or their families at home or in the community."
    if out.board:
        yield HOW_SUPPRESSED


async def print_hub(shell: Shell, school: str, view: View, out: Out) -> None:
    """Print who is present at a school. Errors: UnknownId."""
    async with reading(shell, "kith hub", [school], everyone=True) as store:
        found = await hub(store, school, view)
    print_rows(hub_rows(found), HUB_COLUMNS, _hub_words(found, view), as_json=out.as_json, csv=out.csv)


def _hub_words(found: Hub, view: View) -> Iterator[str]:
    pupils = many(found.pupils, "pupil", "pupils")
    yield f"Who is present at {found.school} on {plain_day(view.on)}: {pupils}, of whom {found.unknown or 'none'} nobody in post knows"
    yield "Services, by how many of its pupils they know"
    for s in found.services:
        whose = " ".join(filter(None, (s.organisation, f"({s.sector})" if s.sector else "")))
        who = many(s.people, "person", "people")
        yield f"  {s.service}, {whose or 'organisation not told'}: {many(s.pupils, 'pupil', 'pupils')}, {who}"
    yield "People, by how many of its pupils they know"
    for p in found.people:
        where, contexts = ", ".join(p.services) or "no post", ", ".join(p.contexts) or "context not told"
        yield f"  {p.professional_id}, {where}: {many(p.pupils, 'pupil', 'pupils')} ({contexts})"
