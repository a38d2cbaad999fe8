"""How agencies are joined as rows: the same keys in JSON lines, in CSV and in GraphML. The README lists them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from queries.linking.board import ShownChange, ShownLink
from queries.linking.home_school import School
from queries.linking.home_school_board import ShownSchool
from queries.linking.hub import Hub
from queries.linking.links import Link
from queries.linking.losing import REASONS
from queries.linking.missing import Missing
from queries.linking.trend import Change
from queries.linking.wards import Pair
from queries.numbers.figures import Figure

LINK_COLUMNS = ("a", "b", "shared_families", "people_a", "people_b", "pairs_sharing", "pairs_met_before")
AREA_COLUMNS = ("a", "b", "area", "shared_families")
TREND_COLUMNS = ("a", "b", "until", "before", "links", "gained", "lost", *(f"lost_{reason}" for reason in REASONS))
MISSING_COLUMNS = ("a", "b", "shared_families", "person_a", "person_b", "role_a", "role_b", "both_know", "strength", "because")
SCHOOL_COLUMNS = ("school", "children", "without", "others", "link_workers")
HUB_COLUMNS = ("kind", "id", "pupils", "people", "organisation", "sector", "contexts", "services")


def link_row(link: Link | ShownLink) -> dict[str, Any]:
    """The line of `kith links`; with a strength only where one was asked for."""
    told = asdict(link)
    if told.get("strength") is None:
        told.pop("strength", None)
    return told


def area_rows(pair: Pair, figures: Mapping[str, Figure] | Mapping[str, int]) -> list[dict[str, Any]]:
    """The lines of one pair, one for each area."""
    return [{"a": pair[0], "b": pair[1], "area": area, "shared_families": figure} for area, figure in figures.items()]


def change_row(one: Change | ShownChange) -> dict[str, Any]:
    """The line of `kith links --trend`."""
    told = {"a": one.a, "b": one.b, "until": one.until.isoformat(), "before": one.before, "links": one.links}
    why: dict[str, Any] = {f"lost_{reason}": n for reason, n in zip(REASONS, one.why, strict=True)}
    return told | {"gained": one.gained, "lost": one.lost} | why


def missing_row(one: Missing) -> dict[str, Any]:
    """The line of `kith missing-links`."""
    return {**asdict(one), "because": list(one.because)}


def missing_for_board(one: Missing, shared: Figure) -> dict[str, Any]:
    """The same as boards see it: people by role only, and no count that is about few."""
    return {"a": one.a, "b": one.b, "shared_families": shared, "role_a": one.role_a, "role_b": one.role_b}


def school_row(one: School | ShownSchool) -> dict[str, Any]:
    """The line of `kith home-school`; for the administrator with the ids of link workers, for boards with their number."""
    told: dict[str, Any] = {"school": one.school, "children": one.children, "without": one.without}
    if isinstance(one, School):
        return told | {"others": one.children - one.without, "link_workers": list(one.link_workers)}
    return told | {"others": one.others, "link_workers": one.link_workers}


def hub_rows(found: Hub) -> list[dict[str, Any]]:
    """The lines of `kith hub`: services, then people, each by pupils, then by id."""
    services = [
        _hub_row("service", s.service, s.pupils, people=s.people, organisation=s.organisation, sector=s.sector) for s in found.services
    ]
    people = [
        _hub_row("professional", p.professional_id, p.pupils, contexts=list(p.contexts), services=list(p.services)) for p in found.people
    ]
    return services + people


def _hub_row(kind: str, own: str, pupils: int, **more: object) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(HUB_COLUMNS)
    return empty | {"kind": kind, "id": own, "pupils": pupils} | more


def columns_of(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> tuple[str, ...]:
    """The columns of a CSV: those that rows of this kind have, and those that were asked for besides."""
    return (*columns, *(k for k in (rows[0] if rows else ()) if k not in columns))
