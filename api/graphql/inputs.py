"""How a thing is looked up: exactly one way at a time."""

from typing import Annotated

import strawberry
from strawberry import ID, UNSET, field


@strawberry.input(one_of=True, description="Whom a question is about: exactly one of these.")
class SubjectBy:
    """A child or a family."""

    child: ID | None = field(default=UNSET, description="Id of a child.")
    family: ID | None = field(default=UNSET, description="Id of a family.")


@strawberry.input(one_of=True, description="How a child is looked up: exactly one of these.")
class ChildBy:
    """By id or identifier."""

    id: ID | None = field(default=UNSET, description="Kith's own id.")
    identifier: str | None = field(default=UNSET, description="UPN or NHS number, exactly.")


@strawberry.input(one_of=True, description="How a professional is looked up: exactly one of these.")
class ProfessionalBy:
    """By id or identifier."""

    id: ID | None = field(default=UNSET, description="Kith's own id.")
    identifier: str | None = field(default=UNSET, description="Staff number, exactly.")


@strawberry.input(one_of=True, description="What to search for: exactly one of these.")
class SearchBy:
    """A name or an identifier."""

    name: str | None = field(default=UNSET, description="Whole words of a name, at least two letters; case and accents don't matter.")
    identifier: str | None = field(default=UNSET, description="An id or identifier, exactly.")


First = Annotated[int, strawberry.argument(description="How many, 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="`endCursor` of the page before; none: from the start.")]
Key = Annotated[ID, strawberry.argument(description="Your own key of this request: sent again with it, it is done once.")]
