"""Why an organisation knows a family no longer: what became of the people who knew it, and of the family."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import numpy as np

from graph.history import OPEN
from graph.model import Funded, Post
from queries.knowing.joined import Joined
from queries.knowing.posted import holds
from queries.leaving.ends import told_to_go
from queries.linking.links import placed
from queries.linking.sides import Between
from queries.linking.strength import sides_of
from queries.numbers.columns import Flags, Integers

Reason = Literal["family_closed", "funding_ended", "left", "reallocated", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)
"""In order: of several that hold the first one is told.

family_closed: nobody's tie to the family goes on, or it is held no more. funding_ended: who knew it holds no post there any more, and
the money for that post, or for the service, sent people away in the quarter. left: they hold no post there any more. reallocated: they
are still there, their tie has ended, and someone else's goes on. other: their tie counts for this family no more: it is disputed or to
be hidden, or the child belongs to another family, or the family lives elsewhere than where links are counted.
"""
CLOSED, FUNDING, LEFT, REALLOCATED, OTHER = range(len(REASONS))
KEPT = len(REASONS)
"""Stands for: the organisation still knows the family."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Who worked where on its first day's eve and on its last day, and whose posts lost their money in between (person, side)."""

    before: Mapping[str, frozenset[str]]
    after: Mapping[str, frozenset[str]]
    unfunded: frozenset[tuple[str, str]]


def unfunded(posts: Iterable[Post], lines: Iterable[Funded], since: date, until: date, between: Between) -> frozenset[tuple[str, str]]:
    """People and sides for whose post the money that paid on `since` sent people away by `until`: its last day less the notice."""
    money: dict[tuple[str, str | None], list[Funded]] = {}
    for one in lines:
        money.setdefault((one.service_id, one.professional_id), []).append(one)
    found: set[tuple[str, str]] = set()
    for post in posts:
        side = post.organisation_id if between == "organisations" else post.service_id
        paid = money.get((post.service_id, post.professional_id)) or money.get((post.service_id, None), ())
        if side and holds(post, since) and (gone := told_to_go(paid, since)) and gone <= until:
            found.add((post.professional_id, side))
    return frozenset(found)


def reasons(then: Joined, now: Joined, sides: Sequence[str], quarter: Quarter) -> tuple[Integers, Integers, Integers]:
    """For everyone who knew a unit at a side: the unit's place in `then`, the side's, and the place of the reason in `REASONS`.

    It is the reason if the side lost the unit, and means nothing if it did not.
    """
    unit, person = then.unit[then.now], then.person[then.now]
    tie, side = sides_of(person, placed(then.people, quarter.before, sides))
    here, told, going_on, open_unit = (flags[tie] for flags in _later(then, now, unit, person))
    still = placed(then.people, quarter.after, sides).toarray()[person[tie], side] > 0
    unfunded = _flags(then.people, sides, quarter.unfunded)[person[tie], side]
    left = np.where(unfunded, FUNDING, LEFT)
    why = np.where(still, np.where(going_on, OTHER, REALLOCATED), left)
    return unit[tie], side, np.where(~here, CLOSED, np.where(~told, OTHER, np.where(~open_unit, CLOSED, why)))


def _later(then: Joined, now: Joined, unit: Integers, person: Integers) -> tuple[Flags, Flags, Flags, Flags]:
    """Of earlier ties on the later day: whether the unit is held, the tie told, goes on, and whether anyone's to the unit does."""
    u, p = _places(then.units, now.units)[unit], _places(then.people, now.people)[person]
    key, every = u * max(len(now.people), 1) + p, now.unit * max(len(now.people), 1) + now.person
    going = now.until == OPEN
    open_units = np.zeros(len(now.units) + 1, np.bool_)
    open_units[now.unit[going]] = True
    known = (u >= 0) & (p >= 0)
    return u >= 0, known & np.isin(key, every), known & np.isin(key, every[going]), open_units[u]


def _places(old: Sequence[Hashable], new: Sequence[Hashable]) -> Integers:
    """The later place of everything in the earlier order; -1: none."""
    place = {one: n for n, one in enumerate(new)}
    return np.array([place.get(one, -1) for one in old], np.int64)


def _flags(people: Sequence[str], sides: Sequence[str], pairs: Iterable[tuple[str, str]]) -> Flags:
    found = np.zeros((len(people), len(sides)), np.bool_)
    who, where = ({one: n for n, one in enumerate(all_)} for all_ in (people, sides))
    for person, side in pairs:
        if person in who and side in where:
            found[who[person], where[side]] = True
    return found
