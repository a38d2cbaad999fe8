"""The one way in which a command opens the store: what was typed is in the audit before anything is answered or changed."""

from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, replace
from secrets import token_hex

from api.commands.held import held_of
from api.commands.shell import Shell
from api.guarding.audit import Audit, Typed
from api.guarding.audit_file import AUDIT, AuditFile
from api.guarding.key_file import own_secret
from api.guarding.trawling import limits_of
from graph.errors import KithError, StoreError
from graph.store import GraphReader, GraphStore, open_store

_REQUEST = 8
"""Bytes of the id that joins an attempt with what became of it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed, in the words of the command; about these ids, about everyone, or about a source."""

    what: str
    ids: Sequence[str] = ()
    source: str = ""
    everyone: bool = False

    @property
    def named(self) -> str:
        """With the source."""
        return f"{self.what}, source {self.source}" if self.source else self.what


@dataclass(slots=True)
class Change:
    """A store to be changed, and what the audit is told at the end: what became of it, and where it was refused the code of why."""

    store: GraphStore
    became: str = "done"
    refused: str | None = None


@asynccontextmanager
async def reading(shell: Shell, what: str, ids: Sequence[str] = (), *, everyone: bool = False) -> AsyncGenerator[GraphReader]:
    """The store, to be read; about these ids, and where `everyone` about anybody. Errors: AuditFailed; those of the store."""
    async with open_store(shell.settings.store, shell.settings, create=False) as store:
        with _audit(shell) as audit:
            audit.write_typed(await _typed(store, shell, Attempt(what, ids, everyone=everyone)))
        yield store


@asynccontextmanager
async def writing(shell: Shell, attempt: Attempt, *, yes: bool = True, create: bool = False) -> AsyncGenerator[Change]:
    """The store, to be changed: the attempt is in the audit before, what became of it after. Without `yes` nothing is to be changed.

    Errors: AuditFailed; those of the store.
    """
    async with open_store(shell.settings.store, shell.settings, create=create) as store:
        with _audit(shell) as audit:
            typed, change = await _typed(store, shell, attempt), Change(store)
            audit.write_typed(typed)
            try:
                yield change
                typed = replace(typed, what=attempt.named)
            except BaseException as error:
                change.became, change.refused = _became(error)
                raise
            finally:
                if yes:
                    audit.write_typed(replace(typed, what=f"{typed.what}, {change.became}", refused=change.refused))


def _became(error: BaseException) -> tuple[str, str]:
    """Whether it was refused, or failed, and the code of why."""
    if isinstance(error, KithError):
        return "failed" if isinstance(error, StoreError) else "refused", error.code
    return "failed", "INTERNAL"


async def _typed(store: GraphReader, shell: Shell, attempt: Attempt) -> Typed:
    held = await held_of(store, attempt.ids)
    missed = [i for i in dict.fromkeys(attempt.ids) if i not in held]
    known = bool(attempt.source) and await store.source(attempt.source) is not None
    return Typed(shell.who, attempt.named if known else attempt.what, held, tuple(missed), attempt.everyone, token_hex(_REQUEST))


@contextmanager
def _audit(shell: Shell) -> Generator[Audit]:
    settings = shell.settings
    audit = Audit(AuditFile(settings.state_folder / AUDIT, own_secret(settings, "audit")), shell.clock, limits_of(settings))
    with closing(audit):
        yield audit
