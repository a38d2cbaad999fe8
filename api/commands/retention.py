"""`kith retention`: what has been kept long enough, and purging it; `kith hold`: what is never purged."""

from collections.abc import Callable, Iterator
from datetime import datetime, time
from typing import Any

from api.commands import refused_files
from api.commands.erased import counts, gone, show, spared
from api.commands.opening import Attempt, reading, writing
from api.commands.shell import Shell
from api.commands.who import subjects
from graph.model import Hold, Subject, SubjectKind
from ingest.holds import EVERYTHING, lift_holds, set_hold, standing
from ingest.retention import Due, due, purge
from ingest.retention_rules import Rule, rules

DRY = "dry run: nothing was purged; say --purge --yes to purge it for good"


async def tell_retention(shell: Shell, clock: Callable[[], datetime], *, yes: bool, as_json: bool) -> None:
    """Count what each class has to purge, or with `yes` purge it."""
    table = rules(shell.settings.retention)
    files = refused_files.older(shell.settings, _moment(table["refused_rows"], clock())) if not table["refused_rows"].never else []
    what = "kith retention --purge --yes" if yes else "kith retention"
    async with writing(shell, Attempt(what, everyone=True), yes=yes) as change:
        store = change.store
        if yes:
            erased, kept = await purge(store, table, clock)
            refused_files.remove(files)
            told: dict[str, Any] = {"done": True, **counts(erased), "kept": kept, "refused_files": len(files)}
            lines = ["purged:", *gone(erased), *spared(kept), f"files of refused rows: {len(files)}"]
        else:
            found = await due(store, table, clock().date())
            told = {"done": False, "classes": [_class(one) for one in found], "refused_files": len(files)}
            lines = [*_table(table, {one.rule.name: one for one in found}, len(files)), DRY]
    show(iter(lines), told, as_json=as_json)


def _moment(rule: Rule, now: datetime) -> datetime:
    return datetime.combine(rule.before(now.date()), time(), now.tzinfo)


def _class(one: Due) -> dict[str, Any]:
    rule, found = one.rule, one.found
    first = {label: list(ids) for label, ids in found.first.items()}
    kept = {"years": rule.years, "days": rule.days, "after": list(rule.after), "reason": rule.reason}
    return {"class": rule.name, **kept, "facts": dict(found.facts), "first": first, "kept": found.spared, "undated": one.undated}


def _table(table: dict[str, Rule], found: dict[str, Due], files: int) -> Iterator[str]:
    for rule in table.values():
        yield f"{rule.name}: {_kept(rule)}. {rule.reason}"
        if one := found.get(rule.name):
            for label, rows in one.found.facts.items():
                yield f"  {label:16}{rows:>10,}  first: {', '.join(one.found.first[label])}"
            yield from (f"  {line}" for line in spared(one.found.spared))
            if one.undated:
                yield f"  {one.undated:,} of which nobody can say since when: they stay"
    if files:
        yield f"files of refused rows: {files}"


def _kept(rule: Rule) -> str:
    if rule.never:
        return "never purged"
    if rule.name == "carers":
        return "go with the last family they belong to"
    spans = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((rule.years, "year"), (rule.days, "day")) if n]
    after = " and ".join(a.replace("_", " ") for a in rule.after)
    return f"{' and '.join(spans)} after {after}{', whichever is later' if len(rule.after) > 1 else ''}"


async def hold(shell: Shell, name: str, kind: SubjectKind | None, reason: str | None, clock: Callable[[], datetime]) -> None:
    """Set a hold for a reason, or without one lift all on this child or family."""
    async with writing(shell, Attempt("kith hold --reason" if reason else "kith hold --lift", [name])) as change:
        store = change.store
        if reason:
            [subject] = await subjects(store, [name], kind, EVERYTHING)
            new = await set_hold(store, subject, reason, shell.who, clock)
            line = f"{subject.kind} {name}: a hold for {reason} {'stands' if new else 'stood already'}; nothing of the household is erased"
        else:
            about = [Subject(each, name) for each in ("child", "family") if kind in (None, each)]
            lifted = sum([await lift_holds(store, one, shell.who, clock) for one in about])
            line = f"{name}: {lifted} lifted" if lifted else f"{name}: no hold stood"
    show(iter([line]), {}, as_json=False)


async def list_holds(shell: Shell) -> None:
    """Every hold that stands."""
    async with reading(shell, "kith hold", everyone=True) as store:
        found = await standing(store)
    show(iter([_hold(one) for one in found] or ["no hold stands"]), {}, as_json=False)


def _hold(one: Hold) -> str:
    return f"{one.subject_kind} {one.subject_id}: {one.reason}, set by {one.set_by or 'someone'} on {one.set_on or 'a day not known'}"
