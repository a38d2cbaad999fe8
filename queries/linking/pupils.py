"""The children who go to school, with everyone in post who knows them, and in which parts of their lives."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sys import maxsize
from typing import Any

import numpy as np

from graph.arrays import grouped, matched, sorted_by
from graph.history import NO_CONTEXT
from graph.model import CONTEXTS, Attendance, Post, Subject, View
from graph.store import GraphReader
from queries.knowing.posted import holds
from queries.knowing.schools import every_school
from queries.knowing.standing import Standing, members, standing
from queries.numbers.columns import Integers

_MANY = 1 << 32
"""More people than there are."""
_CONTEXTS = tuple(frozenset(c for n, c in enumerate(CONTEXTS) if bits >> n & 1) for bits in range(1 << len(CONTEXTS)))


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child, its schools, and who knows it or its family now, each with the contexts of the rows that hold (none told: none)."""

    child: str
    schools: tuple[str, ...]
    knowers: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Pupils:
    """Every child, those of whom no school is known too, by id; and the posts held on the day, by person."""

    every: tuple[Pupil, ...]
    posts: Mapping[str, tuple[Post, ...]]


async def pupils(reader: GraphReader, view: View) -> Pupils:
    """Every child there is."""
    stand, children = await standing(reader, view), await reader.subjects("child", view, first=maxsize)
    return await asyncio.to_thread(_pupils, stand, children, await reader.attendances(view))


def _pupils(stand: Standing, children: Sequence[str], attends: Sequence[Attendance]) -> Pupils:
    where = every_school(stand, attends)
    known, posts = _knowers(stand), dict[str, dict[Post, None]]()
    for post in stand.posts:
        if holds(post, stand.on):
            posts.setdefault(post.professional_id, {})[post] = None
    every = ((child, Subject("child", child)) for child in children)
    told = tuple(Pupil(child, tuple(sorted(where.get(own, ()))), known.get(own, {})) for child, own in every)
    return Pupils(told, {person: tuple(own) for person, own in posts.items()})


def _knowers(stand: Standing) -> dict[Subject, dict[str, frozenset[str]]]:
    """For each child who knows it, by claims on it and on its family alone: a brother's or sister's worker may never have met it."""
    held = stand.history
    subject, child = _reached(stand)
    row, at = matched(subject, stand.scores.subject[stand.now])
    person, bits = stand.scores.person[stand.now][row], _contexts(stand)[stand.now][row]
    order = sorted_by(child[at], person)
    found: dict[Subject, dict[str, frozenset[str]]] = {}
    whose, known, bits = grouped([child[at][order], person[order]], bits[order], np.bitwise_or)
    for whom, who, contexts in zip(whose.tolist(), known.tolist(), bits.tolist(), strict=True):
        found.setdefault(held.subjects[int(whom)], {})[held.people[int(who)]] = _CONTEXTS[contexts]
    return found


def _reached(stand: Standing) -> tuple[Integers, Integers]:
    """Whom a claim is on, and the child that is known by it: the child itself, or each child of the family."""
    child, family = members(stand.history, stand.on)
    every: Any = np.flatnonzero([s.kind == "child" for s in stand.history.subjects])
    subject, reached = np.concatenate((every, family)), np.concatenate((every, child))
    order = sorted_by(subject, reached)
    return subject[order], reached[order]


def _contexts(stand: Standing) -> Integers:
    """For each claim the contexts of the rows that hold, one bit each; what is only inferred has none."""
    ties, scores = stand.history.ties, stand.scores
    rows = stand.rows & (ties.context < NO_CONTEXT)
    claim, tie = (np.asarray(x.subject, np.int64) * _MANY + x.person for x in (scores, ties))
    told = grouped([tie[rows]], 1 << ties.context[rows].astype(np.int64), np.bitwise_or)
    found = np.zeros(len(claim), np.int64)
    at, own = matched(claim, told[0])
    found[own] = told[1][at]
    return found
