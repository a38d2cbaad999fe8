"""What of a person's facts would tell of someone who is guarded: ties, confirmations and words, as the person's own eyes see."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.erasing import HeldFact, Node
from graph.model import Subject
from graph.veil import Veil


@dataclass(frozen=True, slots=True)
class Guarding:
    """The person's records, and what their own eyes may not see. Their own ties they see, whoever these are to."""

    records: frozenset[Node]
    veil: Veil

    @property
    def closed(self) -> frozenset[Node]:
        """Others of whom nothing may be told; of a household that is hidden whole, an officer makes the copy."""
        return frozenset() if self.records & self.veil.closed else self.veil.closed

    def hides_end(self, fact: HeldFact) -> bool:
        """Whether a fact joins someone of whom nothing may be told."""
        return any(end in self.closed for end in fact.ends)

    def hides_tie(self, professional: str, whom: Node) -> bool:
        """Whether a professional's tie to the person, or to their family, is kept back."""
        if whom in self.records:
            return whom in self.veil.placed and professional in self.veil.local
        kind = "child" if whom[0] == "Child" else "family"
        return whom in self.closed or not self.veil.shows_tie(professional, Subject(kind, whom[1]))

    def hides_confirmation(self, fact: HeldFact) -> bool:
        """Whether a claim to an address names someone whose tie is kept back."""
        by = fact.values.get("confirmed_by")
        return fact.label == "LIVES_AT" and bool(by) and self.hides_tie(str(by), fact.ends[0])

    def unsaid(self, facts: Iterable[HeldFact]) -> frozenset[object]:
        """The ids of what others said that must not even be counted."""
        return frozenset(f.ends[0][1] for f in facts if f.label == "Statement" and self._unsaid(f))

    def _unsaid(self, fact: HeldFact) -> bool:
        speaker, subject, about = _named(fact, "speaker"), _named(fact, "subject"), fact.values.get("about_professional_id")
        whom = subject if subject[1] else speaker
        return bool({speaker, whom} & self.closed) or (bool(about) and self.hides_tie(str(about), whom))


def _named(fact: HeldFact, what: str) -> Node:
    """The person that a statement names by id."""
    return str(fact.values.get(f"{what}_kind", "")).capitalize(), str(fact.values.get(f"{what}_id", ""))
