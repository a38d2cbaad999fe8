"""A person's own copy: everything held about them, version by version, with what is kept back and why.

Nothing about third parties is in it unless someone who answers for people's data released it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from graph.erasing import About, HeldFact, Node
from graph.errors import UnknownId
from graph.model import Address, Organisation, Professional, Service, Subject, View
from graph.store import GraphReader
from graph.veil import NOTHING_HIDDEN, Eyes, Guarded, Veil, veil

Group = Literal["said_by_others", "relatives", "plans", "guarding"]
"""What may be kept back: others' words, records of relatives, plans of staff, and what guards somebody."""
GROUPS: tuple[Group, ...] = get_args(Group)
_GUARDS = ("Shield", "Hold", "Apart")
_PEOPLE = ("Child", "Carer")
_PLACES = ("LIVES_AT", "ATTENDS")


@dataclass(frozen=True, slots=True)
class Guard:
    """What is kept back to guard somebody: as the person's own eyes see, and whether their whole copy is for an officer to make."""

    veil: Veil = NOTHING_HIDDEN
    whole: bool = False


def guard_of(guarded: Guarded, person: Node, at: str) -> Guard:
    """What guards somebody from whoever looks over the person's shoulder, at an instant; a restriction of use keeps nothing from them."""
    hiding = replace(guarded, shields=tuple(s for s in guarded.shields if s.level != "restricted"))
    hidden = veil(hiding, Eyes("", frozenset(), at))
    return Guard(hidden, person in hidden.closed)


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """All that is held of a person on a day: `records` are every record of theirs, `families` those they belong to.

    `kept_back` says how many facts of each group are not in it; what guards somebody is never counted.
    """

    person: Node
    on: date
    records: frozenset[Node]
    families: tuple[str, ...]
    facts: tuple[HeldFact, ...]
    kept_back: Mapping[Group, int]
    professionals: Mapping[str, Professional]
    services: Mapping[str, Service]
    organisations: Mapping[str, Organisation]
    addresses: Mapping[str, Address]


async def own_copy(reader: GraphReader, person: Node, view: View, guard: Guard, released: Collection[Group] = ()) -> OwnCopy:
    """The copy of a child or carer. Errors: UnknownId where nothing is held of them, or their copy is for an officer to make."""
    records = await _records(reader, person, view)
    own = await reader.held([About(records)])
    if guard.whole or not any(f.label in _PEOPLE and f.ends[0] in records for f in own):
        raise UnknownId(person[1])
    families = tuple(sorted({f.ends[1][1] for f in own if _belongs(f, records, view.on)}))
    theirs = await reader.held([About(frozenset(("Family", f) for f in families))]) if families else []
    facts = list({(f.label, f.place()): f for f in (*own, *theirs)}.values())
    sorting = _Sorting(records, guard.veil, frozenset(f.ends[0][1] for f in own if _spoken(f, records)))
    grouped = [(f, sorting.group(f)) for f in facts]
    shown = tuple(sorting.without_place(f) for f, group in grouped if group is None or group in released)
    kept: dict[Group, int] = {g: n for g in GROUPS if g != "guarding" and g not in released and (n := sum(was == g for _, was in grouped))}
    return OwnCopy(person, view.on, records, families, shown, kept, *await _names(reader, shown, view))


async def _records(reader: GraphReader, person: Node, view: View) -> frozenset[Node]:
    """Every record that is judged to be the same child."""
    label, name = person
    if label != "Child":
        return frozenset({person})
    around = await reader.around([Subject("child", name)], replace(view, veil=None), bare=True)
    stands = around.asked.get(Subject("child", name))
    joined = {record for record, one in around.same.items() if stands and one == stands.id}
    return frozenset({person, *(("Child", record) for record in joined), *([("Child", stands.id)] if stands else [])})


def _belongs(fact: HeldFact, records: frozenset[Node], on: date) -> bool:
    """A membership of theirs that stands and holds on the day."""
    if fact.label != "MEMBER_OF" or fact.ends[0] not in records or fact.retired:
        return False
    return str(fact.values.get("until", "9999")) >= on.isoformat()


def _spoken(fact: HeldFact, records: frozenset[Node]) -> bool:
    """They said it themselves."""
    return fact.label == "Statement" and _named(fact, "speaker_kind", "speaker_id") in records


def _named(fact: HeldFact, kind: str, key: str) -> Node:
    """The person that a fact names by id."""
    return str(fact.values.get(kind, "")).capitalize(), str(fact.values.get(key, ""))


@dataclass(frozen=True, slots=True)
class _Sorting:
    records: frozenset[Node]
    veil: Veil
    said: frozenset[object]
    """The ids of what they said."""

    def group(self, fact: HeldFact) -> Group | None:
        """Why a fact is kept back; None: it is theirs to see."""
        if fact.label in ("Statement", "Receipt"):
            told = fact.values.get("statement") if fact.label == "Receipt" else fact.ends[0][1]
            return None if told in self.said else "said_by_others"
        if any(label in _PEOPLE and (label, name) not in self.records for label, name in fact.ends):
            return "relatives"
        if fact.label == "RightsRequest":
            return None if _named(fact, "person_kind", "person_id") in self.records else "relatives"
        if fact.label == "SavedScenario":
            return "plans"
        return None if self._open(fact) else "guarding"

    def _open(self, fact: HeldFact) -> bool:
        """Whether it may be told to them: a sensitive service's tie to the family, or its consent, may be about someone else in it."""
        where = fact.ends[0]
        if fact.label == "Opening":
            return fact.values.get("kind") == "consent" and _named(fact, "subject_kind", "subject_id") in self.records
        if fact.label in _GUARDS:
            return False
        if fact.label in _PLACES:
            return where not in self.veil.placed
        if fact.label not in ("KNOWS", "MET"):
            return True
        (_, professional), (label, name) = fact.ends
        if (label, name) in self.records:
            return not ((label, name) in self.veil.placed and professional in self.veil.local)
        return self.veil.shows_tie(professional, Subject("family", name))

    def without_place(self, fact: HeldFact) -> HeldFact:
        """A family's record without its ward where that is guarded."""
        if fact.label != "Family" or fact.ends[0] not in self.veil.placed:
            return fact
        return replace(fact, values={k: v for k, v in fact.values.items() if k != "area_code"})


async def _names(
    reader: GraphReader, facts: Sequence[HeldFact], view: View
) -> tuple[Mapping[str, Professional], Mapping[str, Service], Mapping[str, Organisation], Mapping[str, Address]]:
    """What the people, services and places are called that the facts speak of."""
    ends = {end for fact in facts for end in fact.ends}
    ids = {label: sorted(name for of, name in ends if of == label) for label in ("Professional", "Service", "Address")}
    told = sorted({str(f.values[p]) for f in facts for p in ("about_professional_id", "confirmed_by") if p in f.values})
    agencies = sorted({str(f.values["reported_by"]) for f in facts if "reported_by" in f.values})
    return (
        await reader.entities(Professional, sorted({*ids["Professional"], *told}), view),
        await reader.entities(Service, ids["Service"], view),
        await reader.entities(Organisation, agencies, view),
        await reader.entities(Address, ids["Address"], view),
    )
