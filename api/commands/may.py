"""`kith may`: whether someone would be shown a child or family, and which rule of the policy says so. Ids only."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import orjson
import typer

from api.commands.opening import reading
from api.commands.shell import Shell
from api.commands.who import subjects
from api.guarding.access import EVERYTHING, ROLES, Role, Viewer, in_production
from api.guarding.asking import Asking
from api.guarding.cursors import Cursors
from api.guarding.explaining import Explained, because, explained
from api.guarding.policy import policy
from api.guarding.purpose import PURPOSES, Purpose, PurposeNeeded, Purposes, purposes_in
from api.guarding.subject_rules import Ruling
from api.guarding.subject_seen import Group
from graph.errors import UnknownId
from graph.model import Organisation, SubjectKind, View
from graph.rows import instant
from graph.store import GraphReader
from queries.scoring.because import plain_day


@dataclass(frozen=True, slots=True)
class Asked:
    """Who would ask, as what, for whom (none: the organisations of their posts), why, and when."""

    who: str
    role: Role
    organisations: list[str]
    purpose: str
    at: datetime


def role_typed(text: str) -> Role:
    """A role, of what was typed."""
    for one in ROLES:
        if text == one:
            return one
    raise typer.BadParameter(f"is one of {', '.join(ROLES)}", param_hint="--role")


def at_of(day: date | None, now: datetime) -> datetime:
    """The instant of the question: now, or noon (UTC) of another day."""
    return now if day in (None, now.date()) else datetime.combine(day, time(12), UTC)


async def print_may(shell: Shell, asked: Asked, subject: str, kind: SubjectKind | None, *, as_json: bool) -> None:
    """Print what they would be shown of a child or family, and why. Errors: UnknownId, PolicyBroken."""
    known = purposes_in(Path(shell.settings.purposes or PURPOSES), development=not in_production(shell.settings))
    async with reading(shell, "kith may", [subject]) as store:
        asking = await _asking(store, asked, known)
        for one in await subjects(store, [subject], kind, View(asking.today)):
            found = await explained(asking, known.kind_of(asking.purpose), one)
            told = _told(asking, found)
            sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE) if as_json else _text(_words(told, asking)))


async def _asking(store: GraphReader, asked: Asked, known: Purposes) -> Asking:
    """The request they would make. Errors: UnknownId."""
    viewer = Viewer(asked.who, asked.role, await _scope(store, asked))
    why: Purpose | PurposeNeeded
    try:
        why = known.given(asked.role, asked.purpose, "kith may")
    except PurposeNeeded as lacking:
        why = lacking
    purpose = why if isinstance(why, Purpose) else None
    allowed = policy().allowed(viewer.role, known.kind_of(purpose))
    asking = Asking(store, viewer, asked.at.date(), "", Cursors(b""), purpose=purpose, allowed=allowed, at=instant(asked.at))
    await asking.draw_veil()
    return asking


async def _scope(store: GraphReader, asked: Asked) -> frozenset[str] | None:
    if EVERYTHING in asked.organisations:
        return None
    on = asked.at.date()
    view = View(on)
    if missing := sorted(set(asked.organisations) - set(await store.entities(Organisation, asked.organisations, view))):
        raise UnknownId(*missing)
    posts = [] if asked.organisations else await store.posts(view, professionals=[asked.who])
    live = (p.organisation_id for p in posts if (p.since or on) <= on <= (p.until or on))
    return frozenset(asked.organisations) | {organisation for organisation in live if organisation}


def _told(asking: Asking, found: Explained) -> dict[str, Any]:
    viewer = asking.viewer
    return {
        "who": viewer.id,
        "role": viewer.role,
        "organisations": None if viewer.organisations is None else sorted(viewer.organisations),
        "purpose": asking.purpose.code if asking.purpose else None,
        "on": asking.today,
        "subject_kind": found.subject.kind,
        "subject_id": found.subject.id,
        "groups": [{"group": group} | _ruling(ruling, group, viewer.role) for group, ruling in found.groups.items()],
        "ties": [{"professional_id": one} | _ruling(ruling, "summary", viewer.role) for one, ruling in found.ties.items()],
    }


def _ruling(ruling: Ruling, group: Group, role: Role) -> dict[str, Any]:
    never = [] if group in policy().ever(role) else [f"no rule permits it to the role {role}"]
    why = [] if ruling.yes else never + [because()[rule] for rule in ruling.rules] or ["no rule permits it for this purpose"]
    return {"may": ruling.yes, "rules": ruling.rules, "by": ruling.by, "because": why}


def _text(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _words(told: Mapping[str, Any], asking: Asking) -> Iterator[str]:
    """The answer as an officer reads it."""
    scope = "all organisations" if told["organisations"] is None else ", ".join(told["organisations"]) or "no organisation"
    why = f"for {told['purpose']}" if told["purpose"] else "without a purpose"
    on = plain_day(told["on"])
    yield f"May {told['who']} ({told['role']} of {scope}), {why}, see {told['subject_kind']} {told['subject_id']} on {on}?"
    if asking.purpose is None:
        yield f"Nothing about people: {asking.lacking}"
    for one in told["groups"]:
        yield f"{one['group'].replace('_', ' ')}: {_answer(one)}"
    shown = sum(one["may"] for one in told["ties"])
    yield f"ties and contacts: of {shown} of {len(told['ties'])} professionals"
    yield from (f"  {one['professional_id']}: {_answer(one)}" for one in told["ties"])


def _answer(one: Mapping[str, Any]) -> str:
    by = f" ({', '.join(one['by'])})" if one["by"] else ""
    return f"yes, by the rule {', '.join(one['rules'])}{by}" if one["may"] else f"no: {'; '.join(one['because'])}{by}"
