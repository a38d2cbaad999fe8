"""Continuity after a change: of the last twelve months' contacts, how many were with people who stay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from graph.model import Around, Subject
from queries.continuity.sequences import met
from queries.continuity.window import Window, twelve_months_to
from queries.leaving.effects import Effects
from queries.numbers.columns import sums


@dataclass(frozen=True, slots=True)
class Kept:
    """Contacts of the twelve months up to the day, how many of them with people who stay, and the share; None: no contact."""

    contacts: int
    staying: int

    @property
    def share(self) -> float | None:
        """The share with people who stay, 0 to 1."""
        return self.staying / self.contacts if self.contacts else None


def kept_with(around: Around, subjects: Sequence[Subject], effect: Effects, on: date) -> list[Kept]:
    """The contacts of each subject in the twelve months up to a day, and how many of them were with people who stay."""
    window = Window(twelve_months_to(on), on)
    stay = [c for c in around.contacts if c.professional_id not in effect.gone and (c.professional_id, c.subject) not in effect.away]
    every, staying = (_counted(one, subjects, window) for one in (around, replace(around, contacts=tuple(stay))))
    return [Kept(n, m) for n, m in zip(every, staying, strict=True)]


def _counted(around: Around, subjects: Sequence[Subject], window: Window) -> list[int]:
    found = met(around, subjects, window)
    inside = np.flatnonzero((found.day >= window.since.toordinal()) & (found.day <= window.until.toordinal()))
    return [int(n) for n in sums(found.sequence[inside], found.count[inside], len(subjects))]
