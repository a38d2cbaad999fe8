"""What people said around some children and families, and what of it stands on a day.

Nothing is inferred from records. For each speaker, professional, subject and kind the latest statement counts while it
stands; what it then does (trust, exclusion, nomination, dispute, vouch) is one function each.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from graph.model import Around, Membership, Statement, Subject
from queries.scoring.knowing import WEIGHTS, Weights
from queries.scoring.trust import NOT_ASKED, Opinion, discounted, fused, opinion

Pair = tuple[str, Subject]
Speaker = tuple[str, str | None]
HEARD_ON_WHO_TO_ASK = ("child", "carer", "kin")
"""Whose nomination counts: a professional's does nothing."""
UNTIL_WITHDRAWN = ("dispute", "hide")


@dataclass(frozen=True, slots=True)
class Voice:
    """One statement, with its speaker and the subject it is about; `own`: a child speaks of their own tie, or of their own family's."""

    statement: Statement
    speaker: Speaker
    professional_id: str
    subject: Subject
    own: bool

    @property
    def answer(self) -> str | None:
        """What was answered; none was: None."""
        return self.statement.answer

    @property
    def yes(self) -> bool:
        """Whether it says so: an empty answer to anything but trust is a yes."""
        return self.answer == "yes" or (self.answer is None and self.statement.kind != "trust")


@dataclass(slots=True)
class Voices:
    """Every statement around some subjects, by kind, then by the professional and subject it is about, the earlier first."""

    around: Around
    weights: Weights = WEIGHTS
    by_kind: dict[str, dict[Pair, list[Voice]]] = field(default_factory=dict[str, dict[Pair, list[Voice]]])
    _belonged: dict[Speaker, list[Membership]] = field(default_factory=dict[Speaker, list[Membership]])
    _pairs: dict[tuple[str, Subject], list[Pair]] = field(default_factory=dict[tuple[str, Subject], list[Pair]])

    def __post_init__(self) -> None:
        if not self.around.statements:
            return
        for m in self.around.belonged:
            self._belonged.setdefault((m.member_kind, m.member_id), []).append(m)
        for statement in self.around.statements:
            for voice in self._voices(statement):
                pairs = self.by_kind.setdefault(statement.kind, {})
                pairs.setdefault((voice.professional_id, voice.subject), []).append(voice)
        for kind, pairs in self.by_kind.items():
            for pair in pairs:
                self._pairs.setdefault((kind, pair[1]), []).append(pair)

    def standing(self, kind: str, pair: Pair, on: date) -> list[Voice]:
        """The latest statement of each speaker about this professional and subject, where it stands on the day."""
        said = self.by_kind.get(kind)
        if said is None or pair not in said:
            return []
        latest: dict[Speaker, Voice] = {}
        for voice in said[pair]:
            if voice.statement.said_on <= on:
                latest[voice.speaker] = voice
        return [v for v in latest.values() if self.stands(v.statement, on)]

    def stands(self, statement: Statement, on: date) -> bool:
        """Whether a statement has not expired: on the day it does it no longer stands."""
        ends = expiry(statement, self.weights)
        return ends is None or on < ends

    def trust(self, pair: Pair, on: date) -> Opinion:
        """All that was said about trust in a professional with a subject, fused as from independent speakers."""
        if pair not in self.by_kind.get("trust", {}):
            return NOT_ASKED
        said = [v for v in self.standing("trust", pair, on) if v.answer in ("yes", "no")]
        return fused(discounted(opinion(v.yes, not v.yes), self.reliability(v)) for v in said)

    def reliability(self, voice: Voice) -> float:
        """How far a speaker is believed, 0 to 1; the anonymous not at all."""
        kind, who = voice.speaker
        if who is None:
            return 0.0
        if kind == "child" and not voice.own:
            kind = "kin"
        if kind == "professional" and who == voice.professional_id:
            kind = "self"
        return getattr(self.weights, f"said_by_{kind}")

    def removed(self, pair: Pair, on: date) -> bool:
        """Whether a tie is disputed, or someone wished it hidden: it then counts for nothing until that is withdrawn."""
        return any(v.yes for kind in UNTIL_WITHDRAWN for v in self.standing(kind, pair, on))

    def removed_ties(self, on: date) -> set[Pair]:
        """Every tie that counts for nothing on the day."""
        return {pair for kind in UNTIL_WITHDRAWN for pair in self.by_kind.get(kind, {}) if self.removed(pair, on)}

    def excluded(self, on: date) -> dict[Subject, set[str]]:
        """Whom each subject's people said "no" to: the child's own word on trust, or a nomination answered "no".

        It holds for the child and for the child's family, of the day it was said and of the day asked.
        """
        found: dict[Subject, set[str]] = {}
        for voice in self._refusals(on):
            for subject in self._held_for(voice, on):
                found.setdefault(subject, set()).add(voice.professional_id)
        return found

    def nominated(self, subjects: Iterable[Subject], on: date) -> set[str]:
        """Whom a child, carer or kin of these subjects wants to be asked."""
        return {pair[0] for pair in self._of("nomination", subjects) if any(v.yes for v in self._nominations(pair, on))}

    def about(self, kind: str, subjects: Iterable[Subject], on: date) -> list[Voice]:
        """What stands of one kind about these subjects, by professional and subject."""
        return [v for pair in sorted(self._of(kind, subjects)) for v in self.standing(kind, pair, on)]

    def _of(self, kind: str, subjects: Iterable[Subject]) -> list[Pair]:
        """The pairs of these subjects about which something of a kind was said."""
        return [pair for subject in frozenset(subjects) for pair in self._pairs.get((kind, subject), ())]

    def _nominations(self, pair: Pair, on: date) -> list[Voice]:
        return [v for v in self.standing("nomination", pair, on) if v.speaker[0] in HEARD_ON_WHO_TO_ASK]

    def _refusals(self, on: date) -> list[Voice]:
        trust = [v for pair in self.by_kind.get("trust", {}) for v in self.standing("trust", pair, on) if self._own_by(v, on)]
        named = [v for pair in self.by_kind.get("nomination", {}) for v in self._nominations(pair, on)]
        return [v for v in trust + named if v.answer == "no"]

    def _held_for(self, voice: Voice, on: date) -> set[Subject]:
        """The subject; of a child also the families; where a child speaks of their own family, the child and their families."""
        speaker = Subject("child", voice.speaker[1] or "")
        children = [voice.subject] if voice.subject.kind == "child" else [speaker] if self._own_by(voice, on) else []
        families = {f for child in children for day in (voice.statement.said_on, on) for f in self._families_of(child, day)}
        return {voice.subject, *children, *families}

    def _own_by(self, voice: Voice, on: date) -> bool:
        """Whether a child speaks of its own tie, or of its own family's: of the day said or of the day asked (rule 48)."""
        return voice.own or self._own(voice.speaker, voice.subject, on)

    def _families_of(self, child: Subject, on: date) -> set[Subject]:
        return self._families(("child", child.id), on)

    def _families(self, member: Speaker, on: date) -> set[Subject]:
        """The families of a child or carer on a day."""
        return {Subject("family", m.family_id) for m in self._belonged.get(member, ()) if held(m, on)}

    def _voices(self, statement: Statement) -> Iterable[Voice]:
        """A statement once for each subject it is about; without a professional it is about nobody yet."""
        about = statement.about_professional_id
        if about is None:
            return
        speaker = statement.speaker_kind, self._speaker(statement)
        for subject in self._subjects(statement, speaker):
            yield Voice(statement, speaker, about, subject, self._own(speaker, subject, statement.said_on))

    def _speaker(self, statement: Statement) -> str | None:
        if statement.speaker_kind == "self" and statement.speaker_id is None:
            return statement.about_professional_id
        if statement.speaker_kind == "child" and statement.speaker_id:
            return self.around.same.get(statement.speaker_id, statement.speaker_id)
        return statement.speaker_id

    def _subjects(self, statement: Statement, speaker: Speaker) -> Iterable[Subject]:
        """The subject it names; else the speaking child, or the speaking carer's family on that day."""
        if statement.subject_id is not None:
            if statement.subject_kind == "child":
                return [Subject("child", self.around.same.get(statement.subject_id, statement.subject_id))]
            return [Subject("family", statement.subject_id)]
        kind, who = speaker
        if kind == "child" and who:
            return [Subject("child", who)]
        return sorted(self._families(speaker, statement.said_on)) if kind == "carer" else []

    def _own(self, speaker: Speaker, subject: Subject, on: date) -> bool:
        kind, who = speaker
        if kind != "child" or who is None:
            return False
        child = Subject("child", who)
        return subject == child or subject in self._families_of(child, on)


def held(membership: Membership, on: date) -> bool:
    """Whether a membership held on a day; an unknown end leaves that side open."""
    return (membership.since is None or membership.since <= on) and (membership.until is None or membership.until >= on)


def expiry(statement: Statement, weights: Weights = WEIGHTS) -> date | None:
    """The first day on which a statement no longer stands; None: until it is withdrawn.

    >>> said = Statement("s1", "trust", "child", "leo", "amina", None, None, "yes", date(2024, 2, 29))
    >>> expiry(said)
    datetime.date(2025, 2, 28)
    """
    if statement.expires_on is not None or statement.kind in UNTIL_WITHDRAWN:
        return statement.expires_on
    return months_on(statement.said_on, round(weights.standing_months))


def months_on(day: date, months: int) -> date:
    """The same date so many months on, or the last day of that month where it has none such.

    >>> months_on(date(2024, 2, 29), 12), months_on(date(2026, 3, 31), -1)
    (datetime.date(2025, 2, 28), datetime.date(2026, 2, 28))
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
