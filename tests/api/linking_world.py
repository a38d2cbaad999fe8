"""Three agencies over seven families, drawn into the small made-up world: what the tests of links over GraphQL and pages ask about."""

from tests.api.house import House
from tests.conformance.drawing import draw

FAMILIES = 7
DRAWN = """
    (ward:Area name='Low Ward' kind=ward)
    (trust:Organisation name='Care <Trust>' sector=health)
    (hub:Organisation name='Family Hub' sector=voluntary)
    (mill:Organisation name='Mill School' sector=school)
    (nurses:Service)
    (desk:Service)
    (mill-high:Service)
    (nurses)-[:PART_OF]->(trust)
    (desk)-[:PART_OF]->(hub)
    (mill-high)-[:PART_OF]->(mill)
    (nia:Professional name='Nia Canarysson' profession=nurse)
    (uma:Professional name='Uma Canarysson' profession='family worker')
    (mo:Professional profession=teacher)
    (nia)-[:WORKS_IN since=2020-01-01]->(nurses)
    (uma)-[:WORKS_IN since=2020-01-01]->(desk)
    (mo)-[:WORKS_IN since=2020-01-01]->(mill-high)
    (pip:Child)
    (pip)-[:ATTENDS]->(mill-high)
    (mo)-[:KNOWS row=mo-pip since=2024-01-01 context=school]->(pip)
    (uma)-[:KNOWS row=uma-pip since=2024-01-01 context=home]->(pip)
"""


def drawing() -> str:
    """Seven families, three of them in a ward; five since long, and two since February 2026."""
    lines = [DRAWN]
    for n in range(FAMILIES):
        since = "2021-01-01" if n < 5 else "2026-02-02"
        lines.append(f"(seven-{n}:Family{' area_code=ward' if n < 3 else ''})")
        lines += [f"({who})-[:KNOWS row={who}-{n} since={since} context=home]->(seven-{n})" for who in ("nia", "uma")]
    return "\n".join(lines)


def with_agencies(house: House) -> House:
    """The house, with the drawing loaded too."""
    house.runner.run(draw(house.reader.reader, drawing(), source="drawn", at="2026-05-01T00:00:00.000000Z"))  # type: ignore[arg-type]
    return house
