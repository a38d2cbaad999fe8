"""What children, carers and professionals have said: asked of some, answered by fewer, and some of it old."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from ingest.demo.bonds import Bond
from ingest.demo.calendar import FOREVER, Calendar
from ingest.demo.chance import between, happens, one_of
from ingest.demo.family import YEAR, Child, Family

ASKED = {"care": 0.34, "help": 0.18, "past": 0.05, "quiet": 0.02, "withdrawn": 0.02}
"""Share of families of whom anybody has asked whom they trust."""

OLDEST = 900
"""Days: what was said longer ago was on paper and is lost."""

TRUST = "Can you talk to this person about things that matter?"
NOMINATE = "Who would you like us to ask first?"
VOUCH = "Who knows this family well?"
DISPUTE = "Is it right that you work with this family?"
HIDE = "Should others see that you know this person?"


@dataclass(frozen=True, slots=True)
class Said:
    """Who speaks and about whose ties."""

    speaker_kind: str
    speaker_id: str
    subject_kind: str
    subject_id: str


class Voices:
    """Writes the statements of one family after another."""

    def __init__(self, rng: Random, days: Calendar, write: Callable[..., None]) -> None:
        self._rng, self._days, self._write, self._count = rng, days, write, 0

    def of(self, family: Family, bonds: dict[str, Bond], wrong: str) -> None:
        """What this family and those around it have said; `wrong` is someone tied to them by mistake."""
        today = self._days.today
        known = sorted(((-bond.on(today), who) for who, bond in bonds.items() if bond.last > today - 1500))
        if wrong and happens(self._rng, 0.7):
            self._state("dispute", Said("self", wrong, "family", family.id), wrong, "yes", DISPUTE)
        if not known or not happens(self._rng, ASKED[family.need]):
            return
        for speaker in self._speakers(family):
            self._speak(speaker, known, bonds)
        if happens(self._rng, 0.15) and len(known) > 1:
            self._state("vouch", Said("professional", known[1][1], "family", family.id), known[0][1], "yes", VOUCH)

    def _speakers(self, family: Family) -> list[Said]:
        """Children from six on and carers: half of them were asked, hardly ever kin."""
        old_enough = [c for c in family.children if _can_say(c, self._days.today)]
        asked = [self._child(c) for c in old_enough if happens(self._rng, 0.5)]
        asked += [self._carer(family, c.id) for c in family.carers if happens(self._rng, 0.4)]
        if happens(self._rng, 0.03):
            asked.append(Said("kin", f"kin-{family.id[4:]}", "family", family.id))
        return asked

    def _child(self, child: Child) -> Said:
        """A child, for whom some feeds leave the subject out."""
        return Said("child", child.id, *(("child", child.id) if happens(self._rng, 0.6) else ("", "")))

    def _carer(self, family: Family, carer: str) -> Said:
        """A carer, for whom some feeds leave the subject out."""
        return Said("carer", carer, *(("family", family.id) if happens(self._rng, 0.8) else ("", "")))

    def _speak(self, said: Said, known: list[tuple[float, str]], bonds: dict[str, Bond]) -> None:
        """Trust in one to three people, and for some a nomination or a wish that a tie be hidden."""
        rng = self._rng
        for _ in range(between(rng, 1, 3)):
            who = known[min(int(rng.random() * rng.random() * len(known)), len(known) - 1)][1]
            self._state("trust", said, who, self._answer(bonds[who]), TRUST)
        if happens(rng, 0.35):
            who = known[0][1] if happens(rng, 0.7) else one_of(rng, known)[1]
            self._state("nomination", said, who, "no" if happens(rng, 0.05) else "yes", NOMINATE)
        if said.speaker_kind == "child" and happens(rng, 0.03):
            self._state("hide", said, one_of(rng, known)[1], "yes", HIDE)

    def _answer(self, bond: Bond) -> str:
        """People mostly trust those they know well; liking isn't knowing, so not always."""
        draw, knows = self._rng.random(), bond.on(self._days.today)
        if draw < 0.25 + 0.7 * knows:
            return "yes"
        return "unsure" if draw > 0.8 - 0.2 * knows else "no"

    def _state(self, kind: str, said: Said, about: str, answer: str, question: str) -> None:
        """One statement on some day; a few say themselves when they expire."""
        self._count += 1
        day = self._days.today - between(self._rng, 0, OLDEST)
        expires = day + between(self._rng, 60, 400) if happens(self._rng, 0.2) else FOREVER
        self._write(
            "statements", f"st-{self._count:05d}", kind, said.speaker_kind, said.speaker_id, about, said.subject_kind,
            said.subject_id, answer, self._days.text(day), self._days.text(expires), question,
        )  # fmt: skip


def _can_say(child: Child, today: int) -> bool:
    """Six years or older, and still at home."""
    return today - child.born > 6 * YEAR and child.left == FOREVER
