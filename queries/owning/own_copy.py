"""A person's own copy: everything held about them, version by version, with what is kept back and why.

Nothing about third parties is in it unless someone who answers for people's data released it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from graph.erasing import About, HeldFact, Node
from graph.errors import UnknownId
from graph.model import Address, Organisation, Professional, Service, Subject, View
from graph.store import GraphReader
from graph.veil import NOTHING_HIDDEN, Eyes, Guarded, Veil, veil
from queries.owning.guarding import Guarding

Group = Literal["said_by_others", "relatives", "plans", "guarding"]
"""What may be kept back: others' words, records of relatives, plans of staff, and what guards somebody."""
GROUPS: tuple[Group, ...] = get_args(Group)
_GUARDS = ("Shield", "Hold", "Apart")
_PEOPLE = ("Child", "Carer")
_HELD = (*_PEOPLE, "Professional")
_TIES = ("KNOWS", "MET")
_LEAVING = ("until", "expected_end", "confidential_until")
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
    """The copy of a child, a carer or a professional.

    Errors: UnknownId where nothing is held of them, or their copy is for an officer to make.
    """
    records = await _records(reader, person, view)
    own = await reader.held([About(records)])
    if guard.whole or not any(f.label in _HELD and f.ends[0] in records for f in own):
        raise UnknownId(person[1])
    families = tuple(sorted({f.ends[1][1] for f in own if _belongs(f, records, view.on)}))
    theirs = await reader.held([About(frozenset(("Family", f) for f in families))]) if families else []
    facts = _told_to(person, {(f.label, f.place()): f for f in (*own, *theirs)}.values())
    said, guarding = frozenset(f.ends[0][1] for f in own if _spoken(f, records)), Guarding(records, guard.veil)
    sorting = _Sorting(records, view.on, guarding, said, guarding.unsaid(facts) - said)
    grouped = [(f, sorting.group(f)) for f in facts]
    shown = tuple(sorting.without_secrets(f) for f, group in grouped if group is None or group in released)
    kept: dict[Group, int] = {g: n for g in GROUPS if g != "guarding" and g not in released and (n := sum(was == g for _, was in grouped))}
    return OwnCopy(person, view.on, records, families, shown, kept, *await _names(reader, shown, view))


def _told_to(person: Node, facts: Iterable[HeldFact]) -> list[HeldFact]:
    """Without what was said of a professional in confidence: no officer can release it to them (small print, rule 26)."""
    found = list(facts)
    if person[0] != "Professional":
        return found
    confided = {f.ends[0][1] for f in found if f.label == "Statement" and _in_confidence(f)}
    return [f for f in found if not confided & {f.ends[0][1], str(f.values.get("statement"))} or f.label not in ("Statement", "Receipt")]


def _in_confidence(fact: HeldFact) -> bool:
    told = fact.values
    refused = told.get("speaker_kind") == "child" and told.get("kind") in ("trust", "nomination") and told.get("answer") == "no"
    return refused or told.get("visibility") == "not_them"


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
    on: date
    guarding: Guarding
    said: frozenset[object]
    """The ids of what they said."""
    unsaid: frozenset[object]
    """The ids of what others said of someone who is guarded."""

    @property
    def of_staff(self) -> bool:
        """A professional's copy: how many spoke of them would tell of what was said in confidence."""
        return any(label == "Professional" for label, _ in self.records)

    def group(self, fact: HeldFact) -> Group | None:
        """Why a fact is kept back; None: it is theirs to see."""
        if fact.label in ("Statement", "Receipt"):
            told = fact.values.get("statement") if fact.label == "Receipt" else fact.ends[0][1]
            return None if told in self.said else "guarding" if self.of_staff or told in self.unsaid else "said_by_others"
        if self.guarding.hides_end(fact):
            return "guarding"
        if fact.label in _TIES and fact.ends[0] in self.records:
            return None
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
            return where not in self.guarding.veil.placed
        return fact.label not in _TIES or not self.guarding.hides_tie(where[1], fact.ends[1])

    def without_secrets(self, fact: HeldFact) -> HeldFact:
        """Without the ward of a family where that is guarded, who confirmed an address, or a leaving date that few may know."""
        if self.guarding.hides_confirmation(fact):
            return _without(fact, ("confirmed_by", "confirmed_on"))
        if fact.label == "Family" and fact.ends[0] in self.guarding.veil.placed:
            return _without(fact, ("area_code",))
        if fact.label == "WORKS_IN" and str(fact.values.get("confidential_until", "")) >= self.on.isoformat():
            return _without(fact, _LEAVING)
        return fact


def _without(fact: HeldFact, secrets: Collection[str]) -> HeldFact:
    return replace(fact, values={k: v for k, v in fact.values.items() if k not in secrets})


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
