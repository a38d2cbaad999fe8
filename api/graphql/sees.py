"""Who may see a field, declared beside the field; and how many items a list is reckoned to hold.

A root field declares the action that its question needs, of those in `api/policy.cedarschema`. A field below it is seen by
whoever may ask the question, or needs an action of its own: then it is null, or an empty list, for everyone else.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from api.guarding.policy import Action

Declared = Mapping[str, str | int | bool]
ANY_VIEWER: Mapping[str, str] = {"sees": "any_viewer"}
"""Whoever may ask the question that it stands under."""


def any_viewer(*, size: int) -> Declared:
    """The same; a list whose cost is reckoned at `size` items."""
    return {"sees": "any_viewer", "size": size}


def only(action: Action, *, size: int | None = None, otherwise: str | None = None) -> Declared:
    """Who may see this action; everyone else sees the attribute `otherwise`, or nothing."""
    told: dict[str, str | int | bool] = {"sees": action}
    return told | ({"size": size} if size else {}) | ({"otherwise": otherwise} if otherwise else {})


def question(action: Action) -> Declared:
    """A root field about many: refused as NOT_PERMITTED."""
    return {"sees": action, "refusal": "NOT_PERMITTED"}


def about_one(action: Action) -> Declared:
    """A root field about one thing: refused as if the thing were not there."""
    return {"sees": action, "refusal": "NOT_FOUND"}


def change(action: Action) -> Declared:
    """A mutation: who may not make it reads so in its answer."""
    return {"sees": action, "refusal": "data"}


Refusal = Literal["NOT_PERMITTED", "NOT_FOUND", "data"]


class Instead(NamedTuple):
    """What stands for a field that a viewer may not see: another attribute, or nothing."""

    action: str
    attribute: str | None
    many: bool

    def of(self, source: Any) -> Any:
        """What is shown."""
        return getattr(source, self.attribute) if self.attribute else [] if self.many else None


def instead_of(declared: Mapping[str, Any]) -> Instead | None:
    """What a declaration shows to those who don't see its action; None where everyone sees the field who sees the rest."""
    return None if declared["sees"] == "any_viewer" else Instead(declared["sees"], declared.get("otherwise"), "size" in declared)
