"""Looking one thing up, and searching: each with a single read."""

from collections.abc import Callable
from typing import Annotated, TypeVar

import strawberry
from strawberry import field

from api.graphql.enums import SearchKind
from api.graphql.sees import ANY_VIEWER, any_viewer
from api.graphql.types import Child, Family, Organisation, Professional, Service
from api.guarding.asking import Asking
from api.guarding.purpose import NotPermitted
from graph import model
from graph.errors import BadInput, UnknownId
from graph.names import fold

T = TypeVar("T")
E = TypeVar("E", model.Child, model.Family, model.Professional, model.Service, model.Organisation)
SHOWN = 50
"""More matches than this, and none is shown."""
LONGEST = 200
Found = Annotated[Child | Family | Professional | Service | Organisation, strawberry.union("Found", description="What a search may find.")]
Thing = model.Child | model.Family | model.Professional | model.Service | model.Organisation


@strawberry.type(description="What a search found.")
class SearchResult:
    """What a search found."""

    too_many: bool = field(description="More than 50 match, so none is shown: say more of the name.", metadata=ANY_VIEWER)
    matches: list[Found] = field(description="What matches, by ascending id.", metadata=any_viewer(size=SHOWN))


async def by_id(asking: Asking, what: str, kind: type[E], of: Callable[[E], T], wanted: str) -> T:
    """The thing under an id. Errors: UnknownId."""
    asking.asks(what, wanted)
    found = await asking.reader.entities(kind, [wanted], asking.view())
    if wanted not in found:
        raise UnknownId(wanted)
    asking.saw([wanted])
    return of(found[wanted])


async def by_identifier(asking: Asking, what: str, kind: type[E], of: Callable[[E], T], identifier: str) -> T:
    """The one thing under an identifier. Errors: BadInput where several records carry it, or none does."""
    try:
        asking.needs("identifiers", what)
    except NotPermitted:
        raise UnknownId("that identifier") from None
    asking.asks(what)
    found = await asking.reader.find(kind, asking.view(), identifier=_short(identifier), first=2)
    if not found:
        raise UnknownId("that identifier")
    if len(found) > 1:
        raise BadInput("more than one record carries this identifier: use `search`")
    asking.saw(thing.id for thing in found)
    return of(found[0])


async def matching(asking: Asking, kind: type[E], name: str | None, identifier: str | None) -> tuple[bool, list[E]]:
    """Whether too many match, and, if not, what does. Errors: BadInput for too little to go by."""
    if name is not None and sum(map(str.isalpha, fold(_short(name)))) < 2:
        raise BadInput("give at least two letters of the name")
    if name is None and not (identifier or "").strip():
        raise BadInput("give a name or an identifier")
    if name is None:
        asking.needs("identifiers", "search")
    asking.asks("search")
    found = await asking.reader.find(kind, asking.view(), words=name or "", identifier=_short(identifier or "").strip(), first=SHOWN + 1)
    if len(found) > SHOWN:
        return True, []
    asking.saw(thing.id for thing in found)
    return False, found


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise BadInput(f"give at most {LONGEST} characters")
    return text


async def search(asking: Asking, kind: SearchKind, name: str | None, identifier: str | None) -> SearchResult:
    """What of one kind has this name or identifier."""
    if kind is SearchKind.CHILD:
        return await _search(asking, model.Child, Child.of, name, identifier)
    if kind is SearchKind.FAMILY:
        return await _search(asking, model.Family, Family.of, name, identifier)
    if kind is SearchKind.PROFESSIONAL:
        return await _search(asking, model.Professional, Professional.of, name, identifier)
    if kind is SearchKind.SERVICE:
        return await _search(asking, model.Service, Service.of, name, identifier)
    return await _search(asking, model.Organisation, Organisation.of, name, identifier)


async def _search(asking: Asking, kind: type[E], of: Callable[[E], Found], name: str | None, identifier: str | None) -> SearchResult:
    too_many, found = await matching(asking, kind, name, identifier)
    return SearchResult(too_many=too_many, matches=[of(thing) for thing in found])
