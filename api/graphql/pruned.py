"""What a page shows of an answer: the same fields, declared in the same place, as GraphQL shows."""

from collections.abc import Set
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, cast

from api.graphql.sees import instead_of
from api.guarding.policy import Action

T = TypeVar("T")


def pruned(shown: T, allowed: Set[Action]) -> T:
    """An answer without what those who may see `allowed` may not see; changed in place."""
    if is_dataclass(shown):
        for one in fields(shown):
            _prune(shown, one.name, one.metadata, allowed)
    elif isinstance(shown, list):
        for item in cast("list[Any]", shown):
            pruned(item, allowed)
    return cast("T", shown)


def _prune(shown: Any, name: str, declared: Any, allowed: Set[Action]) -> None:
    instead = instead_of(declared) if "sees" in declared else None
    if instead and instead.action not in allowed:
        setattr(shown, name, instead.of(shown))
    else:
        pruned(getattr(shown, name), allowed)
