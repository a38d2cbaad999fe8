"""One request: who asks, through which reader, on which day, and what of it goes into the audit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from api.guarding.access import Viewer
from api.guarding.cursors import Cursors
from api.guarding.pen import Pen
from api.guarding.tables import Tables
from graph.model import View
from graph.store import GraphReader


@dataclass(slots=True)
class Asking:
    """Travels with a request as its context. `what`, `asked` and `subjects` become its audit line; `calendar` tells its address."""

    reader: GraphReader
    viewer: Viewer
    today: date
    request_id: str
    cursors: Cursors
    tables: Tables = field(default_factory=Tables)
    pen: Pen | None = None
    calendar: Callable[[], str | None] | None = None
    what: list[str] = field(default_factory=list[str])
    asked: list[str] = field(default_factory=list[str])
    subjects: dict[str, None] = field(default_factory=dict[str, None])

    def view(self, on: date | None = None, known_at: date | None = None) -> View:
        """Through this viewer's eyes, on a day (today unless another is given)."""
        viewer = self.viewer
        return View(
            on or self.today, known_at, viewer.organisations, viewer.id, asked_on=None if viewer.knows_leaving_dates else self.today
        )

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
