"""Why someone asks: a code that their role may give, and a reason in their own words, which goes to the audit and nowhere else."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from api.guarding.policy import KINDS, ROLES, Kind
from graph.errors import BadInput, KithError

LONGEST_REASON = 280
LONGEST_CASE = 64
PURPOSES = Path(__file__).parent / "purposes.toml"


class PurposeNeeded(KithError):
    """People were asked about without a purpose that holds. The text is ours, and says nothing of what was sent."""

    code = "PURPOSE_NEEDED"


class NotPermitted(KithError):
    """A whole question that a role, or the purpose given, does not open."""

    code = "NOT_PERMITTED"


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why someone asks. `reason` (1 to 280 characters) and `case` are free text: for the audit only."""

    code: str
    reason: str = field(repr=False)
    case: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Known:
    """One purpose of the configuration, and the roles that may give it."""

    code: str
    title: str
    kind: Kind
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Purposes:
    """All purposes that may be given here."""

    known: Mapping[str, Known]

    def of_role(self, role: str) -> list[Known]:
        """What someone of a role may choose from, in the order of the file."""
        return [one for one in self.known.values() if role in one.roles]

    def given(self, role: str, code: str, reason: str, case: str = "") -> Purpose:
        """What someone gave, checked. Errors: PurposeNeeded."""
        known = self.known.get(code.strip())
        if known is None or role not in known.roles:
            raise PurposeNeeded(
                f"{'no purpose is given' if not code.strip() else 'the purpose is unknown, or not one for your role'}: {_DO}"
            )
        said, ref = _plain(reason), _plain(case)
        if not 1 <= len(said) <= LONGEST_REASON:
            raise PurposeNeeded(f"the reason is missing, or longer than {LONGEST_REASON} characters: {_DO}")
        if len(ref) > LONGEST_CASE:
            raise PurposeNeeded(f"the reference of the case is longer than {LONGEST_CASE} characters: {_DO}")
        return Purpose(known.code, said, ref or None)

    def of_headers(self, role: str, headers: Mapping[str, str]) -> Purpose:
        """What the headers of a request give. Errors: PurposeNeeded."""
        code, reason, case = (_decoded(headers.get(f"kith-{name}", "")) for name in ("purpose", "reason", "case"))
        return self.given(role, code, reason, case)

    def kind_of(self, purpose: Purpose | None) -> Kind | None:
        """What the rules go by; None where nothing was given, or what was given is known no more."""
        known = self.known.get(purpose.code) if purpose else None
        return known.kind if known else None


_DO = f"say why you ask, with a purpose that your role may give and a reason of 1 to {LONGEST_REASON} characters"


def _decoded(header: str) -> str:
    """A header as text: UTF-8, plain or percent-encoded. Errors: PurposeNeeded."""
    try:
        return unquote(header.encode("latin-1").decode(), errors="strict")
    except ValueError:
        raise PurposeNeeded(f"purpose, reason and case are UTF-8, percent-encoded where not plain: {_DO}") from None


def _plain(text: str) -> str:
    """Text on one line, without what can't be printed."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def purposes_in(path: Path = PURPOSES, *, development: bool) -> Purposes:
    """The purposes of a file; those for development alone only there. Errors: BadInput."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        known = [(_known(code, one), one.get("development") is True) for code, one in told.items()]
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise BadInput(
            f"the purposes in {path} can't be read: each is a table with `title`, `kind` ({', '.join(KINDS)}) and `roles`"
        ) from error
    return Purposes({one.code: one for one, only_development in known if development or not only_development})


def _known(code: str, told: Mapping[str, Any]) -> Known:
    roles, kind = frozenset(told["roles"]), told["kind"]
    if kind not in KINDS or not roles <= set(ROLES) or not isinstance(told["title"], str):
        raise ValueError
    return Known(code, told["title"], kind, roles)
