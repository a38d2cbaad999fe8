"""`kith audit`: whether it is whole, who looked at someone, what someone looked at, and all of it for keeping elsewhere."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from api.guarding.audit_chain import Broken, Entry, verify
from api.guarding.audit_file import AUDIT, AuditFile
from api.guarding.own_tokens import own_issuer
from api.guarding.trawling import Limits, alarms
from graph.errors import BadInput
from graph.settings import Settings


def audit_of(settings: Settings) -> AuditFile:
    """The audit of a state folder. Errors: BadInput where there is none."""
    path = settings.state_folder / AUDIT
    if not path.exists() and not path.with_name(f"{AUDIT}.head").exists():
        raise BadInput(f"there is no audit at {path}: name the state folder by KITH_STATE")
    return AuditFile(path, own_issuer(settings).secret_for("audit"))


def check_audit(settings: Settings, exported: Path | None) -> int:
    """Print whether every entry stands as it was written; 1 where one does not."""
    audit = audit_of(settings)
    if exported is None:
        if not audit.path.exists():
            sys.stdout.write("BROKEN: the file of the audit is gone, its head is there\n")
            return 1
        found, head = verify(audit.entries(), audit.secret, audit.head()), audit.head()
    else:
        found, head = _verified(exported, audit.secret), None
    if isinstance(found, Broken):
        sys.stdout.write(f"BROKEN: entry {found.number} {found.how}\n")
        return 1
    if exported is None and head is None and found.number > 1:
        sys.stdout.write(f"BROKEN: {found.number} entries stand, but the head that tells of the last is gone or is not ours\n")
        return 1
    sys.stdout.write(f"whole: {found.number} entries, each as it was written, the last sealed {found.seal[:16]}\n")
    return 0


def _verified(exported: Path, secret: bytes) -> Any:
    """What was exported begins with the seal before its first entry, where it does not begin with the first of all."""
    entries = list(_exported(exported))
    if not entries:
        raise BadInput(f"{exported} holds no entry: export again")
    first, before = entries[0]
    return verify((entry for entry, _ in entries), secret, None, first=first.number, before=before)


def _exported(path: Path) -> Iterator[tuple[Entry, str]]:
    with path.open("rb") as file:
        for n, text in enumerate(file, 1):
            try:
                told = orjson.loads(text)
                yield Entry(int(told["number"]), str(told["line"]), str(told["seal"])), str(told["before"])
            except (ValueError, KeyError, TypeError):
                raise BadInput(f"{path} line {n} is no entry of an audit: export again") from None


def print_lookers(settings: Settings, subject: str, *, as_json: bool) -> None:
    """Print who was shown someone's data, in order."""
    _print(audit_of(settings).entries(subject=subject), as_json=as_json)


def print_looks(settings: Settings, who: str, *, as_json: bool) -> None:
    """Print what someone was shown, in order."""
    _print(audit_of(settings).entries(who=who), as_json=as_json)


def _print(entries: Iterator[Entry], *, as_json: bool) -> None:
    for entry in entries:
        if as_json:
            sys.stdout.write(f"{entry.line}\n")
            continue
        told = orjson.loads(entry.line)
        why = f"{told['purpose']}: {told['reason']}" if told["purpose"] else "no purpose"
        where = "all organisations" if told["organisations"] is None else ", ".join(told["organisations"]) or "no organisation"
        seen = f"{told['count']} shown" if not told["refused"] else f"refused: {told['refused']}"
        sys.stdout.write(f"{told['when']}  {told['who']}, {told['role']} ({where})  {', '.join(told['what'])}  {seen}  {why}\n")


def export_audit(settings: Settings, since: str) -> None:
    """Print every entry with its seal and the one before, one JSON object a line: to keep elsewhere and verify there."""
    before = ""
    for entry in audit_of(settings).entries():
        if orjson.loads(entry.line)["when"] >= since:
            told = {"number": entry.number, "line": entry.line, "seal": entry.seal, "before": before}
            sys.stdout.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE).decode())
        before = entry.seal


def print_alarms(settings: Settings, limits: Limits, *, as_json: bool) -> None:
    """Print every hour in which someone looked at more than is usual."""
    for alarm in alarms(audit_of(settings).entries(), limits):
        if as_json:
            sys.stdout.write(orjson.dumps(asdict(alarm), option=orjson.OPT_APPEND_NEWLINE).decode())
        else:
            what = f"{alarm.subjects} people shown, {alarm.missed} ids not found"
            sys.stdout.write(f"{alarm.hour}:00 UTC  {alarm.who}, {alarm.role}  {what}\n")
