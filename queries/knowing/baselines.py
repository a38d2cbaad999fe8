"""Four plain rules for who knows a family, as people guess today: what Kith must beat on a planted truth.

Each rule is told who is in post on the day, but not which ties of contacts have ended: a list of contacts doesn't say.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date

from graph.model import Contact, Tie
from queries.knowing.answers import Known, WhoKnows
from queries.knowing.posted import holds

Rule = Callable[[Known], str | None]


def latest_allocated(answer: Known) -> str | None:
    """The lead or social worker whose tie began last."""
    rows = [t for t in _live_ties(answer) if t.lead or (t.role or "").replace("_", " ").casefold() == "social worker"]
    return max(rows, key=lambda t: (t.since or date.min, t.professional_id)).professional_id if rows else None


def most_contacts(answer: Known) -> str | None:
    """Whoever has the most contacts on record."""
    met: Counter[str] = Counter()
    for contact in _contacts(answer):
        met[contact.professional_id] += contact.count
    return max(met, key=lambda p: (met[p], p)) if met else None


def longest_tenure(answer: Known) -> str | None:
    """Whoever has been there longest."""
    known = [(t.since, t.professional_id) for t in _live_ties(answer) if t.since]
    return min(known)[1] if known else None


def most_recent_contact(answer: Known) -> str | None:
    """Whoever was in touch last."""
    last = [(c.day, c.at, c.professional_id) for c in _contacts(answer)]
    return max(last)[2] if last else None


RULES: dict[str, Rule] = {
    "latest allocated worker": latest_allocated,
    "most contacts": most_contacts,
    "longest tenure": longest_tenure,
    "most recent contact": most_recent_contact,
}


def key_individual(answer: WhoKnows) -> str | None:
    """Kith's own answer."""
    return answer.key_individual.professional.id if answer.key_individual else None


def _in_post(answer: Known) -> set[str]:
    """Everyone around who is in post: those without any post, and those with one that holds."""
    people = {t.professional_id for t in answer.around.ties} | {c.professional_id for c in answer.around.contacts}
    posts = answer.around.posts
    return (people - {p.professional_id for p in posts}) | {p.professional_id for p in posts if holds(p, answer.on)}


def _live_ties(answer: Known) -> list[Tie]:
    people, on = _in_post(answer), answer.on
    return [t for t in answer.around.ties if t.professional_id in people and t.subject in answer.subjects and holds(t, on)]


def _contacts(answer: Known) -> list[Contact]:
    people = _in_post(answer)
    return [c for c in answer.around.contacts if c.professional_id in people and c.subject in answer.subjects]
