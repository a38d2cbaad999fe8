"""Who knows a person, or their family, told to that person: by their own ties alone, never by those of a brother, sister or carer."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.model import Subject, View
from graph.store import GraphReader
from queries.knowing.answers import Knower, WhoKnows
from queries.knowing.who_knows import who_knows
from queries.scoring.claims import Scored


async def own_knowers(reader: GraphReader, asked: Sequence[Subject], view: View) -> tuple[tuple[Knower, ...], tuple[WhoKnows, ...]]:
    """Those who know any of these, each with their ties to them, the strongest first; and the answers they are from.

    Whoever's data may not be used is left out.
    """
    used = (await reader.around(asked, view, bare=True)).asked
    answers = tuple(await who_knows(reader, [s for s in asked if s in used], view)) if used else ()
    own = {answer.subject for answer in answers}
    found: dict[str, Knower] = {}
    for knower in (k for answer in answers for k in answer.knowers):
        known = found.get(knower.professional.id)
        claims = _distinct([*(known.claims if known else ()), *(c for c in knower.claims if c.subject in own)])
        if claims:
            found[knower.professional.id] = replace(knower, claims=claims)
    return tuple(sorted(found.values(), key=lambda k: (-k.best.strength, k.professional.id))), answers


def _distinct(claims: Iterable[Scored]) -> tuple[Scored, ...]:
    return tuple(sorted({c.subject: c for c in claims}.values(), key=lambda c: (-c.strength, c.subject)))
