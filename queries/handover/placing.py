"""What needs a receiver when people leave, and what each who may take it is worth."""

from graph.model import Subject, SubjectKind
from queries.handover.suiting import Suiting
from queries.leaving.differences import Differences
from queries.leaving.losses import Loss
from queries.scoring.succession import Fit

NAMED = 2.0
"""Added to the fit of someone the child or family asked for: more than any fit, so that they come first of all."""
Row = tuple[Loss, ...]
"""Losses that one receiver takes together."""


def rows_of(held: Differences, each: SubjectKind, suiting: Suiting, *, together: bool) -> list[Row]:
    """What needs a receiver, the worst loss first; children without a family stand for themselves.

    Together: the children of one family are one row, where someone may take them all; else each is one.
    """
    needed = [loss for loss in held.losses if loss.lost]
    families = held.before.families
    if each == "family":
        return [(loss,) for loss in needed if loss.subject.kind == "family" or loss.subject not in families]
    children = [loss for loss in needed if loss.subject.kind == "child"]
    if not together:
        return [(loss,) for loss in children]
    grouped: dict[Subject, list[Loss]] = {}
    for loss in children:
        grouped.setdefault(min(families.get(loss.subject, [loss.subject])), []).append(loss)
    return [part for row in grouped.values() for part in _parted(tuple(row), suiting)]


def _parted(row: Row, suiting: Suiting) -> list[Row]:
    """A row as it is where someone may take it whole, else its children one by one."""
    return [row] if len(row) == 1 or worth_of(row, suiting) else [(loss,) for loss in row]


def worth_of(row: Row, suiting: Suiting) -> dict[str, float]:
    """Everyone who may take a row, with what that is worth: the mean over its children of fit and bonus."""
    each = [_worth(loss, suiting) for loss in row]
    able = set(each[0]).intersection(*each[1:])
    return {p: sum(own[p] for own in each) / len(row) for p in able}


def _worth(loss: Loss, suiting: Suiting) -> dict[str, float]:
    may, bonus = suiting.who_may(loss), suiting.bonuses(loss)
    return {f.professional_id: _valued(f, bonus(f.professional_id)) for f in loss.next if may is None or f.professional_id in may}


def _valued(one: Fit, bonus: float) -> float:
    return one.fit + bonus + (NAMED if one.nominated else 0)
