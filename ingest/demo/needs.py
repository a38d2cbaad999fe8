"""Who is around a family, by what it lives through: chances and lengths, all of them our assumptions."""

Around = tuple[tuple[str, float, int], ...]
"""Role, chance that the family meets it, and the longest it lasts in days."""

AROUND_CARE: Around = (
    ("reviewer", 0.85, 1500), ("primary_lead", 0.65, 1500), ("secondary_lead", 0.45, 1500),
    ("family_worker", 0.75, 700), ("police", 0.55, 400), ("camhs", 0.30, 700), ("housing", 0.55, 900),
    ("domestic_abuse", 0.30, 400), ("substance", 0.22, 500), ("adult_mental_health", 0.22, 900),
    ("therapist", 0.30, 700), ("group_worker", 0.50, 900), ("volunteer", 0.20, 700),
    ("primary_mentor", 0.40, 1200), ("secondary_mentor", 0.40, 1200), ("attendance", 0.45, 500),
    ("youth_worker", 0.35, 700), ("youth_justice", 0.12, 400), ("school_nurse", 0.50, 900),
)  # fmt: skip

AROUND_HELP: Around = (
    ("primary_lead", 0.30, 600), ("secondary_lead", 0.25, 600), ("group_worker", 0.35, 700),
    ("volunteer", 0.18, 600), ("housing", 0.30, 500), ("camhs", 0.12, 500), ("therapist", 0.20, 600),
    ("primary_mentor", 0.30, 900), ("secondary_mentor", 0.30, 900), ("attendance", 0.30, 400),
    ("youth_worker", 0.25, 600), ("domestic_abuse", 0.08, 300),
)  # fmt: skip

AROUND_ALL: Around = (
    ("primary_mentor", 0.35, 2200), ("secondary_mentor", 0.35, 2200), ("group_worker", 0.25, 1800),
    ("volunteer", 0.15, 1400), ("therapist", 0.14, 900), ("youth_worker", 0.25, 1800), ("police", 0.08, 200),
    ("housing", 0.25, 1500), ("camhs", 0.05, 500),
)  # fmt: skip

_AGES = {
    "primary": (4, 11), "secondary": (11, 17), "youth": (11, 18), "therapist": (2, 12), "camhs": (7, 18),
    "attendance": (5, 16), "school": (5, 16),
}  # fmt: skip


def ages(role: str) -> tuple[int, int]:
    """Ages of the children whom a role is for: from the first, up to but not including the second."""
    return _AGES.get(role.partition("_")[0], (0, 25))


VISITED = 900
"""Days after a birth through which health visitors really visit; after that they are on paper."""

SCHOOL_NURSE = 0.15
"""Share of pupils on a school nurse's list."""

MESSAGE_LOGS = 2
"""Of ten schools, those that send in a log of their office's messages to parents."""

BESIDE_TEACHER = 0.75
"""Share of pupils who also have a class assistant or a head of year on record."""

ANCHORED = {"care": 0.40, "help": 0.45, "past": 0.55, "quiet": 0.62, "withdrawn": 0.0}
"""Share of families who have had one helper for years, beside whatever else comes and goes."""

ANCHORS = ("primary_mentor", "secondary_mentor", "group_worker", "group_worker", "volunteer", "youth_worker")

INFORMAL_CHANCE = {"care": 0.20, "help": 0.18, "past": 0.15, "quiet": 0.12, "withdrawn": 0.06}
"""Share of families known by someone without a post."""

IN_THE_PAST = {"care": 0.8, "help": 0.6, "past": 1.0, "withdrawn": 0.5, "quiet": 0.0}
"""Chance that a family was open once before; of each time before that, three fifths of it."""
