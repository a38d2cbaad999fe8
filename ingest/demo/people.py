"""People who work with families, the seats they have sat in, and for how long."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.demo.place import Service
from ingest.demo.roles import Role


@dataclass(slots=True)
class Worker:
    """Someone who works with families, how easily people trust them and how well they write things down.

    warmth: around 1, multiplies what an encounter does; diligence: share (0 to 1) of what the agency writes
    down that they do; last_day: the last day of their last post.
    """

    id: str
    name: str
    profession: str
    staff_number: str
    warmth: float
    diligence: float
    last_day: int = 0
    context: str = ""


@dataclass(frozen=True, slots=True)
class Stint:
    """One person's time in one seat, and why it ended."""

    worker: Worker
    since: int
    until: int
    contract: str
    reason: str


@dataclass(slots=True)
class Seat:
    """A desk with one person at a time; `load` counts the children open at it now."""

    service: Service
    role: Role
    stints: list[Stint] = field(default_factory=list[Stint])
    load: int = 0

    def at(self, day: int) -> Stint | None:
        """Who sits there on that day."""
        return next((stint for stint in self.stints if stint.since <= day <= stint.until), None)

    def during(self, since: int, until: int) -> Iterator[Stint]:
        """Those who sat there between two days, in order."""
        return (stint for stint in self.stints if stint.since <= until and stint.until >= since)
