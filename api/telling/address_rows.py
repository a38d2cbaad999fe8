"""Where families are said to live, as rows: the same keys in JSON lines and in CSV. The place's id is left out: it may hold its UPRN."""

from dataclasses import asdict
from datetime import date
from typing import Any

from queries.knowing.address_changes import Change
from queries.knowing.address_lists import Line, Several
from queries.knowing.address_words import because
from queries.knowing.addresses import Addresses
from queries.knowing.homes import Confirmed, Home
from queries.knowing.living import Said

PLACE_COLUMNS = (
    *("subject_kind", "subject_id", "on", "live", "weight", "address", "postcode", "agreed_by"),
    *("reported_by", "confirmed_by", "because"),
)
SEVERAL_COLUMNS = ("subject_kind", "subject_id", "on", "places", "confirmed", "reported_by")
WARD_COLUMNS = ("on", "area", "families", "contested", "others", "share")
CHANGE_COLUMNS = ("since", "on", "subject_kind", "subject_id", "what", "reported_by", "day")


def addresses_line(answer: Addresses) -> dict[str, Any]:
    """The line of `kith addresses ID`; the README lists its keys."""
    return {
        "subject_kind": answer.subject.kind,
        "subject_id": answer.subject.id,
        "on": answer.on.isoformat(),
        "contested": answer.contested,
        "places": [_place(home, answer) for home in answer.homes],
    }


def _place(home: Home, answer: Addresses) -> dict[str, Any]:
    return {
        "live": home.weight is not None,
        "weight": home.weight,
        "address": home.written.text,
        "postcode": home.written.postcode,
        "agreed_by": home.place[0],
        "claims": [_claim(one, answer.on) for one in home.said],
        "confirmed": [_confirmed(one) for one in home.confirmed],
        "because": list(because(home, answer)),
    }


def _claim(one: Said, on: date) -> dict[str, Any]:
    claim = one.claim
    return {
        "subject_kind": claim.subject.kind,
        "subject_id": claim.subject.id,
        "reported_by": claim.reported_by,
        "source": claim.source,
        "first_seen": _iso(claim.first_seen),
        "last_seen": _iso(claim.last_seen),
        "live": one.live(on),
        "end": None if one.live(on) else one.end,
    }


def _confirmed(one: Confirmed) -> dict[str, Any]:
    word = one.tie.word if one.tie else None
    return {"professional_id": one.professional_id, "on": _iso(one.on), "strength": one.strength, "word": word}


def place_rows(answer: Addresses) -> list[dict[str, Any]]:
    """A row for each place, with those who say so and who confirmed it in one cell each."""
    line = addresses_line(answer)
    whose = {key: line[key] for key in ("subject_kind", "subject_id", "on")}
    return [
        whose
        | place
        | {
            "reported_by": list(dict.fromkeys(c["reported_by"] or c["source"] for c in place["claims"])),
            "confirmed_by": [c["professional_id"] for c in place["confirmed"]],
        }
        for place in line["places"]
    ]


def several_line(one: Several, on: date) -> dict[str, Any]:
    """The line of `kith addresses --several`; the README lists its keys."""
    told = {"subject_kind": "family", "subject_id": one.family_id, "on": on.isoformat(), "places": one.places}
    return told | {"confirmed": one.confirmed, "reported_by": list(one.agencies)}


def ward_line(line: Line, on: date) -> dict[str, Any]:
    """The line of `kith addresses --wards`; the README lists its keys."""
    return {"on": on.isoformat(), **asdict(line)}


def change_line(change: Change, since: date, on: date) -> dict[str, Any]:
    """The line of `kith addresses --changes`; the README lists its keys."""
    told = {"since": since.isoformat(), "on": on.isoformat(), "subject_kind": change.subject.kind, "subject_id": change.subject.id}
    return told | {"what": change.what, "reported_by": change.reported_by, "day": _iso(change.day)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
