"""The kinds of service in the made-up authority, one line a kind."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServiceKind:
    """A kind of service; `organisation` empty means that each is an organisation of its own."""

    key: str
    organisation: str
    sector: str
    name: str
    wards_each: int
    scale: str = "ward"
    sensitive: bool = False


_COUNCIL, _TRUST, _MIND = (
    "Northmoor Council",
    "Moorland Community Health NHS Trust",
    "Moorland Mental Health NHS Trust",
)

SERVICES: tuple[ServiceKind, ...] = (
    ServiceKind("social_work", _COUNCIL, "authority", "Safeguarding Team {number}", 2),
    ServiceKind("duty", _COUNCIL, "authority", "Front Door Duty Desk", 99, "authority"),
    ServiceKind("reviewing", _COUNCIL, "authority", "Independent Reviewing Service", 99, "authority"),
    ServiceKind("early_help", _COUNCIL, "authority", "{where} Family Hub", 4),
    ServiceKind("attendance", _COUNCIL, "authority", "School Attendance Team", 99, "authority"),
    ServiceKind("youth_justice", _COUNCIL, "authority", "Youth Justice Service", 99, "authority"),
    ServiceKind("youth_work", _COUNCIL, "authority", "{where} Youth Service", 5),
    ServiceKind("health_visiting", _TRUST, "health", "{where} Health Visiting Team", 4),
    ServiceKind("midwifery", _TRUST, "health", "Community Midwives {number}", 8),
    ServiceKind("school_nursing", _TRUST, "health", "{where} School Nurses", 8),
    ServiceKind("therapies", _TRUST, "health", "Children's Therapies", 12, "authority"),
    ServiceKind("camhs", _MIND, "health", "Children and Young People's Mental Health", 12, "authority", True),
    ServiceKind("adult_mental_health", _MIND, "health", "Community Mental Health Team", 12, "authority", True),
    ServiceKind("substance", "Clearwater Recovery", "voluntary", "Clearwater Recovery", 99, "authority", True),
    ServiceKind("domestic_abuse", "Haven North", "voluntary", "Haven North Advocacy", 99, "authority", True),
    ServiceKind("police", "Moorland Police", "police", "{where} Neighbourhood Policing", 4),
    ServiceKind("housing", "Threshold Homes", "housing", "{where} Housing Team", 6),
    ServiceKind("practice", "", "health", "", 1),
    ServiceKind("primary_school", "", "school", "", 1),
    ServiceKind("secondary_school", "", "school", "", 3),
    ServiceKind("voluntary", "", "voluntary", "", 1),
)
"""`wards_each`: how many wards one such service serves (99: all of them)."""
