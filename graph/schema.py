"""The one table of kinds and ties: tables, constraints, indexes and documentation follow from it.

Every *fact* is one source's word about one thing or one tie. It is kept in versions: a changed fact is
retired and a new version recorded, so that "what did we know on day D" can always be asked. What a later
version of this table adds says so, and stores that are older are brought up to it.
"""

from dataclasses import dataclass
from typing import Literal, LiteralString

from graph.model import CONTACT_KINDS, CONTEXTS, CONTRACTS
from graph.veil import LEVELS

Type = Literal["text", "date", "instant", "integer", "number", "yes_no"]
Sensitivity = Literal["open", "staff", "personal", "identifier"]


@dataclass(frozen=True, slots=True)
class Property:
    """One field: its meaning, who it is sensitive for, and whether it is looked up by.

    `version` is the version of the schema that brought it; the columns of a later one come after those before.
    """

    name: LiteralString
    meaning: str
    type: Type = "text"
    sensitivity: Sensitivity = "open"
    index: bool = False
    choices: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing. `named_by` are the properties that a search by name looks through."""

    label: LiteralString
    meaning: str
    properties: tuple[Property, ...]
    named_by: tuple[LiteralString, ...] = ()
    version: int = 1

    @property
    def columns(self) -> tuple[LiteralString, ...]:
        """What a written row holds, in order."""
        return ("id", *(p.name for p in self.properties))

    @property
    def identity(self) -> tuple[LiteralString, ...]:
        """What makes two rows of one source the same fact."""
        return ("id",)


@dataclass(frozen=True, slots=True)
class TieKind:
    """A kind of tie. `identity` is what makes two rows of one source the same fact."""

    label: LiteralString
    meaning: str
    starts: tuple[LiteralString, ...]
    ends: tuple[LiteralString, ...]
    identity: tuple[LiteralString, ...]
    properties: tuple[Property, ...]
    version: int = 1

    @property
    def columns(self) -> tuple[LiteralString, ...]:
        """What a written row holds, in order."""
        return ("start_kind", "start", "end_kind", "end", *(p.name for p in self.properties))


P = Property
SHIELD_REASONS = ("risk_of_harm", "court_order", "adoption", "protected_person", "staff_or_relative", "request", "other")
HOLD_REASONS = ("court", "inquiry", "police", "complaint", "claim", "safeguarding_review", "other")
RIGHTS = ("correction", "objection", "restriction", "erasure")
OPENING_KINDS = ("consent", "broker", "break_glass")
_SPAN = (
    P("since", "the first day it held; empty: not known", "date"),
    P("until", "the last day it held; empty: still, or not known", "date"),
)
_NAMES = (P("given_name", "given name", sensitivity="personal"), P("family_name", "family name", sensitivity="personal"))

KINDS: tuple[Kind, ...] = (
    Kind(
        "Child",
        "a person under 25 known to a service; never carries a score of any kind",
        (
            *_NAMES,
            P("date_of_birth", "day of birth", "date", "personal"),
            P("upn", "unique pupil number", sensitivity="identifier", index=True),
            P("nhs_number", "NHS number", sensitivity="identifier", index=True),
        ),
        ("given_name", "family_name"),
    ),
    Kind("Carer", "an adult in the family", _NAMES, ("given_name", "family_name")),
    Kind(
        "Family",
        "the people who live or belong together",
        (P("name", "what the family is called", sensitivity="personal"), P("area_code", "the ward or authority it lives in", index=True)),
        ("name",),
    ),
    Kind(
        "Professional",
        "anyone who works with families, paid or not",
        (
            P("name", "name", sensitivity="staff"),
            P("profession", "what they do"),
            P("staff_number", "their Social Work England number or another staff number", sensitivity="identifier", index=True),
            P("email", "contact route", sensitivity="staff"),
            P("phone", "contact route", sensitivity="staff"),
        ),
        ("name",),
    ),
    Kind(
        "Service",
        "a team that works with families",
        (
            P("name", "name"),
            P("kind", "what kind of team"),
            P("sensitivity", "whether its involvement itself must be guarded", choices=("ordinary", "sensitive")),
            P("scale", "how far it reaches", choices=("ward", "authority", "region")),
        ),
        ("name",),
    ),
    Kind(
        "Organisation",
        "the agency behind services",
        (P("name", "name"), P("sector", "authority, school, health, police, voluntary, housing, other")),
        ("name",),
    ),
    Kind("Area", "a ward or authority, by its GSS code", (P("name", "name"), P("kind", "ward, authority, region"))),
    Kind(
        "Address",
        "a place",
        (
            P("uprn", "unique property reference number", sensitivity="identifier"),
            P("address", "as it was written", sensitivity="personal"),
            P("postcode", "postcode", sensitivity="personal"),
        ),
    ),
    Kind(
        "Funding",
        "a funding line",
        (
            P("name", "name"),
            P("funder", "who pays"),
            P("starts", "first day", "date"),
            P("ends", "last day", "date"),
            P("notice_days", "days of notice that staff are given", "integer"),
        ),
    ),
    Kind(
        "Statement",
        "something a person said; never rewritten, only followed by another",
        (
            P("kind", "what it is", choices=("trust", "nomination", "vouch", "dispute", "hide")),
            P("speaker_kind", "who spoke", choices=("child", "carer", "kin", "professional", "self")),
            P("speaker_id", "the speaker; empty: anonymous", index=True),
            P("about_professional_id", "whom it is about", index=True),
            P("subject_kind", "whose tie it is about", choices=("child", "family")),
            P("subject_id", "whose tie it is about; empty: the speaker's own", index=True),
            P("answer", "what was answered", choices=("yes", "no", "unsure")),
            P("said_on", "the day it was said", "date"),
            P("expires_on", "the first day it no longer stands", "date"),
            P("question", "the exact question", sensitivity="personal"),
            P("visibility", "who may not be shown it; empty: as its kind has it", choices=("not_them",), version=2),
        ),
    ),
    Kind(
        "WeightsVersion",
        "one version of the numbers that the scores use; never rewritten, only followed by another",
        (
            P("since", "the first day it is for; empty: the beginning", "date"),
            P("numbers", "every number by name, as JSON"),
            P("set_by", "who set it"),
            P("reason", "why"),
        ),
        version=2,
    ),
    Kind(
        "Receipt",
        "what a request of a person became, so that the same request again does nothing",
        (P("statement", "id of the statement it became"), P("content", "digest of what was asked for")),
        version=2,
    ),
    Kind(
        "SavedScenario",
        "changes that someone keeps by name, to look at what they would do",
        (P("changes", "the changes, as JSON"), P("saved_by", "who saved it"), P("saved_on", "the day they did", "date")),
        version=3,
    ),
    Kind(
        "Shield",
        "what hides a child or family, or where they are, once two people have approved it",
        (
            P("subject_kind", "whom it hides", choices=("child", "family")),
            P("subject_id", "whom it hides; those of the household follow", index=True),
            P("level", "what it hides: where they are, everything, or that anything is used at all", choices=LEVELS),
            P("reason", "the class of reason", choices=SHIELD_REASONS),
            P("users", "who may see all the same: their ids, parted by spaces", sensitivity="staff"),
            P("asked_by", "who asked for it", sensitivity="staff"),
            P("asked_on", "the day they did", "date"),
            P("approved_by", "the second person; empty: it waits, and hides nothing yet", sensitivity="staff"),
            P("approved_on", "the day they did", "date"),
            P("review_on", "the day by which it must be looked at again", "date"),
            P("lift_asked_by", "who asked to lift it", sensitivity="staff"),
            P("lifted_by", "the second person to agree; empty: it stands", sensitivity="staff"),
            P("lifted_on", "the day they did", "date"),
        ),
        version=4,
    ),
    Kind(
        "Opening",
        "consent, a broker's answer, or a glass broken: what shows to some what is otherwise hidden",
        (
            P("subject_kind", "whom it is about", choices=("child", "family")),
            P("subject_id", "whom it is about", index=True),
            P("kind", "what it is", choices=OPENING_KINDS),
            P("service_id", "the sensitive service it opens; empty: every one"),
            P("user", "for whom; empty: for everyone who may see the child or family", sensitivity="staff"),
            P("reason", "why, in the words of who asked", sensitivity="personal"),
            P("asked_by", "who asked", sensitivity="staff"),
            P("asked_at", "when they did", "instant"),
            P("decision", "what was decided; empty: it waits", choices=("yes", "no")),
            P("decided_by", "who decided", sensitivity="staff"),
            P("since", "from when it holds", "instant"),
            P("until", "the instant from which it no longer holds", "instant"),
            P("reviewed_by", "who looked at it afterwards", sensitivity="staff"),
            P("review", "what they found", choices=("justified", "not_justified")),
        ),
        version=4,
    ),
    Kind(
        "Apart",
        "two records of children that must never be judged one, after an adoption above all",
        (
            P("child_id", "one record", index=True),
            P("other_id", "the other", index=True),
            P("set_by", "who said so", sensitivity="staff"),
            P("set_on", "the day they did", "date"),
            P("refused_on", "the last day on which they would have been judged one, and were not; empty: never", "date", version=5),
        ),
        version=4,
    ),
    Kind(
        "Hold",
        "a legal hold: what is held of this household is not erased while it stands",
        (
            P("subject_kind", "whom it is about; those who ever belonged to the same families follow", choices=("child", "family")),
            P("subject_id", "whom it is about", index=True),
            P("reason", "the class of reason", choices=HOLD_REASONS),
            P("set_by", "who set it", sensitivity="staff"),
            P("set_on", "the day they did", "date"),
            P("lifted_by", "who lifted it; empty: it stands", sensitivity="staff"),
            P("lifted_on", "the day they did", "date"),
        ),
        version=4,
    ),
    Kind(
        "Withdrawal",
        "a partner that left and took its facts along; its id is the name of the source, which no longer loads",
        (
            P("withdrawn_by", "who withdrew it", sensitivity="staff"),
            P("withdrawn_on", "the day they did", "date"),
            P("allowed_by", "who let it load again; empty: nobody has", sensitivity="staff"),
            P("allowed_on", "the day they did", "date"),
        ),
        version=4,
    ),
    Kind(
        "RightsRequest",
        "what a person asks about the data held of them; answered within a month",
        (
            P("person_kind", "who asks", choices=("child", "carer", "professional")),
            P("person_id", "who asks, or for whom it is asked", index=True),
            P("kind", "what they ask for", choices=RIGHTS),
            P("about", "the kind of record it is about; empty: everything"),
            P("words", "what is wrong, or why, in their words", sensitivity="personal"),
            P("asked_by", "who recorded it", sensitivity="staff"),
            P("asked_on", "the day they did", "date"),
            P("decision", "what was decided; empty: it waits", choices=("yes", "no")),
            P("decided_by", "who decided", sensitivity="staff"),
            P("decided_on", "the day they did", "date"),
            P("answer", "what the person is told, with the reason", sensitivity="personal"),
        ),
        version=5,
    ),
)

_CONFIDENTIAL = P("confidential_until", "the last day on which few may know when it ends; empty: all may", "date", version=3)

TIES: tuple[TieKind, ...] = (
    TieKind(
        "KNOWS",
        "a professional works, or worked, with a child or family",
        ("Professional",),
        ("Child", "Family"),
        ("row",),
        (
            P("row", "the source's own id of the row, or one made from its content"),
            P("role", "in what role"),
            P("context", "where the knowing happens", choices=CONTEXTS),
            P("lead", "lead practitioner on paper", "yes_no"),
            *_SPAN,
            P("end_reason", "why it ended"),
        ),
    ),
    TieKind(
        "MET",
        "a contact that took place",
        ("Professional",),
        ("Child", "Family"),
        ("end", "start", "at", "kind"),
        (
            P("at", "the day or instant, as written"),
            P("kind", "how they met; empty: not known", choices=CONTACT_KINDS),
            P("day", "the calendar day of `at`", "date", index=True),
            P("count", "how many of that kind at that time", "integer"),
        ),
    ),
    TieKind(
        "MEMBER_OF",
        "who belongs to a family",
        ("Child", "Carer"),
        ("Family",),
        ("start",),
        (
            P("relationship", "a carer's relationship to the children"),
            P("parental_responsibility", "a carer's", choices=("yes", "no", "unknown")),
            *_SPAN,
        ),
    ),
    TieKind(
        "WORKS_IN",
        "a post",
        ("Professional",),
        ("Service",),
        ("row",),
        (
            P("row", "made from the row's content: posts have no id of their own"),
            P("role", "role in the post"),
            P("contract", "kind of contract", choices=CONTRACTS),
            *_SPAN,
            P("expected_end", "the day it is expected to end; ends nothing by itself", "date"),
            P("fte", "share of full time, 1 is full", "number"),
            P("capacity", "families the post can carry", "integer"),
            _CONFIDENTIAL,
        ),
    ),
    TieKind(
        "PART_OF", "a service of an organisation; an area within another", ("Service", "Area"), ("Organisation", "Area"), ("start",), ()
    ),
    TieKind("SERVES", "the area a service works in", ("Service",), ("Area",), ("start",), ()),
    TieKind(
        "LIVES_AT",
        "one agency's claim about where someone lives",
        ("Child", "Family"),
        ("Address",),
        ("start", "end", "reported_by", "first_seen"),
        (
            P("reported_by", "id of the organisation that says so"),
            P("first_seen", "first day it was said", "date"),
            P("last_seen", "last day it was said", "date"),
            P("confirmed_by", "id of the professional who saw it in person"),
            P("confirmed_on", "the day they did", "date"),
        ),
    ),
    TieKind(
        "FUNDS",
        "a funding line pays for a service, or one post in it",
        ("Funding",),
        ("Service",),
        ("start", "end", "professional_id", "since"),
        (
            P("professional_id", "whose post; empty: the whole service"),
            *_SPAN,
            _CONFIDENTIAL,
        ),
    ),
    TieKind(
        "ATTENDS",
        "a child goes there, to a school above all",
        ("Child",),
        ("Service",),
        ("start", "end", "since"),
        (*_SPAN, P("attendance", "how much of the time they are there; empty: not known", choices=("high", "low"), version=2)),
    ),
    TieKind(
        "SAME_AS",
        "a judgement that two records are one child: record to the record that stands for both",
        ("Child",),
        ("Child",),
        ("start",),
        (P("rule", "the rule that decided"),),
    ),
)

SCHEMA_VERSION = max(
    k.version for k in (*KINDS, *(p for k in KINDS for p in k.properties), *TIES, *(p for t in TIES for p in t.properties))
)
"""The version of this table: a store of an older one is brought to it when opened."""
NAMED: tuple[Kind, ...] = tuple(k for k in KINDS if k.named_by)
BY_LABEL: dict[str, Kind | TieKind] = {k.label: k for k in (*KINDS, *TIES)}


def kind_of(label: str) -> Kind:
    """The kind of thing with this label.

    >>> kind_of("Child").label
    'Child'
    """
    found = BY_LABEL[label]
    if not isinstance(found, Kind):
        raise KeyError(label)
    return found


def tie_of(label: str) -> TieKind:
    """The kind of tie with this label."""
    found = BY_LABEL[label]
    if not isinstance(found, TieKind):
        raise KeyError(label)
    return found
