"""Documents read, checked and remembered by their text: what was seen before costs nothing to check."""

from collections import OrderedDict
from dataclasses import dataclass, field

from graphql import DocumentNode, GraphQLSchema, GraphQLSyntaxError, OperationDefinitionNode, parse, validate

from api.errors import Refused, Shown, of_validation, places, refused
from api.graphql.gate import SOURCE_BYTES, TOKENS, weigh

REMEMBERED = 256
_MOST_ERRORS = 10


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a document: that it may run and what it costs, or why it is refused."""

    document: DocumentNode | None = None
    operations: tuple[str | None, ...] = ()
    cost: int = 0
    errors: tuple[Shown, ...] = ()


@dataclass(slots=True)
class Documents:
    """The last documents asked for, by text."""

    schema: GraphQLSchema
    _known: OrderedDict[str, Checked] = field(default_factory=OrderedDict[str, Checked])

    def check(self, text: str, operation: str | None) -> DocumentNode:
        """The document, fit to run. Errors: Refused."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._read(text)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(text)
        if known.document is None:
            raise Refused(known.errors)
        if operation not in known.operations and (operation is not None or len(known.operations) != 1):
            raise refused("OPERATION_UNCLEAR")
        return known.document

    def cost(self, text: str) -> int:
        """How many objects the answer to a document just checked may hold."""
        return self._known[text].cost

    def _read(self, text: str) -> Checked:
        try:
            document = _parsed(text)
            cost = weigh(self.schema, document)
        except Refused as refusal:
            return Checked(errors=refusal.errors)
        if errors := validate(self.schema, document, max_errors=_MOST_ERRORS, hide_suggestions=True):
            return Checked(errors=of_validation(errors))
        names = tuple(d.name.value if d.name else None for d in document.definitions if isinstance(d, OperationDefinitionNode))
        return Checked(document, names, cost) if names else Checked(errors=(Shown("OPERATION_UNCLEAR"),))


def _parsed(text: str) -> DocumentNode:
    if len(text) > SOURCE_BYTES or len(text.encode()) > SOURCE_BYTES:
        raise refused("DOCUMENT_TOO_LONG")
    try:
        return parse(text, max_lexical_tokens=TOKENS)
    except GraphQLSyntaxError as error:
        raise _misread(error) from None


def _misread(error: GraphQLSyntaxError) -> Refused:
    if "contains more than" in error.message:
        return refused("DOCUMENT_TOO_LONG")
    if "too deeply" in error.message:
        return refused("TOO_DEEP")
    return Refused((Shown("SYNTAX", "", places(error)),))
