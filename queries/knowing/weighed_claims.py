"""Every claim around some children and families: whose it is, what it weighs on a day, and when it was last strong."""

from dataclasses import replace
from datetime import date

from graph.model import Around, Subject
from queries.knowing.posted import Posted
from queries.scoring.claims import Claim, Scored, Weighed, claims, ended, in_full, live, weigh
from queries.scoring.said import Voice, Voices
from queries.scoring.trust import Opinion
from queries.scoring.weighing import weights_on


class WeighedClaims(Posted):
    """What the answers of one read share: claims by subject, and scores once made."""

    def __init__(self, around: Around, on: date, contact_days: dict[str, tuple[date, ...]]) -> None:
        super().__init__(around.posts, on)
        self.around, self.contact_days = around, contact_days
        self.weights_version, self.weights = weights_on(around.weights, on)
        self.voices = Voices(around, self.weights)
        self.claims = claims(around)
        gone = self.voices.removed_ties(on)
        self.removed = {(c.professional_id, c.subject) for own in self.claims.values() for c in own} & gone if gone else gone
        self.families, self.children = _households(around)
        self._scores: dict[int, Scored] = {}
        self._weighed: dict[int, Weighed] = {}
        self._live: dict[int, bool] = {}
        self._strong_once: dict[int, tuple[date, float] | None] = {}

    def claims_of(self, subject: Subject) -> list[Claim]:
        """A family's claims are its own and those of its children; a child's are its own. Those disputed or hidden are left out."""
        found = list(self.claims.get(subject, ()))
        for child in self.children.get(subject, ()):
            found += self.claims.get(child, ())
        return [c for c in found if (c.professional_id, c.subject) not in self.removed] if self.removed else found

    def claims_by_person(self, subject: Subject) -> dict[str, list[Claim]]:
        """The same by professional."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims_of(subject):
            found.setdefault(claim.professional_id, []).append(claim)
        return found

    def weighed(self, claim: Claim) -> Weighed:
        """What a claim weighs on the day, worked out once."""
        key = id(claim)
        if key not in self._weighed:
            found = self._weigh(claim, self.on)
            assert found, "the store tells nothing that begins after the day"
            self._weighed[key] = found
        return self._weighed[key]

    def score(self, claim: Claim) -> Scored:
        """A claim as it stands on the day, scored once."""
        key = id(claim)
        if key not in self._scores:
            scored = in_full(claim, self.weighed(claim), self.on, self._opinion(claim, self.on), self.weights)
            self._scores[key] = replace(scored, voices=heard) if (heard := self._heard(claim)) else scored
        return self._scores[key]

    def holds(self, claim: Claim) -> bool:
        """Whether a claim is live on the day."""
        key = id(claim)
        if key not in self._live:
            self._live[key] = live(claim, self.on)
        return self._live[key]

    def once_strong(self, claim: Claim) -> tuple[date, float] | None:
        """The tie's last day, or that of the person's last post if it came first, and its strength then, if strong."""
        key = id(claim)
        if key not in self._strong_once:
            person = claim.professional_id
            last = min((d for d in (ended(claim, self.on), self.left_post(person)) if d), default=None)
            self._strong_once[key] = self._strong_on(claim, last) if last else None
        return self._strong_once[key]

    def _weigh(self, claim: Claim, on: date) -> Weighed | None:
        days = self.contact_days.get(claim.professional_id, ())
        return weigh(claim, on, days, self._opinion(claim, on), self.weights)

    def _strong_on(self, claim: Claim, day: date) -> tuple[date, float] | None:
        then = self._weigh(claim, day)
        return (day, then.strength) if then and then.strength >= self.weights.strong else None

    def _heard(self, claim: Claim) -> tuple[Voice, ...]:
        return tuple(self.voices.standing("trust", (claim.professional_id, claim.subject), self.on))

    def _opinion(self, claim: Claim, on: date) -> Opinion:
        return self.voices.trust((claim.professional_id, claim.subject), on)


def _households(around: Around) -> tuple[dict[Subject, list[Subject]], dict[Subject, list[Subject]]]:
    """Families by child, and children by family, on the day."""
    families: dict[Subject, list[Subject]] = {}
    children: dict[Subject, list[Subject]] = {}
    for m in around.memberships:
        if m.member_kind == "child":
            child, family = Subject("child", m.member_id), Subject("family", m.family_id)
            families.setdefault(child, []).append(family)
            children.setdefault(family, []).append(child)
    return families, children
