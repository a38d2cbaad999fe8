"""The world as frozen dataclasses: what the store hands to whoever asks."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from graph.veil import Level, Veil

CONTEXTS = ("home", "school", "health", "community", "justice", "care")
CONTACT_KINDS = ("home_visit", "face_to_face", "meeting", "call", "message")
CONTRACTS = ("permanent", "fixed_term", "agency", "volunteer")
SubjectKind = Literal["child", "family"]


@dataclass(frozen=True, slots=True)
class View:
    """Whose eyes, which day: `on` is the day in the world, `known_at` what had been told by then.

    `organisations` is the viewer's scope: None is everything; else they see the professionals who have, or
    had, a post there, those people's ties and contacts, and the children and families these lead to.
    `professional` is the viewer's own id: what was said of them in confidence (a child's "no", and what its
    speaker wished them not to see) is left out. `asked_on` is the day of asking of a viewer who may not know the
    leaving dates that are confidential on that day: posts and funding show none; None is a viewer who may.
    `veil` is what shields, sensitive services and restrictions hide from this viewer; None hides nothing: the store's own administrator.
    """

    on: date
    known_at: date | None = None
    organisations: frozenset[str] | None = None
    professional: str | None = None
    asked_on: date | None = None
    veil: Veil | None = None


class Subject(NamedTuple):
    """Whom a question is about: a child or a family. A tuple, because answers look subjects up by the million."""

    kind: SubjectKind
    id: str


@dataclass(frozen=True, slots=True)
class Child:
    """A person under 25 known to a service."""

    id: str
    given_name: str | None = None
    family_name: str | None = None
    date_of_birth: date | None = None
    upn: str | None = None
    nhs_number: str | None = None


@dataclass(frozen=True, slots=True)
class Carer:
    """An adult in the family."""

    id: str
    given_name: str | None = None
    family_name: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """The people who live or belong together."""

    id: str
    name: str | None = None
    area_code: str | None = None


@dataclass(frozen=True, slots=True)
class Professional:
    """Anyone who works with families, paid or not."""

    id: str
    name: str | None = None
    profession: str | None = None
    staff_number: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """A team that works with families."""

    id: str
    name: str | None = None
    kind: str | None = None
    sensitivity: str | None = None
    scale: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """The agency behind services."""

    id: str
    name: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A ward or authority; its id is its GSS code."""

    id: str
    name: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A place."""

    id: str
    uprn: str | None = None
    address: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """A funding line."""

    id: str
    name: str | None = None
    funder: str | None = None
    starts: date | None = None
    ends: date | None = None
    notice_days: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Something a person said."""

    id: str
    kind: str
    speaker_kind: str
    speaker_id: str | None
    about_professional_id: str | None
    subject_kind: str | None
    subject_id: str | None
    answer: str | None
    said_on: date
    expires_on: date | None = None
    question: str | None = None
    visibility: str | None = None


@dataclass(frozen=True, slots=True)
class Shield:
    """What hides a child or family, or where they are; in force from its second approval until a second person agrees to lift it."""

    id: str
    subject_kind: str
    subject_id: str
    level: Level
    reason: str
    users: str | None = None
    asked_by: str | None = None
    asked_on: date | None = None
    approved_by: str | None = None
    approved_on: date | None = None
    review_on: date | None = None
    lift_asked_by: str | None = None
    lifted_by: str | None = None
    lifted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A consent, a broker's answer or a glass broken: what lets someone see what a sensitive service or a scope would hide."""

    id: str
    subject_kind: str
    subject_id: str
    kind: str
    service_id: str | None = None
    user: str | None = None
    reason: str | None = None
    asked_by: str | None = None
    asked_at: str | None = None
    decision: str | None = None
    decided_by: str | None = None
    since: str | None = None
    until: str | None = None
    reviewed_by: str | None = None
    review: str | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """Two records of children that must never be judged one, after an adoption above all.

    `refused_on` is the last day on which a load would have joined them, and was refused that.
    """

    id: str
    child_id: str
    other_id: str
    set_by: str | None = None
    set_on: date | None = None
    refused_on: date | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold; it stands until it is lifted."""

    id: str
    subject_kind: str
    subject_id: str
    reason: str
    set_by: str | None = None
    set_on: date | None = None
    lifted_by: str | None = None
    lifted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A source that was withdrawn; its id is the source's name. It may load again from the day on which that was allowed."""

    id: str
    withdrawn_by: str | None = None
    withdrawn_on: date | None = None
    allowed_by: str | None = None
    allowed_on: date | None = None


@dataclass(frozen=True, slots=True)
class RightsRequest:
    """What a person asks about the data held of them; it waits until someone decides."""

    id: str
    person_kind: str
    person_id: str
    kind: str
    about: str | None = None
    words: str | None = None
    asked_by: str | None = None
    asked_on: date | None = None
    decision: str | None = None
    decided_by: str | None = None
    decided_on: date | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a request of a person became."""

    id: str
    statement: str | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True)
class WeightsVersion:
    """One version of the numbers that the scores use; `numbers` is JSON."""

    id: str
    since: date | None = None
    numbers: str | None = None
    set_by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SavedScenario:
    """Changes that someone keeps under a name, its id; `changes` is JSON."""

    id: str
    changes: str | None = None
    saved_by: str | None = None
    saved_on: date | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """One row that says a professional works, or worked, with a child or family."""

    professional_id: str
    subject: Subject
    row: str
    role: str | None = None
    context: str | None = None
    lead: bool | None = None
    since: date | None = None
    until: date | None = None
    end_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """`count` contacts of one kind at one time; `at` is the day or instant as it was written."""

    professional_id: str
    subject: Subject
    at: str
    kind: str | None
    day: date
    count: int


@dataclass(frozen=True, slots=True)
class Post:
    """Where a professional works, or worked. `confidential_until` is told to those alone who may know the leaving date till then."""

    professional_id: str
    service_id: str
    role: str | None = None
    contract: str | None = None
    since: date | None = None
    until: date | None = None
    expected_end: date | None = None
    fte: float | None = None
    capacity: int | None = None
    organisation_id: str | None = None
    confidential_until: date | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """Who belongs to which family, from when to when."""

    family_id: str
    member_kind: Literal["child", "carer"]
    member_id: str
    since: date | None = None
    until: date | None = None
    relationship: str | None = None
    parental_responsibility: str | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """Where a child goes, a school above all; `attendance` is high, low or not known."""

    child_id: str
    service_id: str
    since: date | None = None
    until: date | None = None
    attendance: str | None = None


@dataclass(frozen=True, slots=True)
class Funded:
    """What a funding line pays for: a service, or one professional's post in it.

    `since` and `until` are the days it pays for this, `starts` and `ends` those of the whole line, each of them included;
    empty: not known, or open.
    """

    funding_id: str
    service_id: str
    professional_id: str | None = None
    since: date | None = None
    until: date | None = None
    starts: date | None = None
    ends: date | None = None
    notice_days: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """All that is held around some children and families, on one day, for one viewer.

    `memberships` hold on the day; `belonged` are all that have begun, told by anyone, of these families and of
    the children in them: who spoke for which family then. `ties`, `contacts` and `posts` include those of the
    past (never of days after `on`, posts excepted: a post to come says that someone is not in post yet).
    `contact_days` are each professional's days of any contact with anyone, ascending. Records judged to be one
    child appear under the one id that stands for them, save in statements, which stay as they were said; `same`
    leads from a record to it, and `asked` from each subject asked for, if held, to the one that stands for it.
    `weights` are the versions of the weights set so far. `attends` is where these children go on the day; a viewer
    with a scope is told of their own organisations' services alone.
    """

    asked: dict[Subject, Subject] = field(default_factory=dict[Subject, Subject])
    children: dict[str, Child] = field(default_factory=dict[str, Child])
    families: dict[str, Family] = field(default_factory=dict[str, Family])
    memberships: tuple[Membership, ...] = ()
    belonged: tuple[Membership, ...] = ()
    same: dict[str, str] = field(default_factory=dict[str, str])
    ties: tuple[Tie, ...] = ()
    contacts: tuple[Contact, ...] = ()
    posts: tuple[Post, ...] = ()
    statements: tuple[Statement, ...] = ()
    professionals: dict[str, Professional] = field(default_factory=dict[str, Professional])
    services: dict[str, Service] = field(default_factory=dict[str, Service])
    organisations: dict[str, Organisation] = field(default_factory=dict[str, Organisation])
    contact_days: dict[str, tuple[date, ...]] = field(default_factory=dict[str, tuple[date, ...]])
    weights: tuple[WeightsVersion, ...] = ()
    attends: tuple[Attendance, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from, and by what right they are held."""

    name: str
    controller: str | None = None
    lawful_basis: str | None = None
    agreement: str | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """One run of a source. `finished` is empty while it runs, or when it broke off."""

    number: int
    source: str
    started: str
    finished: str | None = None
    read: int = 0
    kept: int = 0
    refused: int = 0
    completed_by: int | None = None
