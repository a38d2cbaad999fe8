"""A scenario: changes on given days, looked at together. Nothing of it is stored unless it is saved by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.errors import BadInput
from graph.model import Subject


@dataclass(frozen=True, slots=True)
class Leave:
    """Someone leaves; `on` is the first day without them."""

    professional: str
    on: date


@dataclass(frozen=True, slots=True)
class Close:
    """A service closes; `on` is the first day without it."""

    service: str
    on: date


@dataclass(frozen=True, slots=True)
class Move:
    """A service becomes part of another organisation, its people with it; `on` is the first day there."""

    service: str
    to_organisation: str
    on: date


@dataclass(frozen=True, slots=True)
class EndFunding:
    """A funding line ends; `on` is the last day of its money, None its own last day.

    `notice_days` stands for those on the line: people go that many days before the money does. None: those of the line.
    """

    funding: str
    on: date | None = None
    notice_days: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A funding line pays nothing from one day to another, both included. From three months on that is an end, unless bridged."""

    funding: str
    since: date
    until: date
    notice_days: int | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    """Other money pays on from where a line ends, or has its first gap; `until` is its last day."""

    funding: str
    until: date


@dataclass(frozen=True, slots=True)
class Reallocate:
    """Someone hands children or families to another; `on` is the first day of the one who takes over.

    With a family go the children in it on the day. Without `subjects` it is everyone that `giver` has a live tie to.
    The one who takes over has every role, setting and lead that the rows of the other had.
    """

    giver: str
    taker: str
    on: date
    subjects: tuple[Subject, ...] | None = None


@dataclass(frozen=True, slots=True)
class AddPosts:
    """New posts in a service from a day on, nobody in them yet; `capacity` is the families that each can carry."""

    service: str
    on: date
    count: int
    capacity: int | None = None


MoneyChange = EndFunding | Gap | Bridge
Change = Leave | Close | Move | MoneyChange | Reallocate | AddPosts
Scenario = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one change, counted from 1, and what to do about it."""

    change: int
    what: str
    what_to_do: str

    def __str__(self) -> str:
        """The problem as one clause."""
        return f"change {self.change}: {self.what}: {self.what_to_do}"


class BadScenario(BadInput):
    """A scenario that doesn't hold together, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)
