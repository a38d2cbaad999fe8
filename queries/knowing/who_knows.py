"""Who knows this family? The key individual, everyone who knows them, who knew them well before, or nobody."""

from collections.abc import AsyncGenerator, Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.errors import UnknownId
from graph.model import Around, Post, Professional, Subject, SubjectKind, Tie, View
from graph.store import GraphReader
from queries.scoring.claims import Claim, Scored, Weighed, claims, ended, in_full, live, weigh
from queries.scoring.said import Pair, Voice, Voices
from queries.scoring.trust import Opinion
from queries.scoring.weighing import weights_on

BATCH = 200
"""Families, or children, asked for at once when all are."""


@dataclass(frozen=True, slots=True)
class Knower:
    """A professional with every claim they have, the strongest first, and the post they hold."""

    professional: Professional
    claims: tuple[Scored, ...]
    post: Post | None

    @property
    def best(self) -> Scored:
        """The claim that ranks them."""
        return self.claims[0]


@dataclass(frozen=True, slots=True)
class Dormant:
    """Someone who knew the family well: `strong_until` is the day on which the tie was last strong and held."""

    knower: Knower
    strong_until: date
    strength_then: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """What people said that bears on an answer, as it stands on the day.

    `excluded` are those the child or family said "no" to, `nominated` those they want to be asked, `vouches` words
    of one professional for another, `trust` every voice about trust in someone, and `removed` the ties (professional,
    subject) that are disputed or that someone wished hidden.
    """

    excluded: frozenset[str] = frozenset()
    nominated: frozenset[str] = frozenset()
    vouches: tuple[Voice, ...] = ()
    trust: tuple[Voice, ...] = ()
    removed: tuple[Pair, ...] = ()


NOTHING_SAID = Spoken()


@dataclass(frozen=True, slots=True)
class Known:
    """Who knows one child or family on one day.

    `lead` is the lead practitioner on paper (a professional's id). `subjects` are the subject and, of a family, its
    children on the day; `around` holds names, services and organisations; `said` is what people said, and `weights`
    the version of the weights that made the scores.
    """

    subject: Subject
    subjects: frozenset[Subject]
    on: date
    lead: str | None
    knowers: tuple[Knower, ...]
    around: Around
    said: Spoken
    weights: str


@dataclass(frozen=True, slots=True)
class WhoKnows(Known):
    """The whole answer for one child or family on one day.

    `nobody`: no one in post reaches 0.20, people excluded by the family counted. `margin` is how far the key
    individual is ahead of the next. For a child, `beside` are the claims on their family, shown and labelled, not
    counted.
    """

    nobody: bool
    key_individual: Knower | None
    margin: float | None
    dormant: tuple[Dormant, ...]
    beside: tuple[Scored, ...]


async def who_knows(reader: GraphReader, asked: Sequence[Subject], view: View) -> list[WhoKnows]:
    """The answers in the order asked. Errors: UnknownId for what is not held, or not this viewer's to see."""
    around = await reader.around(asked, view)
    if missing := [s.id for s in asked if s not in around.asked]:
        raise UnknownId(*missing)
    answer = answering(around, view.on)
    return [answer(around.asked[s]) for s in asked]


async def who_knows_all(reader: GraphReader, view: View, kind: SubjectKind | None = None) -> AsyncGenerator[WhoKnows]:
    """Every family (each followed by its children) and then every other child; or one kind only. Never all at once."""
    days = await reader.contact_days(None, view)
    told: set[Subject] = set()
    for asked in kinds_in_turn(kind):
        async for batch in batches(reader, view, asked, told):
            for answer in await answers(reader, batch, view, days, with_children=kind is None):
                if answer.subject not in told:
                    yield answer
                    told |= {answer.subject} if answer.subject.kind == "child" else set()


def kinds_in_turn(kind: SubjectKind | None) -> tuple[SubjectKind, ...]:
    """The kinds that an answer about everyone goes through."""
    return (kind,) if kind else ("family", "child")


async def batches(reader: GraphReader, view: View, kind: SubjectKind, told: Container[Subject] = ()) -> AsyncGenerator[list[Subject]]:
    """All subjects of a kind but those told already, some at a time."""
    after = ""
    while ids := await reader.subjects(kind, view, after=after, first=BATCH):
        after = ids[-1]
        if left := [s for s in (Subject(kind, i) for i in ids) if s not in told]:
            yield left


async def answers(
    reader: GraphReader,
    batch: Sequence[Subject],
    view: View,
    days: dict[str, tuple[date, ...]],
    *,
    with_children: bool,
) -> list[WhoKnows]:
    """The answers for a batch, each family's followed by its children's if wished; `days` are everyone's contact days."""
    around = await reader.around(batch, view, bare=True)
    answer = answering(around, view.on, days)
    return [answer(subject) for subject in _with_children(batch, around, alone=not with_children)]


def _with_children(asked: Iterable[Subject], around: Around, *, alone: bool) -> Iterable[Subject]:
    children: dict[str, list[Subject]] = {}
    for m in around.memberships:
        if m.member_kind == "child":
            children.setdefault(m.family_id, []).append(Subject("child", m.member_id))
    for subject in asked:
        yield subject
        if not alone and subject.kind == "family":
            yield from children.get(subject.id, ())


def answering(around: Around, on: date, contact_days: dict[str, tuple[date, ...]] | None = None) -> Callable[[Subject], WhoKnows]:
    """A function that answers for any subject in what is held around some; each claim is scored once."""
    return Answering(around, on, around.contact_days if contact_days is None else contact_days).answer


class Answering:
    """What the answers of one read share: claims by subject, posts by professional, scores once made."""

    def __init__(self, around: Around, on: date, contact_days: dict[str, tuple[date, ...]]) -> None:
        self.around, self.on, self.contact_days = around, on, contact_days
        self.weights_version, self.weights = weights_on(around.weights, on)
        self.voices = Voices(around, self.weights)
        self.excluded = self.voices.excluded(on)
        self.claims = claims(around)
        gone = self.voices.removed_ties(on)
        self.removed = {(c.professional_id, c.subject) for own in self.claims.values() for c in own} & gone if gone else gone
        self.posts = _by_professional(around.posts)
        self.scores: dict[int, Scored] = {}
        self._weighed: dict[int, Weighed] = {}
        self.live: dict[int, bool] = {}
        self.strong_once: dict[int, tuple[date, float] | None] = {}
        self._posted: dict[str, bool] = {}
        self._newest_post: dict[str, Post | None] = {}
        self.families, self.children = _households(around)

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

    def _knowers(self, subject: Subject, by_person: Mapping[str, Sequence[Claim]]) -> tuple[Knower, ...]:
        """Those who know the subject now, strongest first."""
        live = ((p, [c for c in own if self._holds(c)]) for p, own in by_person.items() if self.in_post(p))
        return tuple(sorted((self._knower(p, subject, [self.score(c) for c in own]) for p, own in live if own), key=_rank))

    def _dormant_ones(self, subject: Subject, others: Mapping[str, Sequence[Claim]]) -> tuple[Dormant, ...]:
        """Those who knew the subject well before, of people who don't know it now: strongest first."""
        found: list[Dormant] = []
        for person, theirs in others.items():
            if person not in self.excluded.get(subject, ()) and (was := self._dormant(person, subject, theirs)):
                found.append(was)
        return tuple(sorted(found, key=lambda d: _rank(d.knower)))

    def weighed(self, claim: Claim) -> Weighed:
        """What a claim weighs on the day, worked out once."""
        key = id(claim)
        if key not in self._weighed:
            found = self._weigh(claim, self.on)
            assert found, "the store tells nothing that begins after the day"
            self._weighed[key] = found
        return self._weighed[key]

    def _weigh(self, claim: Claim, on: date) -> Weighed | None:
        days = self.contact_days.get(claim.professional_id, ())
        return weigh(claim, on, days, self._opinion(claim, on), self.weights)

    def score(self, claim: Claim) -> Scored:
        """A claim as it stands on the day, scored once."""
        key = id(claim)
        if key not in self.scores:
            scored = in_full(claim, self.weighed(claim), self.on, self._opinion(claim, self.on), self.weights)
            self.scores[key] = replace(scored, voices=heard) if (heard := self._heard(claim)) else scored
        return self.scores[key]

    def _heard(self, claim: Claim) -> tuple[Voice, ...]:
        return tuple(self.voices.standing("trust", (claim.professional_id, claim.subject), self.on))

    def _opinion(self, claim: Claim, on: date) -> Opinion:
        return self.voices.trust((claim.professional_id, claim.subject), on)

    def _knower(self, person: str, subject: Subject, scored: Sequence[Scored]) -> Knower:
        ordered = sorted(scored, key=lambda s: (-s.strength, s.subject != subject, s.subject.id)) if len(scored) > 1 else scored
        professional = self.around.professionals.get(person) or Professional(person)
        return Knower(professional, tuple(ordered), self._post(person))

    def _holds(self, claim: Claim) -> bool:
        key = id(claim)
        if key not in self.live:
            self.live[key] = live(claim, self.on)
        return self.live[key]

    def in_post(self, person: str) -> bool:
        """Someone without any post is in post; with posts, while one of them holds."""
        if person not in self._posted:
            posts = self.posts.get(person)
            self._posted[person] = not posts or any(holds(p, self.on) for p in posts)
        return self._posted[person]

    def add_posts(self, posts: Iterable[Post]) -> None:
        """Take in the posts of people who have no tie to anyone around."""
        for person, theirs in _by_professional(posts).items():
            self.posts.setdefault(person, theirs)

    def _post(self, person: str) -> Post | None:
        """The live post begun last, then by service."""
        if person not in self._newest_post:
            live = [p for p in self.posts.get(person, ()) if holds(p, self.on)]
            self._newest_post[person] = min(live, key=_newest) if live else None
        return self._newest_post[person]

    def _dormant(self, person: str, subject: Subject, theirs: Iterable[Claim]) -> Dormant | None:
        """Someone who knew the subject well once, by the strongest of those claims."""
        strong = {id(self.score(c)): then for c in theirs if (then := self._once_strong(c)) and not self.score(c).conflict}
        if not strong:
            return None
        knower = self._knower(person, subject, [s for c in theirs if id(s := self.score(c)) in strong])
        return Dormant(knower, *strong[id(knower.best)])

    def _once_strong(self, claim: Claim) -> tuple[date, float] | None:
        """The tie's last day, or that of the person's last post if it came first, and its strength then, if strong."""
        key = id(claim)
        if key not in self.strong_once:
            person = claim.professional_id
            last = min((d for d in (ended(claim, self.on), self._left_post(person)) if d), default=None)
            self.strong_once[key] = self._strong_on(claim, last) if last else None
        return self.strong_once[key]

    def _strong_on(self, claim: Claim, day: date) -> tuple[date, float] | None:
        then = self._weigh(claim, day)
        return (day, then.strength) if then and then.strength >= self.weights.strong else None

    def _left_post(self, person: str) -> date | None:
        """The last day of someone's last post, once they are no longer in post."""
        if self.in_post(person):
            return None
        return max((p.until for p in self.posts[person] if p.until and p.until < self.on), default=None)

    def _lead(self, subject: Subject, own: Iterable[Sequence[Claim]]) -> str | None:
        """The live row with lead begun last; the subject's own rows first; then by professional."""
        rows = [t for theirs in own for c in theirs for t in c.ties if t.lead and (t.until is None or t.until >= self.on)]
        return min(rows, key=lambda t: _newest_lead(t, subject)).professional_id if rows else None

    def _beside(self, subject: Subject) -> tuple[Scored, ...]:
        families = self.families.get(subject, ())
        found = [self.score(c) for f in families for c in self.claims_of(f) if c.subject == f and self._holds(c)]
        return tuple(sorted(found, key=lambda s: (-s.strength, s.professional_id)))


def _by_professional(posts: Iterable[Post]) -> dict[str, list[Post]]:
    found: dict[str, list[Post]] = {}
    for post in posts:
        found.setdefault(post.professional_id, []).append(post)
    return found


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


def holds(span: Post | Tie, on: date) -> bool:
    """Whether a post or tie holds on a day; an unknown end leaves that side open."""
    return (span.since is None or span.since <= on) and (span.until is None or span.until >= on)


def _newest(post: Post) -> tuple[int, str]:
    return -(post.since or date.min).toordinal(), post.service_id


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
