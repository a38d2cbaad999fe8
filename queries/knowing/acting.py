"""Why an answer is on a list for people who act: nobody knows them, one person alone does, people disagree, another leads on paper.

Each reason is one plain sentence that names professionals by id, speakers by what they are to the family, and no score.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Literal

from graph.model import Subject
from queries.knowing.answers import WhoKnows
from queries.scoring.because import SPEAKERS, plain_day
from queries.scoring.said import HEARD_ON_WHO_TO_ASK, Voice, Voices

List = Literal["nobody", "one", "contested", "lead"]


def reasons(answer: WhoKnows, voices: Voices, knows: float) -> dict[List, str]:
    """The lists that an answer is on, each with its sentence; `knows` is the strength from which someone knows them."""
    told: dict[List, str | None] = {
        "nobody": nobody(answer),
        "one": one(answer, knows),
        "contested": contested(answer, voices),
        "lead": lead(answer),
    }
    return {name: why for name, why in told.items() if why}


def nobody(answer: WhoKnows) -> str | None:
    """Nobody in post knows them well enough, people they said no to counted."""
    if not answer.nobody:
        return None
    if answer.knowers:
        known = [k.professional.id for k in answer.knowers]
        short = "doesn't know" if len(known) == 1 else "none of them knows"
        return f"{_all_of(known)} {_agree('work', known)} with {_whom(answer)}, and {short} them well enough yet to be asked first."
    before = answer.dormant[0] if answer.dormant else None
    last = f"; {before.knower.professional.id} knew them well until {plain_day(before.strong_until)}" if before else ""
    return f"No one in post works with {_whom(answer)} now{last}."


def one(answer: WhoKnows, knows: float) -> str | None:
    """Exactly one person knows them, someone they said no to counted."""
    enough = [k.professional.id for k in answer.knowers if k.best.strength >= knows]
    if len(enough) != 1:
        return None
    refused = ", and is someone they said no to" if enough[0] in answer.said.excluded else ""
    return f"Only {enough[0]} knows {_whom(answer)} well enough to be asked first{refused}."


def contested(answer: WhoKnows, voices: Voices) -> str | None:
    """People disagree on whom to ask."""
    if not voices.by_kind:
        return None
    parts = [*_different(answer, voices), *_refused(answer, voices), *_on_trust(answer)]
    return f"They disagree about {_whom(answer)}: {'; '.join(parts)}." if parts else None


def lead(answer: WhoKnows) -> str | None:
    """There is a lead on paper, and it isn't the one to ask first."""
    key = answer.key_individual
    if answer.lead is None or (key and key.professional.id == answer.lead):
        return None
    if key:
        truth = f"{key.professional.id} knows them best"
    elif answer.nobody:
        truth = "nobody knows them well enough to be asked first"
    else:
        truth = "those who know them well enough are people they said no to"
    return f"On paper {answer.lead} leads for {_whom(answer)}; {truth}."


def _different(answer: WhoKnows, voices: Voices) -> Iterator[str]:
    """Different people asked for by different speakers."""
    wanted = _wanted(answer, voices)
    if any(a.professional_id != b.professional_id and a.speaker != b.speaker for a, b in combinations(wanted, 2)):
        people = dict.fromkeys(v.professional_id for v in wanted)
        asked = (f"{p} is asked for by {_by(v for v in wanted if v.professional_id == p)}" for p in people)
        yield ", ".join(asked)


def _refused(answer: WhoKnows, voices: Voices) -> Iterator[str]:
    """Someone asked for by one and refused by another."""
    for person in sorted(answer.said.excluded & answer.said.nominated):
        wanted = [v for v in _wanted(answer, voices) if v.professional_id == person]
        refused = [v for v in _refusals(answer, voices) if v.professional_id == person]
        if not refused or any(a.speaker != b.speaker for a in wanted for b in refused):
            yield f"{person} is asked for by {_by(wanted)} and refused by {_by(refused) or 'another'}"


def _on_trust(answer: WhoKnows) -> Iterator[str]:
    """Both yes and no on trust in the one to ask first."""
    key = answer.key_individual
    about = [v for v in answer.said.trust if key and v.professional_id == key.professional.id]
    trusting, doubting = ([v for v in about if v.answer == a] for a in ("yes", "no"))
    if key and trusting and doubting:
        yield f"{key.professional.id} is trusted by {_by(trusting)} and not by {_by(doubting)}"


def _wanted(answer: WhoKnows, voices: Voices) -> list[Voice]:
    return [v for v in voices.about("nomination", answer.subjects, answer.on) if v.yes and v.speaker[0] in HEARD_ON_WHO_TO_ASK]


def _refusals(answer: WhoKnows, voices: Voices) -> list[Voice]:
    """What stands of those who said no, about the subject, its children, or the families of these."""
    wide = {*answer.subjects, *_families(answer)}
    trust = [v for v in voices.about("trust", wide, answer.on) if v.own]
    named = [v for v in voices.about("nomination", wide, answer.on) if v.speaker[0] in HEARD_ON_WHO_TO_ASK]
    return [v for v in trust + named if v.answer == "no"]


def _families(answer: WhoKnows) -> set[Subject]:
    children = {s.id for s in answer.subjects if s.kind == "child"}
    return {Subject("family", m.family_id) for m in answer.around.memberships if m.member_kind == "child" and m.member_id in children}


def _by(voices: Iterable[Voice]) -> str:
    """Who spoke, each kind once."""
    return _all_of(list(dict.fromkeys(SPEAKERS["kin" if v.speaker[0] == "child" and not v.own else v.speaker[0]] for v in voices)))


def _all_of(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _agree(verb: str, people: list[str]) -> str:
    return f"{verb}s" if len(people) == 1 else verb


def _whom(answer: WhoKnows) -> str:
    return f"{answer.subject.kind} {answer.subject.id}"
