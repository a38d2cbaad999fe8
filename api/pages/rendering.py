"""Templates into pages: everything escaped, nothing undefined."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from api.graphql.enums import SpeakerKind, State, Word
from api.telling.own_words import group_title, to_you
from queries.scoring.because import SPEAKERS, plain_day

_STATES = {
    State.CURRENT: "current",
    State.COOLING: "quiet for longer than usual",
    State.LAPSED: "silent for very long",
    State.ENDED: "ended",
}


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": _day,
        "word": _word,
        "state": _STATES.__getitem__,
        "address": _address,
        "speaker": _speaker,
        "group": group_title,
        "to_you": to_you,
    }
    return made


def _day(day: date | None) -> str:
    return plain_day(day) if day else "not recorded"


def _word(word: Word | None) -> str:
    return word.value if word else "none"


def _speaker(speaker: SpeakerKind) -> str:
    return SPEAKERS[speaker.value].capitalize()


def _address(text: str) -> str:
    """An id, made safe to stand in an address."""
    return quote(text, safe="")


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates beside this file."""

    environment: Environment = field(default_factory=_environment)

    def page(self, template: str, status: int = 200, /, **shown: object) -> HTMLResponse:
        """A template filled in, as a response."""
        return HTMLResponse(self.text(template, **shown), status)

    def text(self, template: str, /, **shown: object) -> str:
        """A template filled in."""
        return self.environment.get_template(template).render(shown)
