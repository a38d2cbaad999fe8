"""What people say, on its way to the one write path: who may say it, the audit before the store, then `ingest`."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from api.guarding.access import Clock, Viewer
from api.guarding.policy import Action
from graph.erasing import Node
from graph.model import SavedScenario
from graph.store import GraphStore
from ingest.deciding import Refused
from ingest.scenarios import save_scenario
from ingest.statement_checks import Said
from ingest.statements import Outcome, Recorded, say, withdraw

G = TypeVar("G")


class Notes(Protocol):
    """What a request notes of itself for the audit; see `api.guarding.asking.Asking`."""

    @property
    def viewer(self) -> Viewer:
        """Who asks."""
        ...

    def may(self, action: Action) -> bool:
        """Whether they may do this."""
        ...

    def asks(self, what: str, *ids: str) -> None:
        """Note what is about to be done."""
        ...

    def saw(self, ids: Iterable[str]) -> None:
        """Note whose data it was."""
        ...

    def is_written(self) -> None:
        """Start anew: what was noted so far is in the audit."""
        ...


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes statements for viewers; every attempt is in the audit before the store is touched."""

    store: GraphStore
    record: Callable[[Any], None]
    clock: Clock

    def refusal(self, asking: Notes, about: str | None, own: bool) -> str | None:
        """Why this viewer may not record this; None where they may."""
        viewer = asking.viewer
        if not asking.may("saying"):
            return "your role, or the purpose you gave, does not record what people say: ask a practitioner or a coordinator"
        if viewer.organisations is not None:
            return "what people say is held for all agencies, and you see only your own: ask a coordinator"
        if about is not None and about == viewer.professional and not own:
            return "what others say of you is for someone else to record"
        return None

    async def say(self, asking: Notes, said: Said, key: str) -> Outcome:
        """Record a statement. Errors: AuditFailed, and then nothing was written; those of the store."""
        ids = [i for i in (said.speaker_id, said.about_professional_id, said.subject.id if said.subject else None) if i]
        self._attempt(asking, "say", *ids)
        outcome = await say(self.store, said, recorder=asking.viewer.id, key=key, now=self.clock())
        return self._done(asking, "said", outcome, ids)

    async def withdraw(self, asking: Notes, statement: str, key: str, own: Node | None = None) -> Outcome:
        """Take a statement back; where `own` is told, one of that person's. Errors: as for `say`."""
        self._attempt(asking, "withdraw", statement)
        outcome = await withdraw(self.store, statement, recorder=asking.viewer.id, key=key, now=self.clock(), own=own)
        return self._done(asking, "withdrawn", outcome, [statement])

    async def save_scenario(self, asking: Notes, name: str, changes: str) -> bool:
        """Keep checked changes under a name; says whether anything is new. Errors: BadInput for the name; as for `say`."""
        self._attempt(asking, "saveScenario")
        body = SavedScenario(name, changes, asking.viewer.id, self.clock().date())
        return await save_scenario(self.store, body, self.clock)

    async def guard(self, asking: Notes, what: str, ids: list[str], act: Callable[[GraphStore, Clock], Awaitable[G]]) -> G:
        """Take one step in guarding someone; `act` says what became of it. Errors: as for `say`."""
        self._attempt(asking, what, *ids)
        outcome = await act(self.store, self.clock)
        refused = isinstance(outcome, Refused)
        asking.asks(f"not {what}" if refused else f"{what}, done")
        asking.saw([] if refused else ids)
        return outcome

    def _attempt(self, asking: Notes, what: str, *ids: str) -> None:
        asking.asks(what, *ids)
        self.record(asking)
        asking.is_written()

    def _done(self, asking: Notes, what: str, outcome: Outcome, ids: list[str]) -> Outcome:
        asking.asks(what if isinstance(outcome, Recorded) else f"not {what}")
        if isinstance(outcome, Recorded):
            asking.saw([*ids, outcome.statement.id])
        return outcome
