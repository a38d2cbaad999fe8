"""The waist: the few ways in which anything is read from, or written to, a store.

Reads are set-based, take the viewer's `View`, and never return a row the viewer may not see. Writes belong
to a load. Only plain Python values cross: dataclasses of `graph.model` out, tuples in the order of
`graph.schema` columns in, days as ISO text.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import urlsplit

from graph.errors import BadStoreUrl
from graph.model import Around, Attendance, Child, Funded, Load, Membership, Post, Source, Subject, SubjectKind, Tie, View

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from graph.address_claims import AddressClaim
    from graph.erasing import Chosen, Erasable, HeldFact, Node
    from graph.history import History
    from graph.settings import Settings
    from graph.veil import Guarded

E = TypeVar("E")
Row = tuple[str | int | float | bool | None, ...]
NEVER = "9999-12-31T23:59:59.999999Z"
"""The instant at which a fact that still stands is retired."""
NEW, CHANGED, UNCHANGED = 1, 2, 0
"""What became of a written row."""


class GraphReader(Protocol):
    """What can be read. Ids come in any number; what is not held, or not the viewer's, is simply absent."""

    async def around(self, subjects: Sequence[Subject], view: View, *, bare: bool = False, past: bool = False) -> Around:
        """Everything held around these children and families.

        Bare, without `contact_days` and without names. With the past, the children who once were members too.
        """
        ...

    async def contact_days(self, professionals: Sequence[str] | None, view: View) -> "dict[str, tuple[date, ...]]":
        """Each professional's days of any contact with anyone, ascending; None: of all professionals."""
        ...

    async def subjects(self, kind: SubjectKind, view: View, *, after: str = "", first: int = 1000) -> list[str]:
        """Ids of children or families, ascending, from the one after `after`: one id a child, however many records."""
        ...

    async def entities(self, kind: type[E], ids: Sequence[str], view: View) -> dict[str, E]:
        """The things of one kind under these ids."""
        ...

    async def page(self, kind: type[E], view: View, *, after: str = "", first: int = 100) -> list[E]:
        """Things of one kind by ascending id, from the one after `after`, at most `first`."""
        ...

    async def find(self, kind: type[E], view: View, *, words: str = "", identifier: str = "", first: int = 51) -> list[E]:
        """Things whose name has all these words (case and accents aside), or whose identifier or id is exactly this."""
        ...

    async def memberships(self, families: Sequence[str], view: View) -> list[Membership]:
        """Who belongs to these families on the day."""
        ...

    async def carried(self, professionals: Sequence[str], view: View) -> list[Tie]:
        """The ties of these professionals that have begun, the past ones too."""
        ...

    async def history(self, view: View) -> "History":
        """All that ever joined professionals to children and families, as columns, as of the last load; the day is left aside.

        Kept in memory and refreshed by what changed: the first asking at authority size takes seconds, the next one milliseconds.
        """
        ...

    async def heard(self, view: View) -> Around:
        """Everything that was said up to the day, by whom and about whom: statements, memberships and judgements alone."""
        ...

    async def met(self, professionals: Sequence[str], view: View, *, since: "date | None" = None) -> "dict[str, frozenset[Subject]]":
        """Whom each of them was in touch with, from a day on, or ever."""
        ...

    async def met_by(self, subjects: Sequence[Subject], view: View, *, since: "date | None" = None) -> dict[str, frozenset[Subject]]:
        """Who was in touch with these children and families, each with whom of them, from a day on, or ever."""
        ...

    async def carrying(self, professionals: Sequence[str], view: View) -> dict[str, int]:
        """How many families each of them has a tie to by rows that hold on the day; a child without a family is one of its own."""
        ...

    async def homes(self, children: Sequence[str], view: View) -> dict[str, tuple[str, ...]]:
        """The families that each of these children belongs to on the day; a child without one is left out."""
        ...

    async def address_claims(self, subjects: Sequence[Subject] | None, view: View) -> "list[AddressClaim]":
        """Where these are said to live, and the children who belong to these families on the day; None: everyone.

        Claims about records judged to be one child come under the id that stands for them. Whoever confirmed one is told of where
        the viewer may see them.
        """
        ...

    async def attendances(self, view: View) -> list[Attendance]:
        """Where every child goes on the day, by child and service; a viewer with a scope is told of their own services alone."""
        ...

    async def larger_areas(self, view: View) -> dict[str, tuple[str, ...]]:
        """The areas in which each area lies directly, by codes: a ward in its authority; one that lies in none is left out."""
        ...

    async def posts(self, view: View, *, professionals: Sequence[str] = (), services: Sequence[str] = ()) -> list[Post]:
        """The posts of these professionals and in these services, those past and to come too."""
        ...

    async def fundings(self, view: View) -> list[Funded]:
        """What every funding line pays for, once and to come too; a viewer with a scope is told of their own services alone."""
        ...

    async def guarded(self, on: "date") -> "Guarded":
        """All that hides something from someone: shields, consent and posts in sensitive services; see `graph.veil`.

        Who is of a household on the day, or was and nobody said until when, follows it.
        """
        ...

    async def same_children(self) -> list[tuple[Child, str, str]]:
        """Every child as each source has it now, with its source, and the id of the record that stands for it."""
        ...

    async def children_told(self) -> "list[tuple[Child, str, str, str]]":
        """Every child as each source ever had it, with its source, and from and until which instant; the oldest first."""
        ...

    async def erasable(self, chosen: "Sequence[Chosen]", spared: "Collection[Node]" = (), *, first: int = 5) -> "Erasable":
        """How many facts `erase` would take, and how many of those chosen it would spare."""
        ...

    async def held(self, chosen: "Sequence[Chosen]") -> "list[HeldFact]":
        """Every version of what `erase` would take, with its source: kind by kind, the oldest first."""
        ...

    async def ids(self, label: str, *, but_source: str | None = None) -> set[str]:
        """All ids of one kind that stand now; without those that only `but_source` tells of."""
        ...

    async def loads(self, source: str | None = None) -> list[Load]:
        """The runs of one source, or of all, oldest first."""
        ...

    async def source(self, name: str) -> Source | None:
        """A source by its name, with what was ever told of its rights."""
        ...

    async def faults(self) -> list[str]:
        """What is wrong with the store itself, after a thorough look; empty where it is well."""
        ...


class GraphStore(GraphReader, Protocol):
    """A reader that can also write. Only `ingest` is ever handed one."""

    async def begin_load(self, source: Source, at: str) -> Load:
        """Open a run of a source at an instant (UTC, ISO): everything written carries its number."""
        ...

    async def upsert(self, load: Load, label: str, rows: Sequence[Row]) -> bytes:
        """Record a batch of one kind whole; says of each row whether it is NEW, CHANGED or UNCHANGED.

        A changed fact is retired and its new version recorded. Rows of one batch are of different facts, and
        the things a tie joins are already held.
        """
        ...

    async def retire_unseen(self, load: Load, label: str) -> int:
        """Retire what this source told of this kind before and did not tell in this load; says how many."""
        ...

    async def finish_load(self, load: Load, at: str, *, read: int, kept: int, refused: int) -> Load:
        """Close a run; earlier runs of the source that broke off are marked as completed by it."""
        ...

    async def erase(self, load: Load, chosen: "Sequence[Chosen]", spared: "Collection[Node]" = ()) -> dict[str, int]:
        """Erase every version of what is chosen, save what is of the spared things or names them; says how many facts of each kind went.

        Things nobody tells of any more go with it, counted under their kind in brackets; so do judgements that join them, and
        addresses nobody is said to live at. Nothing of it is left in the store, its indexes or what it keeps in memory. `load` is a
        run of `graph.erasing.ERASER`. Run again after it broke off, it completes what that left.
        """
        ...


def open_store(url: str, settings: "Settings | None" = None, *, create: bool = True) -> AbstractAsyncContextManager[GraphStore]:
    """The store at a URL: `sqlite:///kith.db`, `neo4j://host`, `bolt://host` (and their `+s` forms).

    With `create` false a SQLite file that isn't there is an error instead of a new, empty store.
    Errors: BadStoreUrl, and on entering those of `graph.errors.StoreError`.
    """
    scheme = _scheme(url)
    if scheme == "sqlite":
        from graph.sqlite_store import open_sqlite

        return open_sqlite(url, create=create)
    if scheme.split("+")[0] in ("neo4j", "bolt"):
        from graph.neo4j_store import open_neo4j

        return open_neo4j(url, settings)
    raise BadStoreUrl(f"a store of scheme {scheme!r} is not known: use sqlite:///FILE, neo4j://HOST or bolt://HOST")


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        raise BadStoreUrl("a store is written sqlite:///FILE, neo4j://HOST or bolt://HOST, and this is none of them") from None
