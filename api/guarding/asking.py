"""One request: who asks, through which reader, on which day, and what of it goes into the audit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from api.guarding.access import Viewer
from api.guarding.audit_reading import Look
from api.guarding.cursors import Cursors
from api.guarding.pen import Pen
from api.guarding.policy import NO_PURPOSE, Action
from api.guarding.purpose import NotPermitted, Purpose, PurposeNeeded
from api.guarding.tables import Tables
from api.guarding.trawling import Alarm
from graph.errors import KithError
from graph.model import Subject, View
from graph.store import GraphReader
from graph.veil import Eyes, Node, Veil, grants, node_of, veil
from ingest.retention_rules import Rule


class GuardsChanged(KithError):
    """What is hidden changed while something was read, so that it may hold what is hidden now."""

    code = "GUARDS_CHANGED"

    def __init__(self) -> None:
        super().__init__("what is guarded changed while this was read, so nothing is answered: ask again")


@dataclass(slots=True)
class Asking:
    """Travels with a request as its context. `what`, `asked` and `subjects` become its audit line; `calendar` tells its address,
    `alarms` the alarms of the audit, `looks` who looked at the data of some ids, and `rules` how long each class is kept.

    `at` is the instant, and `veil` what is hidden from this viewer then: nothing can be read before it is drawn.
    `allowed` is what the viewer's role and purpose open, and `lacking` why there is no purpose, where there is none.
    """

    reader: GraphReader
    viewer: Viewer
    today: date
    request_id: str
    cursors: Cursors
    tables: Tables = field(default_factory=Tables)
    pen: Pen | None = None
    calendar: Callable[[], str | None] | None = None
    alarms: Callable[[], list[Alarm]] = list[Alarm]
    looks: Callable[[Iterable[str]], list[Look]] = lambda _: []
    rules: Mapping[str, Rule] = field(default_factory=dict[str, Rule])
    purpose: Purpose | None = None
    allowed: frozenset[Action] = frozenset()
    lacking: str = "no purpose is given"
    refused: str | None = None
    at: str = ""
    veil: Veil | None = None
    unseen: Exception | None = None
    granted: dict[Node, str] = field(default_factory=dict[Node, str])
    grant: str | None = None
    what: list[str] = field(default_factory=list[str])
    asked: list[str] = field(default_factory=list[str])
    subjects: dict[str, None] = field(default_factory=dict[str, None])

    def view(self, on: date | None = None, known_at: date | None = None, *, about: Subject | None = None) -> View:
        """Through this viewer's eyes, on a day (today unless another is given). Errors: those of the store.

        About one child or family for whom they broke the glass, beyond their own organisations too; `grant` then says by what.
        """
        if self.veil is None:
            raise self.unseen or RuntimeError("the veil must be drawn before anything is read")
        viewer, asked_on = self.viewer, None if self.may("leaving_dates") else self.today
        beyond = self.granted.get(node_of(about)) if about and viewer.organisations is not None else None
        self.grant = beyond or self.grant
        seen = None if beyond else viewer.organisations
        return View(on or self.today, known_at, seen, viewer.professional, asked_on=asked_on, veil=self.veil)

    async def draw_veil(self) -> None:
        """Learn what is hidden from this viewer; what hinders that is told to whoever then wants to read."""
        eyes = Eyes(self.viewer.id, self.viewer.organisations or frozenset(), self.at)
        try:
            guarded = await self.reader.guarded(self.today)
            self.veil, self.granted = veil(guarded, eyes), grants(guarded, eyes)
        except Exception as error:
            self.veil, self.unseen = None, error

    async def sees_the_same(self) -> None:
        """Whether what is hidden from this viewer is still what it was before anything was read. Errors: GuardsChanged."""
        before = self.veil
        if before is not None:
            await self.draw_veil()
            if self.veil != before:
                self.refused = self.refused or GuardsChanged.code
                raise GuardsChanged

    def may(self, action: Action) -> bool:
        """Whether this viewer, for this purpose, may see what an action shows."""
        return action in self.allowed

    def needs(self, action: Action, what: str, *ids: str) -> None:
        """Refuse what is not to be seen, and note it for the audit. Errors: PurposeNeeded, NotPermitted."""
        if self.purpose is None and action not in NO_PURPOSE:
            raise self._refusing(PurposeNeeded(self.lacking), what, ids)
        if not self.may(action):
            raise self._refusing(NotPermitted(what), what, ids)

    def denies(self, what: str, *ids: str) -> None:
        """Note a change that was not permitted: its answer says so itself."""
        self._refusing(NotPermitted(what), what, ids)

    def _refusing(self, error: KithError, what: str, ids: Iterable[str]) -> KithError:
        self.asks(f"{what}, refused", *ids)
        self.refused = self.refused or error.code
        return error

    def asks(self, what: str, *ids: str) -> None:
        """Note that something is about to be read, and the ids it was asked for by."""
        self.what.append(what)
        self.asked.extend(ids)

    def saw(self, ids: Iterable[str]) -> None:
        """Note whose data was read."""
        self.subjects.update(dict.fromkeys(ids))

    def is_written(self) -> None:
        """Start anew: what was noted so far is in the audit."""
        self.what.clear()
        self.asked.clear()
        self.subjects.clear()
        self.refused = None
        self.grant = None
