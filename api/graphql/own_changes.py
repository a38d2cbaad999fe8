"""What a person may change of what is held of them: saying more, taking it back, asking to have something put right."""

from dataclasses import dataclass
from typing import Annotated

import strawberry
from strawberry import ID, Info, argument, field

from api.graphql.enums import Answer, StatementKind
from api.graphql.inputs import Key
from api.graphql.own_types import PersonBy
from api.graphql.rights_types import RightsKind, RightsRequestShown, RightsResult
from api.graphql.said_types import Conflict, NotPermitted, SayResult, shown
from api.graphql.sees import change
from api.guarding.asking import Asking
from api.guarding.pen import Pen
from api.guarding.policy import Action
from graph.erasing import Node
from graph.errors import ReadOnlyStore
from graph.model import RightsRequest
from ingest.deciding import Refused
from ingest.rights import answer_right, ask_right
from ingest.statement_checks import Said

Asked = Info[Asking, None]
_NOT_THEIRS = NotPermitted(reason="this is for those who are held here, about themselves, for that purpose: ask a privacy officer")
Words = Annotated[str, argument(description="What is wrong, or why, in 1 to 280 characters.")]
About = Annotated[str | None, argument(description="The kind of record it is about; none: everything.")]


def _own(asking: Asking, what: str) -> tuple[Pen, Node] | NotPermitted:
    """The pen and who asks, where they may change what is held of themselves. Errors: ReadOnlyStore."""
    if asking.pen is None:
        raise ReadOnlyStore("nothing can be written here")
    if not asking.may("own_copy") or asking.viewer.node is None:
        asking.denies(what)
        return _NOT_THEIRS
    return asking.pen, asking.viewer.node


async def _request(asking: Asking, action: Action, wanted: RightsRequest) -> RightsRequestShown | NotPermitted | Conflict:
    if asking.pen is None:
        raise ReadOnlyStore("nothing can be written here")
    if not asking.may(action):
        asking.denies("askRight", wanted.person_id)
        return _NOT_THEIRS
    done = await asking.pen.guard(asking, f"ask {wanted.kind}", [wanted.person_id], lambda store, now: ask_right(store, wanted, now))
    return Conflict(reason=done.reason) if isinstance(done, Refused) else RightsRequestShown.of(done, asking.today)


@dataclass(frozen=True, slots=True)
class Mine:
    """What someone says of their own tie to a professional."""

    kind: str
    about: str
    answer: str | None = None
    not_to_them: bool = False


async def say_mine(asking: Asking, mine: Mine, key: str) -> SayResult:
    """Record what a person says of their own tie. Errors: ReadOnlyStore; as for `Pen.say`."""
    found = _own(asking, "sayMine")
    if isinstance(found, NotPermitted):
        return found
    pen, (label, name) = found
    if label == "Professional":
        asking.denies("sayMine")
        return NotPermitted(reason="professionals say more of themselves by `say`, and ask for what is wrong to be corrected")
    confided = "not_them" if mine.not_to_them else None
    said = Said(mine.kind, label.lower(), name, mine.about, None, mine.answer, visibility=confided)
    return shown(await pen.say(asking, said, key))


async def withdraw_mine(asking: Asking, statement: str, key: str) -> SayResult:
    """Take back what a person said. Errors: as above."""
    found = _own(asking, "withdrawMine")
    if isinstance(found, NotPermitted):
        return found
    return shown(await found[0].withdraw(asking, statement, key, own=found[1]))


async def ask_mine(asking: Asking, kind: str, words: str, about: str | None) -> RightsResult:
    """Record what a person asks about their own data. Errors: as above."""
    found = _own(asking, "askRight")
    if isinstance(found, NotPermitted):
        return found
    return await _request(asking, "own_copy", _wanted(asking, found[1], kind, words, about))


@strawberry.type(description="What people change of what is held of them.")
class OwnChanges:
    """What people change of what is held of them."""

    @field(
        description="Say something about your own tie to someone: trust, a wish, a dispute, or that it is hidden.",
        metadata=change("own_copy"),
    )
    async def say_mine(
        self,
        info: Asked,
        kind: Annotated[StatementKind, argument(description="What kind of statement it is.")],
        about: Annotated[ID, argument(description="Id of the professional it is about.")],
        idempotency_key: Key,
        answer: Annotated[Answer | None, argument(description="What you answer; none: no answer.")] = None,
        not_to_them: Annotated[bool, argument(description="Whether they must not be shown it.")] = False,
    ) -> SayResult | None:
        """Say something about oneself."""
        return await say_mine(info.context, Mine(kind.value, about, answer and answer.value, not_to_them), idempotency_key)

    @field(description="Take back something you said.", metadata=change("own_copy"))
    async def withdraw_mine(
        self, info: Asked, statement: Annotated[ID, argument(description="Id of the statement.")], idempotency_key: Key
    ) -> SayResult | None:
        """Take back one's own statement."""
        return await withdraw_mine(info.context, statement, idempotency_key)

    @field(description="Ask to have what is held of you corrected, not used, restricted or erased.", metadata=change("own_copy"))
    async def ask_right(
        self, info: Asked, kind: Annotated[RightsKind, argument(description="What you ask for.")], words: Words, about: About = None
    ) -> RightsResult | None:
        """Ask for something to be put right."""
        return await ask_mine(info.context, kind.value, words, about)

    @field(description="Record what someone asks for who does so by letter or word of mouth.", metadata=change("copies"))
    async def ask_right_for(
        self,
        info: Asked,
        person: Annotated[PersonBy, argument(description="Who asks.")],
        kind: Annotated[RightsKind, argument(description="What they ask for.")],
        words: Words,
        about: About = None,
    ) -> RightsResult | None:
        """Record someone's request."""
        return await _request(info.context, "copies", _wanted(info.context, person.node, kind.value, words, about))

    @field(description="Decide on what someone asked for, with the words they are told.", metadata=change("copies"))
    async def answer_right(
        self,
        info: Asked,
        request: Annotated[ID, argument(description="Its id.")],
        yes: Annotated[bool, argument(description="Whether it is granted.")],
        answer: Annotated[str, argument(description="What they are told, and why, in 1 to 280 characters.")],
    ) -> RightsResult | None:
        """Decide on a request."""
        asking = info.context
        if asking.pen is None:
            raise ReadOnlyStore("nothing can be written here")
        if not asking.may("copies"):
            asking.denies("answerRight", request)
            return NotPermitted(reason="a privacy officer decides this")
        by = asking.viewer.id
        done = await asking.pen.guard(asking, "answerRight", [request], lambda s, now: answer_right(s, request, yes, answer, by, now))
        return Conflict(reason=done.reason) if isinstance(done, Refused) else RightsRequestShown.of(done, asking.today)


def _wanted(asking: Asking, person: Node, kind: str, words: str, about: str | None) -> RightsRequest:
    return RightsRequest("", person[0].lower(), person[1], kind, about, words, asking.viewer.id)
