"""A person's own copy in plain words, for a young person to read; and as plain values, for their export."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from graph.erasing import HeldFact
from graph.schema import BY_LABEL
from queries.owning.own_copy import Group, OwnCopy

KEPT_BACK: Mapping[Group, str] = {
    "said_by_others": "what other people said is theirs: it is shown only where someone who answers for people's data released it",
    "relatives": "it is about someone else in the family",
    "plans": "plans of staff that mention you",
    "guarding": "it guards somebody",
}
"""Why each group is not in a copy."""
GUARDS = "What guards somebody is never part of this copy, and it does not say whether there is any. Ask the privacy officer."
RIGHTS = "Is something wrong, or do you not want it held or used? Ask for it to be put right: you are answered within a month."
_TITLES = {
    "Child": "Who you are",
    "Carer": "Who you are",
    "Professional": "Who you are",
    "WORKS_IN": "Where you work, or worked",
    "Family": "Your family",
    "MEMBER_OF": "The family you belong to",
    "LIVES_AT": "Where an agency says you live",
    "ATTENDS": "Where you go",
    "SAME_AS": "Two records that are taken to be you",
    "Statement": "What you said",
    "Receipt": "That what you said was received",
    "Opening": "What you agreed may be shown",
    "Shield": "What hides you, or where you are",
    "Hold": "Why nothing about you may be erased",
    "Apart": "Records that are never taken to be you",
    "SavedScenario": "A plan of staff that mentions you",
    "RightsRequest": "What you asked for",
}
_GROUPS = {
    "KNOWS": "Who knows whom, of those it is told of",
    "MET": "Who was in touch, and when",
}
_ORDER = (
    "Child",
    "Carer",
    "Professional",
    "WORKS_IN",
    "MEMBER_OF",
    "Family",
    "LIVES_AT",
    "ATTENDS",
    "KNOWS",
    "MET",
    "Statement",
    "Opening",
    "RightsRequest",
)
_OTHERS = {
    "Statement": "What someone else said",
    "Receipt": "That what someone else said was received",
    "Child": "Someone else",
    "Carer": "Someone else",
}
_DATA = {"row": "the source's own number of it", "at": "when", "count": "how many times"}


class Field(NamedTuple):
    """One thing that a record says: its name in the store, what it means, and what it says."""

    name: str
    meaning: str
    value: str


def title(fact: HeldFact, copy: OwnCopy) -> str:
    """What a record is, in plain words."""
    if fact.label in ("KNOWS", "MET"):
        if fact.ends[0] in copy.records:
            return "You know them" if fact.label == "KNOWS" else "You were in touch"
        who, whom = _professional(fact.ends[0][1], copy), "you" if fact.ends[1] in copy.records else "your family"
        if fact.label == "MET":
            return f"{who} was in touch with {whom}"
        return f"{who} {'worked' if fact.values.get('until') else 'works'} with {whom}"
    if fact.label in _OTHERS and not _theirs(fact, copy):
        return _OTHERS[fact.label]
    if fact.label == "MEMBER_OF" and fact.ends[0] not in copy.records:
        return "Who else belongs to the family"
    return _TITLES[fact.label]


def in_order(labels: Iterable[str]) -> list[str]:
    """Kinds of records, those that say most of someone first."""
    return sorted(labels, key=lambda label: (_ORDER.index(label) if label in _ORDER else len(_ORDER), label))


_TO_YOU = (
    ("Known the child ", "They have known you for "),
    ("Knew the child ", "They knew you for "),
    ("It is not recorded since when they have known the child.", "It is not recorded since when they have known you."),
    ("Knows them ", "They know you "),
    ("In what setting they know them is not recorded.", "Where they know you from is not recorded."),
    ("No contact with them is on record.", "No contact with you is on record."),
    ("usual between them", "usual between you"),
    ("Known the family ", "They have known your family for "),
    ("Knew the family ", "They knew your family for "),
    ("It is not recorded since when they have known the family.", "It is not recorded since when they have known your family."),
)


def to_you(sentence: str) -> str:
    """A reason for how well someone knows a child or family, said to whom it is about.

    >>> to_you("Known the child 3 months, since 1 May 2026.")
    'They have known you for 3 months, since 1 May 2026.'
    """
    for theirs, yours in _TO_YOU:
        sentence = sentence.replace(theirs, yours)
    return sentence


def group_title(label: str) -> str:
    """What records of a kind are, together."""
    return _GROUPS.get(label) or _TITLES[label]


def _theirs(fact: HeldFact, copy: OwnCopy) -> bool:
    if fact.label == "Statement":
        return (str(fact.values.get("speaker_kind", "")).capitalize(), str(fact.values.get("speaker_id", ""))) in copy.records
    return fact.label == "Receipt" or fact.ends[0] in copy.records


def fields_of(fact: HeldFact, copy: OwnCopy) -> Iterator[Field]:
    """What a record says, each with what it means; first what it leads to."""
    for label, name in fact.ends:
        if (label, name) not in copy.records:
            yield Field(label.lower(), _KINDS.get(label, label.lower()), _called(label, name, copy))
    for p in BY_LABEL[fact.label].properties:
        if p.name in fact.values:
            yield Field(p.name, _DATA.get(p.name, p.meaning.split("; empty")[0]), _value(p.name, fact.values[p.name], copy))


_KINDS = {
    "Professional": "who",
    "Service": "where",
    "Address": "the place",
    "Family": "the family",
    "Statement": "its number",
    "RightsRequest": "its number",
}


def _called(label: str, name: str, copy: OwnCopy) -> str:
    """What something is called, with its id where it has a name."""
    if label == "Address" and (place := copy.addresses.get(name)):
        return ", ".join(filter(None, (place.address, place.postcode))) or name
    found = {"Professional": copy.professionals, "Service": copy.services, "Organisation": copy.organisations}.get(label, {})
    thing = found.get(name)
    return f"{thing.name} ({name})" if thing and thing.name else name


def _professional(name: str, copy: OwnCopy) -> str:
    thing = copy.professionals.get(name)
    return (thing and thing.name) or name


def _value(name: str, value: object, copy: OwnCopy) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    of = {"about_professional_id": "Professional", "confirmed_by": "Professional", "reported_by": "Organisation"}.get(name)
    return _called(of, str(value), copy) if of else str(value)


def where_from(fact: HeldFact) -> str:
    """Who told it, who answers for that, and by what right it is held."""
    source = fact.source
    right = " and ".join(filter(None, (source.lawful_basis, source.agreement)))
    return (
        f"told by {source.name}"
        + (f", for which {source.controller} answers" if source.controller else "")
        + (f"; held by right of: {right}" if right else "")
    )


def held_since(fact: HeldFact) -> tuple[datetime, datetime | None]:
    """From when this version stood, and until when."""
    return datetime.fromisoformat(fact.recorded), datetime.fromisoformat(fact.retired) if fact.retired else None
