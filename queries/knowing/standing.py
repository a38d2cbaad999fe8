"""How every tie stands on a day, and who of those that have one is in post: the ground of all questions about a whole authority."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.arrays import distinct
from graph.history import History
from graph.model import Post, View
from graph.store import GraphReader
from queries.knowing.posted import holds
from queries.numbers.columns import Flags, Integers
from queries.scoring.everyone import Scores, places, scored
from queries.scoring.knowing import Weights
from queries.scoring.said import Pair, Voices
from queries.scoring.trust import Opinion
from queries.scoring.weighing import weights_on


@dataclass(frozen=True, slots=True)
class Standing:
    """Every claim on a day but those that are disputed or to be hidden; and of each person whether they are in post.

    Columns hold places in `history.people` and `history.subjects`. `version` is that of the weights that made the scores.
    """

    on: date
    history: History
    scores: Scores
    in_post: Flags
    posts: tuple[Post, ...]
    weights: Weights
    version: str

    @property
    def now(self) -> Flags:
        """Of each claim whether it makes its person a knower: live, and they are in post."""
        return self.scores.live & self.in_post[self.scores.person]

    @property
    def rows(self) -> Flags:
        """Of each row of a tie whether it holds on the day; it may be of a tie that is disputed or to be hidden."""
        today = self.on.toordinal()
        return (self.history.ties.since <= today) & (self.history.ties.until >= today)


async def standing(reader: GraphReader, view: View) -> Standing:
    """How everything stands on the day of the view."""
    held, around = await reader.history(view), await reader.heard(view)
    posts = tuple(await reader.posts(view, professionals=held.people))
    version, weights = weights_on(around.weights, view.on)
    voices = Voices(around, weights)
    scores = without(scored(held, view.on, weights, _opinions(voices, view.on)), held, voices.removed_ties(view.on))
    return Standing(view.on, held, scores, _in_post(held, posts, view.on), posts, weights, version)


def _opinions(voices: Voices, on: date) -> dict[Pair, Opinion]:
    return {pair: voices.trust(pair, on) for pair in voices.by_kind.get("trust", {})}


def without(scores: Scores, held: History, removed: set[Pair]) -> Scores:
    """The claims that are left when some count for nothing."""
    stays = np.ones(len(scores.subject), np.bool_)
    stays[[n for n, _ in places(held, scores.subject, scores.person, dict.fromkeys(removed))]] = False
    return scores.some(stays)


def _in_post(held: History, posts: tuple[Post, ...], on: date) -> Flags:
    """Of each person whether a post of theirs holds; without any post they are in post (small print, rule 5)."""
    place = {p: n for n, p in enumerate(held.people)}
    here = np.ones(len(held.people), np.bool_)
    here[[place[p.professional_id] for p in posts]] = False
    here[[place[p.professional_id] for p in posts if holds(p, on)]] = True
    return here


def members(held: History, on: date) -> tuple[Integers, Integers]:
    """Children and their families on a day, each pair once, by child."""
    homes, today = held.homes, on.toordinal()
    now = (homes.since <= today) & (homes.until >= today) & held.described[homes.child]
    both = distinct(homes.child[now].astype(np.int64) * len(held.subjects) + homes.family[now])
    return both // max(len(held.subjects), 1), both % max(len(held.subjects), 1)
