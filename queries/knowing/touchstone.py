"""The person a child or family named: how long since they were last in touch, by their own rhythm. And who was seen last."""

from dataclasses import dataclass
from datetime import date

from graph.model import Contact
from queries.knowing.answers import WhoKnows
from queries.scoring.knowing import State, rhythm, usual_interval


@dataclass(frozen=True, slots=True)
class Touchstone:
    """Someone the child or family asked for. `silent` is the days since they were last in touch, `usual` the days as a rule.

    Both are None where nothing says so; `state` is by their own rhythm.
    """

    professional_id: str
    last_contact: date | None
    silent: int | None
    usual: float | None
    state: State


def touchstones(answer: WhoKnows) -> tuple[Touchstone, ...]:
    """Everyone the child or family asked for, by id."""
    return tuple(_touchstone(person, answer) for person in sorted(answer.said.nominated))


def last_seen(answer: WhoKnows) -> Contact | None:
    """The latest contact anyone had with them, messages aside: who is acting. Of several at one time the lowest id."""
    seen = [c for c in answer.around.contacts if c.subject in answer.subjects and c.kind != "message"]
    latest = max((c.day for c in seen), default=None)
    return min((c for c in seen if c.day == latest), key=lambda c: c.professional_id) if latest else None


def _touchstone(person: str, answer: WhoKnows) -> Touchstone:
    met = {c.day for c in answer.around.contacts if c.professional_id == person and c.subject in answer.subjects}
    days = sorted(met)
    usual = usual_interval(days)
    silent = (answer.on - days[-1]).days if days else None
    return Touchstone(person, days[-1] if days else None, silent, usual, rhythm(usual, silent or 0))
