"""One child, carer or family is erased: everything anyone ever told of them, and what names them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from graph.erasing import ERASER, MENTIONS, About, Erasable, Node
from graph.errors import BadInput, UnknownId
from graph.model import Subject
from graph.rows import instant
from graph.store import GraphReader, GraphStore
from ingest.holds import EVERYTHING, held
from ingest.withdrawing import KEEPER, erase, finish

KINDS = ("child", "carer", "family")


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a purge is about: all records of a child, with what would go; `shielded` where a shield stands, which would go too."""

    nodes: frozenset[Node]
    found: Erasable
    shielded: bool


async def found(reader: GraphReader, name: str, kind: str | None) -> Person:
    """What is held under an id, now or before. Errors: UnknownId, BadInput for two kinds, or a legal hold."""
    held_as = [node for node in _nodes(name, kind) if await _is_told_of(reader, node)]
    if not held_as and not await broke_off(reader):
        raise UnknownId(name)
    if len(held_as) > 1:
        raise BadInput(f"{name} is the id of more than one kind: say --kind {' or '.join(label.lower() for label, _ in held_as)}")
    nodes = frozenset({node for one in held_as for node in await _records(reader, one)})
    if nodes & await held(reader):
        raise BadInput(f"{name} is under a legal hold, or of the household of someone who is: `kith hold` lists them; nothing was erased")
    what = await reader.erasable([About(nodes)])
    return Person(nodes, what, "Shield" in what.facts)


async def erase_person(store: GraphStore, name: str, kind: str | None, clock: Callable[[], datetime]) -> dict[str, int]:
    """Erase everything under an id; says how many facts of each kind went. Run again after it broke off, it completes that."""
    person = await found(store, name, kind)
    load = await store.begin_load(KEEPER, instant(clock()))
    gone, kept = await erase(store, load, [About(person.nodes)], ())
    await finish(store, load, gone, kept, clock)
    return gone


async def broke_off(reader: GraphReader) -> bool:
    """Whether a run that erased has not finished, and none has since."""
    return any(load.finished is None and load.completed_by is None for load in await reader.loads(ERASER))


async def _is_told_of(reader: GraphReader, node: Node) -> bool:
    """Whether anything is, or ever was, told of it; a mention by id alone does not say of which kind."""
    return bool((await reader.erasable([About(frozenset({node}))], first=0)).facts.keys() - MENTIONS.keys())


def _nodes(name: str, kind: str | None) -> list[Node]:
    return [(one.capitalize(), name) for one in KINDS if kind in (None, one)]


async def _records(reader: GraphReader, node: Node) -> set[Node]:
    """All records of the same child."""
    if node[0] != "Child":
        return {node}
    around = await reader.around([Subject("child", node[1])], EVERYTHING, bare=True)
    stands = around.asked.get(Subject("child", node[1]))
    return {node} | ({("Child", stands.id)} | {("Child", r) for r, s in around.same.items() if s == stands.id} if stands else set[Node]())
