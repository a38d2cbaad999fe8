"""Small worlds around one family, drawn and asked about: what the tests of the small print share."""

from datetime import date, timedelta
from math import exp

import pytest

from graph.model import Subject, View
from graph.store import GraphStore
from queries.knowing.answers import Knower, WhoKnows
from queries.knowing.who_knows import who_knows
from tests.conformance.drawing import draw
from tests.conftest import Place

ON = date(2026, 6, 1)
HARTLEY, LEO, ZOE = Subject("family", "hartley"), Subject("child", "leo"), Subject("child", "zoe")
WORLD = """
    (amina:Professional name='Amina Osei')
    (ben:Professional)
    (cara:Professional)
    (early:Service)
    (school:Service)
    (council:Organisation)
    (academy:Organisation)
    (early)-[:PART_OF]->(council)
    (school)-[:PART_OF]->(academy)
    (hartley:Family)
    (other:Family)
    (leo:Child)
    (zoe:Child)
    (leo)-[:MEMBER_OF]->(hartley)
    """


def ago(days: int) -> date:
    return ON - timedelta(days)


def tenure(days: float) -> float:
    return 1 - exp(-days / 730)


def silence(days: float) -> float:
    return 2 ** (-days / 1460)


def weighed(knowing: float, activity: float = 0, reach: float = 0, *, record: int = 0, believed: float = 0, doubted: float = 0) -> float:
    """Strength; `record` is the days of contact with anyone, `believed` and `doubted` what was said of trust (b and d)."""
    rho = record / (record + 2)
    said = believed + doubted
    return (0.35 * knowing + 0.25 * rho * activity + 0.30 * believed + 0.10 * reach) / (0.45 + 0.25 * rho + 0.30 * said)


def near(value: float) -> object:
    return pytest.approx(value, abs=1e-9)


def asked(place: Place, drawing: str, subject: Subject = HARTLEY, *, on: date = ON) -> WhoKnows:
    async def work(store: GraphStore) -> WhoKnows:
        await draw(store, WORLD + drawing)
        return (await who_knows(store, [subject], View(on)))[0]

    return place.run(work)


def only(answer: WhoKnows) -> Knower:
    assert len(answer.knowers) == 1, answer.knowers
    return answer.knowers[0]


def names(answer: WhoKnows) -> list[str]:
    return [k.professional.id for k in answer.knowers]


def dormant(answer: WhoKnows) -> list[tuple[str, date]]:
    return [(d.knower.professional.id, d.strong_until) for d in answer.dormant]


def key(answer: WhoKnows) -> str | None:
    return answer.key_individual.professional.id if answer.key_individual else None


def known(
    since: date | None = None,
    until: date | None = None,
    *,
    who: str = "amina",
    whom: str = "hartley",
    row: str = "1",
    more: str = "",
) -> str:
    """A row of a tie, drawn."""
    span = (f" since={since}" if since else "") + (f" until={until}" if until else "")
    return f"({who})-[:KNOWS row={who}-{whom}-{row}{span} {more}]->({whom})\n".replace(" ]", "]")


def met(at: date | str, *, who: str = "amina", whom: str = "hartley", more: str = "kind=home_visit") -> str:
    return f"({who})-[:MET at={at} {more}]->({whom})\n".replace(" ]", "]")


def post(since: date | None = None, until: date | None = None, *, who: str = "amina", where: str = "early", more: str = "") -> str:
    span = (f" since={since}" if since else "") + (f" until={until}" if until else "")
    return f"({who})-[:WORKS_IN row={who}-{where}-{since}{span} {more}]->({where})\n".replace(" ]", "]")


def said(
    name: str, kind: str, speaker: str, answer: str | None = "yes", *, on: date = ON, about: str | None = "amina", more: str = ""
) -> str:
    """A statement, drawn; the speaker is a kind, with an id after a colon: `child:leo`."""
    who, _, key = speaker.partition(":")
    told = {"speaker_id": key, "about_professional_id": about, "answer": answer}
    given = "".join(f" {field}={value}" for field, value in told.items() if value)
    return f"({name}:Statement kind={kind} speaker_kind={who}{given} said_on={on} {more})\n".replace(" )", ")")
