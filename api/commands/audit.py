"""`kith audit`: whether it is whole, who looked at someone, what someone looked at, alarms, and all of it for keeping elsewhere."""

import sys
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import orjson

from api.commands.printing import print_rows
from api.guarding.audit_chain import Broken, Entry
from api.guarding.audit_checking import check_exported, check_here, exported
from api.guarding.audit_file import AUDIT, AuditFile
from api.guarding.audit_reading import AuditReading
from api.guarding.own_tokens import own_issuer
from api.guarding.trawling import Alarm, alarms
from api.telling.words import many
from graph.errors import BadInput
from graph.settings import Settings

_COLUMNS = tuple(f.name for f in fields(Alarm))


def audit_of(settings: Settings, *, elsewhere: bool = False) -> AuditReading:
    """The audit of a state folder. Errors: BadInput where there is none, but for what was exported and is checked elsewhere, or no key."""
    path = settings.state_folder / AUDIT
    if not any(settings.state_folder.glob("*key.json")):
        raise BadInput(f"there is no key in {settings.state_folder}, and it is what seals: name the state folder by KITH_STATE")
    if not elsewhere and not path.exists() and not path.with_name(f"{AUDIT}.head").exists():
        raise BadInput(f"there is no audit at {path}: name the state folder by KITH_STATE")
    return AuditReading(AuditFile(path, own_issuer(settings).secret_for("audit")))


def check_audit(settings: Settings, file: Path | None) -> int:
    """Print whether every entry stands as it was written; 1 where one does not."""
    reading = audit_of(settings, elsewhere=file is not None)
    found = check_exported(reading, file) if file else check_here(reading)
    if isinstance(found, Broken):
        sys.stdout.write(f"BROKEN: entry {found.number} {found.how}\n")
        return 1
    span = f", the first of {found.first}, the last of {found.last}" if found.entries else ""
    sys.stdout.write(f"whole: {many(found.entries, 'entry', 'entries')}, each as it was written{span}\n")
    return 0


def print_lookers(settings: Settings, subject: str, *, as_json: bool) -> None:
    """Print who was shown someone's data, or everyone's, in order."""
    _print(audit_of(settings).about(subject), as_json=as_json)


def print_looks(settings: Settings, who: str, *, as_json: bool) -> None:
    """Print what someone was shown, in order."""
    _print(audit_of(settings).by(who), as_json=as_json)


def _print(entries: Iterator[Entry], *, as_json: bool) -> None:
    for entry in entries:
        sys.stdout.write(f"{entry.line if as_json else _in_words(orjson.loads(entry.line))}\n")


def _in_words(told: dict[str, Any]) -> str:
    """One entry: when, who, as what, from where, what, how many, why."""
    case = f" (case {told['case']})" if told["case"] else ""
    why = f"{told['purpose']}: {told['reason']}{case}" if told["purpose"] else "no purpose"
    where = "all organisations" if told["organisations"] is None else ", ".join(told["organisations"]) or "no organisation"
    shown = "everyone" if "everyone" in told else f"{told['count']} shown"
    seen = f"refused: {told['refused']}" if told["refused"] else shown
    return f"{told['when']}  {told['who']}, {told['role']} ({where})  {', '.join(told['what'])}  {seen}  {why}"


def export_audit(settings: Settings, since: str) -> None:
    """Print every entry with its seal and the one before, one JSON object a line: to keep elsewhere and verify there."""
    sys.stdout.buffer.writelines(exported(audit_of(settings), since))


def print_alarms(settings: Settings, *, as_json: bool) -> None:
    """Print every hour in which someone looked at more than is usual, the newest first."""
    found = alarms(audit_of(settings))
    words = (
        f"{a.hour}:00 UTC  {a.who}, {a.role}  {a.subjects} people shown, {a.searches} searches, {a.missed} ids not found" for a in found
    )
    print_rows([asdict(alarm) for alarm in found], _COLUMNS, words, as_json=as_json)
