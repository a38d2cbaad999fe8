"""`kith withdraw`: a partner leaves and takes its facts along."""

from collections.abc import Callable
from datetime import datetime

from api.commands import refused_files
from api.commands.erased import counts, dry, gone, show, spared, would
from api.commands.opening import Attempt, writing
from api.commands.shell import Shell
from ingest.withdrawing import allow_again, counted, withdraw


async def withdraw_source(shell: Shell, source: str, clock: Callable[[], datetime], *, yes: bool, as_json: bool) -> None:
    """Erase all that a source told, or without `yes` count it."""
    async with writing(shell, Attempt("kith withdraw --yes" if yes else "kith withdraw", source=source), yes=yes) as change:
        store, files = change.store, refused_files.of_source(shell.settings, source)
        if not yes:
            found = await counted(store, source)
            told = {"source": source, "done": False, "facts": dict(found.facts), "no_longer_held": {}, "kept": found.spared}
            lines = (f"{source} told these facts, all versions of them:", *would(found), *_files(len(files)), *dry())
        else:
            erased, kept = await withdraw(store, source, shell.who, clock)
            told = {"source": source, "done": True, **counts(erased), "kept": kept}
            lines = (f"erased of {source}:", *gone(erased), *spared(kept), *_files(refused_files.remove(files)), _after(source))
    show(iter(lines), {**told, "refused_files": len(files)}, as_json=as_json)


async def allow(shell: Shell, source: str, clock: Callable[[], datetime]) -> None:
    """Let a withdrawn source load again."""
    async with writing(shell, Attempt("kith withdraw --allow-again", source=source)) as change:
        await allow_again(change.store, source, shell.who, clock)
    show(iter([f"{source} may load again; what it told before stays erased"]), {}, as_json=False)


def _files(number: int) -> list[str]:
    return [f"files of rows refused from it: {number}"] if number else []


def _after(source: str) -> str:
    return f"who is the same child was judged anew; {source} loads no more until `kith withdraw {source} --allow-again`"
