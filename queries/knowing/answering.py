"""Ranking: who knows a child or family now, who knew them well before, whom to ask first, or that nobody does."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from graph.model import Around, Professional, Subject, Tie
from queries.knowing.answers import NOTHING_SAID, Dormant, Knower, Known, Spoken, WhoKnows
from queries.knowing.weighed_claims import WeighedClaims
from queries.scoring.claims import Claim, Scored


class Answering(WeighedClaims):
    """Answers for any child or family that was read; what it weighs, it weighs once."""

    def __init__(self, around: Around, on: date, contact_days: dict[str, tuple[date, ...]]) -> None:
        super().__init__(around, on, contact_days)
        self.excluded = self.voices.excluded(on)

    def answer(self, subject: Subject) -> WhoKnows:
        """Rank everyone who knows a subject, and those who knew it well before."""
        theirs = self.claims_by_person(subject)
        k = self._known(subject, theirs)
        key = self._key_individual(k.knowers, k.said)
        now = {knower.professional.id for knower in k.knowers}
        return WhoKnows(
            k.subject,
            k.subjects,
            k.on,
            k.lead,
            k.knowers,
            k.around,
            k.said,
            k.weights,
            not any(self._knows(knower) for knower in k.knowers),
            key,
            _margin(key, k.knowers, k.said),
            self._dormant_ones(subject, {p: own for p, own in theirs.items() if p not in now}),
            self._beside(subject),
        )

    def known(self, subject: Subject) -> Known:
        """Rank everyone who knows a subject, and no more: what a question about thousands of them needs."""
        return self._known(subject, self.claims_by_person(subject))

    def _known(self, subject: Subject, theirs: Mapping[str, Sequence[Claim]]) -> Known:
        subjects = frozenset((subject, *self.children.get(subject, ())))
        knowers, said = self._knowers(subject, theirs), self._said(subject, subjects)
        lead = self._lead(subject, theirs.values())
        return Known(subject, subjects, self.on, lead, knowers, self.around, said, self.weights_version)

    def _knows(self, knower: Knower) -> bool:
        return knower.best.strength >= self.weights.knows

    def _key_individual(self, live: Sequence[Knower], said: Spoken) -> Knower | None:
        """The strongest who knows them well enough and whom they did not say "no" to.

        Where they named someone who knows them well enough, nobody whose tie is only inferred stands before that word.
        """
        willing = [k for k in live if self._knows(k) and k.professional.id not in said.excluded]
        if any(k.professional.id in said.nominated for k in willing):
            willing = [k for k in willing if not k.best.inferred or k.professional.id in said.nominated]
        return willing[0] if willing else None

    def _said(self, subject: Subject, subjects: Collection[Subject]) -> Spoken:
        """What people said that bears on the answer for a subject."""
        if not self.voices.by_kind:
            return NOTHING_SAID
        heard = self.voices
        return Spoken(
            frozenset(self.excluded.get(subject, ())),
            frozenset(heard.nominated(subjects, self.on)),
            tuple(v for v in heard.about("vouch", subjects, self.on) if v.yes),
            tuple(heard.about("trust", subjects, self.on)),
            tuple(sorted(pair for pair in self.removed if pair[1] in subjects)),
        )

    def _knowers(self, subject: Subject, by_person: Mapping[str, Sequence[Claim]]) -> tuple[Knower, ...]:
        """Those who know the subject now, strongest first."""
        live = ((p, [c for c in own if self.holds(c)]) for p, own in by_person.items() if self.in_post(p))
        return tuple(sorted((self._knower(p, subject, [self.score(c) for c in own]) for p, own in live if own), key=_rank))

    def _dormant_ones(self, subject: Subject, others: Mapping[str, Sequence[Claim]]) -> tuple[Dormant, ...]:
        """Those who knew the subject well before, of people who don't know it now: strongest first."""
        found: list[Dormant] = []
        for person, theirs in others.items():
            if person not in self.excluded.get(subject, ()) and (was := self._dormant(person, subject, theirs)):
                found.append(was)
        return tuple(sorted(found, key=lambda d: _rank(d.knower)))

    def _knower(self, person: str, subject: Subject, scored: Sequence[Scored]) -> Knower:
        ordered = sorted(scored, key=lambda s: (-s.strength, s.subject != subject, s.subject.id)) if len(scored) > 1 else scored
        professional = self.around.professionals.get(person) or Professional(person)
        return Knower(professional, tuple(ordered), self.post(person))

    def _dormant(self, person: str, subject: Subject, theirs: Iterable[Claim]) -> Dormant | None:
        """Someone who knew the subject well once, by the strongest of those claims."""
        strong = {id(self.score(c)): then for c in theirs if (then := self.once_strong(c)) and not self.score(c).conflict}
        if not strong:
            return None
        knower = self._knower(person, subject, [s for c in theirs if id(s := self.score(c)) in strong])
        return Dormant(knower, *strong[id(knower.best)])

    def _lead(self, subject: Subject, own: Iterable[Sequence[Claim]]) -> str | None:
        """The live row with lead begun last; the subject's own rows first; then by professional."""
        rows = [t for theirs in own for c in theirs for t in c.ties if t.lead and (t.until is None or t.until >= self.on)]
        return min(rows, key=lambda t: _newest_lead(t, subject)).professional_id if rows else None

    def _beside(self, subject: Subject) -> tuple[Scored, ...]:
        families = self.families.get(subject, ())
        found = [self.score(c) for f in families for c in self.claims_of(f) if c.subject == f and self.holds(c)]
        return tuple(sorted(found, key=lambda s: (-s.strength, s.professional_id)))


def _margin(key: Knower | None, live: Sequence[Knower], said: Spoken) -> float | None:
    """How far the key individual is ahead of the next whom the family did not say "no" to."""
    if key is None:
        return None
    after = [k for k in live[live.index(key) + 1 :] if k.professional.id not in said.excluded]
    return key.best.strength - after[0].best.strength if after else None


def _rank(knower: Knower) -> tuple[float, str]:
    return -knower.best.strength, knower.best.professional_id


def _newest_lead(tie: Tie, subject: Subject) -> tuple[bool, int, str]:
    return tie.subject != subject, -(tie.since or date.min).toordinal(), tie.professional_id
