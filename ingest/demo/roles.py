"""The ways of working with a family: how often people really meet, how, and how much of it is written down.

One line a role. All figures are design choices of ours, made to look like a real place; where a public
figure exists, it is named beside it (domain.md sections 5 and 11).
"""

from dataclasses import dataclass

KINDS = ("home_visit", "face_to_face", "meeting", "call", "message")
"""Kinds of contact, in the order of every mix below."""

GROWTH = (0.026, 0.020, 0.005, 0.0045, 0.0002)
"""What one encounter of each kind adds to a bond, as a share of what is still missing to a full one.

Being in the same room matters far more than calls, and bulk messages hardly at all: our assumption."""

Mix = tuple[float, float, float, float]
"""Running shares of the first four kinds; messages are the rest."""

AT_HOME: Mix = (0.55, 0.72, 0.82, 0.95)
IN_PERSON: Mix = (0.05, 0.78, 0.88, 0.96)
IN_CLASS: Mix = (0.00, 0.70, 0.88, 0.94)
IN_MEETINGS: Mix = (0.02, 0.08, 0.82, 0.93)
AT_A_DESK: Mix = (0.02, 0.14, 0.24, 0.85)
BY_MESSAGE: Mix = (0.00, 0.00, 0.00, 0.02)


@dataclass(frozen=True, slots=True)
class Role:
    """One way of working with families, in a kind of service.

    seats: posts per thousand families; leaves: departures from a post a year; every: days between encounters
    where all goes as usual; warmth: how much an encounter counts for the bond; kept: share of encounters
    that a perfectly careful agency and person write down; tied: share of ties that are on record; whom:
    whether a tie is to the family or to a child; agency: share of agency staff; capacity: families a post
    can carry, 0 where none is set.
    """

    key: str
    title: str
    profession: str
    service: str
    context: str
    seats: float
    leaves: float
    every: int
    mix: Mix
    warmth: float
    kept: float
    tied: float = 0.97
    whom: str = "family"
    agency: float = 0.02
    capacity: int = 0

    @property
    def growth(self) -> tuple[float, ...]:
        """What one encounter of each kind adds to a bond in this role."""
        return tuple(value * self.warmth for value in GROWTH)


CASEWORKER = Role(
    "social_worker", "social worker", "social worker", "social_work", "home", 12.0, 0.17, 9, AT_HOME, 1.0, 0.92,
    0.99, "child", agency=0.15, capacity=18,
)  # fmt: skip
"""Caseload 15.2, turnover 11.8 % (others change post within the authority), agency 13 %: England 2025."""

VOLUNTEER = Role(
    "volunteer", "volunteer", "volunteer", "voluntary", "community", 9.0, 0.30, 9, IN_PERSON, 1.1, 0.30, 0.80,
)  # fmt: skip

INFORMAL = Role(
    "informal", "", "", "", "community", 0.0, 0.0, 7, IN_PERSON, 1.1, 0.015, 0.96,
)  # fmt: skip
"""A caretaker, coach or neighbour: really there, hardly ever on record; title and context are their own."""

ROLES: tuple[Role, ...] = (
    CASEWORKER,
    VOLUNTEER,
    Role("duty", "duty social worker", "social worker", "duty", "home",
         0.9, 0.30, 40, AT_A_DESK, 0.6, 1.0, 0.5, agency=0.25),
    Role("reviewer", "conference chair", "reviewing officer", "reviewing", "care",
         1.4, 0.08, 95, IN_MEETINGS, 0.6, 0.98, whom="child"),
    Role("family_worker", "family support worker", "family support worker", "early_help", "home",
         13.0, 0.15, 8, AT_HOME, 1.1, 0.80, capacity=14),
    Role("health_visitor", "health visitor", "health visitor", "health_visiting", "home",
         4.0, 0.11, 80, AT_HOME, 0.9, 0.90, whom="child"),
    Role("midwife", "midwife", "midwife", "midwifery", "health", 3.0, 0.10, 30, IN_PERSON, 0.6, 0.70),
    Role("school_nurse", "school nurse", "school nurse", "school_nursing", "school",
         1.6, 0.12, 700, IN_PERSON, 0.8, 0.85, whom="child"),
    Role("gp", "general practitioner", "doctor", "practice", "health",
         5.0, 0.06, 1300, IN_PERSON, 0.7, 0.50, 0.6),
    Role("primary_teacher", "class teacher", "teacher", "primary_school", "school",
         26.0, 0.10, 15, IN_CLASS, 0.35, 0.38, whom="child"),
    Role("form_tutor", "form tutor", "teacher", "secondary_school", "school",
         16.0, 0.11, 22, IN_CLASS, 0.35, 0.32, whom="child"),
    Role("primary_assistant", "class assistant", "teaching assistant", "primary_school", "school",
         13.0, 0.12, 28, IN_CLASS, 0.4, 0.10, 0.9, "child"),
    Role("secondary_head", "head of year", "teacher", "secondary_school", "school",
         5.0, 0.08, 45, IN_CLASS, 0.4, 0.40, 0.95, "child"),
    Role("primary_lead", "safeguarding lead", "teacher", "primary_school", "school",
         4.5, 0.06, 20, IN_MEETINGS, 0.8, 0.80, whom="child"),
    Role("secondary_lead", "safeguarding lead", "teacher", "secondary_school", "school",
         2.4, 0.07, 20, IN_MEETINGS, 0.8, 0.80, whom="child"),
    Role("primary_mentor", "learning mentor", "teaching assistant", "primary_school", "school",
         14.0, 0.09, 6, IN_PERSON, 0.9, 0.55, whom="child"),
    Role("secondary_mentor", "pastoral lead", "pastoral worker", "secondary_school", "school",
         8.0, 0.09, 7, IN_PERSON, 0.9, 0.55, whom="child"),
    Role("primary_office", "school office", "administrator", "primary_school", "school",
         4.5, 0.10, 14, BY_MESSAGE, 0.5, 1.0, 0.1, "child"),
    Role("secondary_office", "school office", "administrator", "secondary_school", "school",
         2.0, 0.10, 12, BY_MESSAGE, 0.5, 1.0, 0.1, "child"),
    Role("attendance", "attendance officer", "education welfare officer", "attendance", "school",
         1.5, 0.14, 16, AT_A_DESK, 0.7, 0.95, whom="child"),
    Role("therapist", "speech and language therapist", "therapist", "therapies", "health",
         4.0, 0.12, 22, IN_PERSON, 0.8, 0.90, whom="child"),
    Role("camhs", "child mental health worker", "psychotherapist", "camhs", "health",
         5.0, 0.16, 13, IN_PERSON, 1.1, 0.90, whom="child"),
    Role("adult_mental_health", "community mental health nurse", "nurse", "adult_mental_health", "health",
         3.5, 0.14, 16, IN_PERSON, 0.8, 0.80),
    Role("substance", "recovery worker", "support worker", "substance", "health",
         2.5, 0.20, 12, IN_PERSON, 0.9, 0.70),
    Role("domestic_abuse", "domestic abuse adviser", "adviser", "domestic_abuse", "community",
         2.5, 0.20, 8, AT_A_DESK, 1.6, 0.70),
    Role("police", "neighbourhood officer", "police officer", "police", "community",
         5.0, 0.22, 90, AT_A_DESK, 0.6, 0.80, 0.50),
    Role("youth_justice", "youth justice worker", "youth justice officer", "youth_justice", "justice",
         2.0, 0.14, 7, IN_PERSON, 0.9, 0.95, whom="child"),
    Role("youth_worker", "youth worker", "youth worker", "youth_work", "community",
         5.0, 0.18, 7, IN_PERSON, 1.0, 0.35, 0.85, "child"),
    Role("housing", "housing officer", "housing officer", "housing", "home",
         5.0, 0.16, 45, AT_A_DESK, 0.7, 0.75, 0.85),
    Role("group_worker", "family worker", "community worker", "voluntary", "community",
         13.0, 0.16, 8, IN_PERSON, 1.1, 0.50, 0.92, capacity=20),
)  # fmt: skip

BY_KEY: dict[str, Role] = {role.key: role for role in ROLES}
