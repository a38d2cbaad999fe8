"""Northmoor, a made-up authority: its wards, the organisations in it and their services."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from ingest.demo.chance import between, one_of, skewed
from ingest.demo.names import SHARES
from ingest.demo.services import SERVICES, ServiceKind
from ingest.demo.words import GROUPS, SAINTS, SECONDARIES, STREETS, WARDS

AUTHORITY_CODE = "E06099001"
"""A code in the form of the GSS codes, from numbers that the Office for National Statistics hasn't given."""


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward, its postcode district, and how often names of each origin are heard in it."""

    code: str
    name: str
    number: int
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An agency: how well it writes things down (0 to 1), since when, and how exactly it stamps them."""

    id: str
    name: str
    sector: str
    care: float
    logs_days: int
    stamp: int


@dataclass(frozen=True, slots=True)
class Service:
    """A team of an organisation, and the wards it serves."""

    id: str
    name: str
    kind: ServiceKind
    organisation: Organisation
    wards: tuple[Ward, ...]


@dataclass(slots=True)
class Place:
    """Everything that stays where it is."""

    wards: list[Ward] = field(default_factory=list[Ward])
    organisations: list[Organisation] = field(default_factory=list[Organisation])
    services: list[Service] = field(default_factory=list[Service])
    _near: dict[tuple[str, int], list[Service]] = field(default_factory=lambda: defaultdict(list))

    def near(self, kind: str, ward: Ward) -> list[Service]:
        """Services of this kind that serve this ward; never empty."""
        return self._near[kind, ward.number]

    def open(self, service: Service) -> None:
        """Opens a service for its wards."""
        self.services.append(service)
        for ward in service.wards:
            self._near[service.kind.key, ward.number].append(service)


def build_place(rng: Random, wards: int, counts: dict[str, int]) -> Place:
    """A place with so many wards, and so many schools, practices, groups (`counts`, by kind of service)."""
    place = Place(wards=[_ward(rng, number) for number in range(wards)])
    founded: dict[str, Organisation] = {}
    for kind in SERVICES:
        how_many = counts.get(kind.key, max(1, wards // kind.wards_each))
        for number, served in enumerate(_shared_out(place.wards, how_many)):
            name = _name(kind, number, served)
            agency = _agency(rng, founded, kind, number, name)
            place.open(Service(f"svc-{len(place.services) + 1:03d}", name, kind, agency, served))
    place.organisations = list(founded.values())
    return place


def _ward(rng: Random, number: int) -> Ward:
    """A ward where some origins are at home and others rare."""
    shares = tuple(share * skewed(rng, 0.2, 4.0) for share in SHARES)
    return Ward(f"E05{99001 + number:06d}", WARDS[number % len(WARDS)].replace("-", " "), number, shares)


def _shared_out(wards: Sequence[Ward], parts: int) -> Iterator[tuple[Ward, ...]]:
    """The wards of each of so many services, so that every ward has one; more services than wards double up."""
    for part in range(parts):
        if parts >= len(wards):
            yield (wards[part % len(wards)],)
        else:
            yield tuple(ward for ward in wards if ward.number * parts // len(wards) == part)


def _name(kind: ServiceKind, number: int, served: tuple[Ward, ...]) -> str:
    """A name as such a service would have: of its own, or after where it is."""
    match kind.key:
        case "voluntary":
            return GROUPS[number % len(GROUPS)] + ("" if number < len(GROUPS) else f" {number}")
        case "secondary_school":
            return SECONDARIES[number % len(SECONDARIES)] + ("" if number < len(SECONDARIES) else f" {number}")
        case "primary_school":
            return _primary(number, served[0])
        case "practice":
            return f"{STREETS[number % len(STREETS)]} Surgery, {served[0].name}"
        case _:
            return kind.name.format(where=served[0].name, number=number + 1)


def _primary(number: int, ward: Ward) -> str:
    """A primary school named after its ward, its saint or its street."""
    kinds = (
        f"{ward.name} Primary School",
        f"{SAINTS[number % len(SAINTS)]} Primary School, {ward.name}",
        f"{STREETS[number % len(STREETS)]} Infant and Junior School",
    )
    return kinds[number * len(kinds) // 80 % len(kinds)] if number < 24 else kinds[1 + number % 2]


def _agency(rng: Random, founded: dict[str, Organisation], kind: ServiceKind, number: int, service: str) -> Organisation:
    """The organisation behind a service: a shared one, or (schools, surgeries, groups) one of its own."""
    name = kind.organisation or _own_organisation(kind, number, service)
    if name not in founded:
        large = bool(kind.organisation)
        care = 0.75 + 0.2 * rng.random() if large else 0.4 + 0.6 * rng.random()
        logs, stamp = between(rng, 1800 if large else 600, 2920), one_of(rng, (0, 0, 1, 2, 3))
        founded[name] = Organisation(f"org-{len(founded) + 1:03d}", name, kind.sector, care, logs, stamp)
    return founded[name]


def _own_organisation(kind: ServiceKind, number: int, service: str) -> str:
    """Every third primary school belongs to a trust with others; everyone else stands alone."""
    if kind.key == "primary_school" and number % 3 == 2:
        return f"{SAINTS[number // 3 % len(SAINTS)]} Schools Trust"
    return service
