"""Answers as JSON lines: one object a line, ids and ISO days, null for what is undefined or unknown."""

from collections import Counter
from datetime import date
from typing import Any

from queries.knowing.answers import Dormant, Knower, WhoKnows
from queries.knowing.touchstone import Touchstone, touchstones
from queries.scoring.claims import Scored
from queries.scoring.said import Voice


def who_line(answer: WhoKnows) -> dict[str, Any]:
    """The line of `kith who`; the README lists its keys."""
    return {
        "subject_kind": answer.subject.kind,
        "subject_id": answer.subject.id,
        "on": answer.on.isoformat(),
        "nobody": answer.nobody,
        "key_individual": answer.key_individual.professional.id if answer.key_individual else None,
        "margin": answer.margin,
        "lead": answer.lead,
        "knowers": [_knower(k) for k in answer.knowers],
        "dormant": [_dormant(d) for d in answer.dormant],
        "excluded": sorted(answer.said.excluded),
        "nominated": sorted(answer.said.nominated),
        "vouches": [_vouch(v) for v in answer.said.vouches],
        "removed": [{"professional_id": p, "subject_kind": s.kind, "subject_id": s.id} for p, s in answer.said.removed],
        "touchstones": [_touchstone(t) for t in touchstones(answer)],
        "weights": answer.weights,
    }


def _touchstone(one: Touchstone) -> dict[str, Any]:
    told = {"professional_id": one.professional_id, "last_contact": _iso(one.last_contact)}
    return told | {"silent_days": one.silent, "usual_days": one.usual, "state": one.state}


def _vouch(voice: Voice) -> dict[str, Any]:
    kind, who = voice.speaker
    return {"professional_id": voice.professional_id, "speaker_kind": kind, "speaker_id": who, "said_on": _iso(voice.statement.said_on)}


def _knower(knower: Knower) -> dict[str, Any]:
    best = knower.best
    return {
        **_scored(best),
        "service_id": knower.post.service_id if knower.post else None,
        "inferred": best.inferred,
        "subject_kind": best.subject.kind,
        "subject_id": best.subject.id,
        "claims": len(knower.claims),
    }


def _dormant(dormant: Dormant) -> dict[str, Any]:
    return {**_knower(dormant.knower), "strong_until": dormant.strong_until.isoformat(), "strength_then": dormant.strength_then}


def _scored(scored: Scored) -> dict[str, Any]:
    parts = scored.parts
    return {
        "professional_id": scored.professional_id,
        "strength": scored.strength,
        "word": scored.word,
        "state": scored.state,
        "parts": {"knowing": parts.knowing, "activity": parts.activity, "trust": parts.trust, "reach": parts.reach},
        "since": _iso(scored.since),
        "last_contact": _iso(scored.last_contact),
        "certainty": scored.certainty,
        "trust_said": {a or "none": n for a, n in sorted(Counter(v.answer for v in scored.voices).items(), key=str)},
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
