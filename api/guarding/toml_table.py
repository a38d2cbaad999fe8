"""One table of a TOML file, read key by key; whatever is wrong is told with the file, the place in it, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.errors import BadInput


@dataclass(slots=True)
class Table:
    """Keys are taken; `done` refuses those that nobody took. Errors: BadInput, from every method."""

    where: str
    told: Mapping[str, Any] = field(repr=False)
    _taken: set[str] = field(default_factory=set[str])

    def text(self, key: str, what: str) -> str:
        """Text that must be there."""
        found = self.text_or_none(key, what)
        if found is None:
            raise self.fault(key, f"is missing: give {what}")
        return found

    def text_or_none(self, key: str, what: str) -> str | None:
        """Text, or None where the key isn't there."""
        found = self._take(key)
        if found is not None and not (isinstance(found, str) and found.strip() and found.isprintable()):
            raise self.fault(key, f"is not text: give {what}")
        return found

    def texts(self, key: str, what: str) -> list[str]:
        """A list of at least one text that must be there."""
        found = self._take(key)
        if not (isinstance(found, list) and found and all(isinstance(one, str) and one for one in found)):  # pyright: ignore[reportUnknownVariableType]
            raise self.fault(key, f"is missing, or no list of texts: give {what}")
        return list[str](found)  # pyright: ignore[reportUnknownArgumentType]

    def whole(self, key: str, least: int, most: int, default: int) -> int:
        """A whole number within bounds."""
        found = self._take(key)
        if found is None:
            return default
        if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
            raise self.fault(key, f"is not a whole number from {least} to {most}: give one, or remove it for {default}")
        return found

    def path(self, key: str, what: str) -> tuple[str, ...] | None:
        """The name of a claim, or a list of names that lead to one inside another; None where the key isn't there."""
        if isinstance(self.told.get(key), list):
            return tuple(self.texts(key, what))
        name = self.text_or_none(key, what)
        return None if name is None else (name,)

    def table(self, key: str) -> "Table | None":
        """A table inside this one; None where the key isn't there."""
        found = self._take(key)
        if found is not None and not isinstance(found, dict):
            raise self.fault(key, f"is not a table: write [issuer.{key}] above its keys")
        return None if found is None else Table(f"{self.where}, {key}", found)  # pyright: ignore[reportUnknownArgumentType]

    def tables(self, key: str) -> "list[Table]":
        """The tables of a list of them, none where the key isn't there."""
        found = self._take(key)
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):  # pyright: ignore[reportUnknownVariableType]
            raise self.fault(key, f"is no list of tables: write [[issuer.{key}]] above the keys of each")
        return [Table(f"{self.where}, {key} {n}", one) for n, one in enumerate(found, 1)]  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]

    def done(self) -> None:
        """Refuse what nobody asked for: a word mistyped must not go unnoticed."""
        if unknown := sorted(set(self.told) - self._taken):
            raise BadInput(f"{self.where}: nothing is called {', '.join(unknown)}: correct the name, or remove it")

    def fault(self, key: str, what: str) -> BadInput:
        """What is wrong with one key."""
        return BadInput(f"{self.where}: {key} {what}")

    def _take(self, key: str) -> Any:
        self._taken.add(key)
        return self.told.get(key)
