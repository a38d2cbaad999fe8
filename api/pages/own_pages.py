"""My information: the page of a young person or carer, its file to take along, and what they say and ask there."""

from dataclasses import asdict, dataclass
from secrets import token_hex

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.graphql.own_changes import Mine, ask_mine, say_mine, withdraw_mine
from api.graphql.own_types import OwnCopyShown, RecordShown, my_copy
from api.graphql.pruned import pruned
from api.graphql.rights_types import RightsKind
from api.graphql.said_types import Conflict, NotPermitted, ValidationProblem
from api.guarding.asking import Asking
from api.pages.forms import form_of
from api.pages.rendering import Templates
from api.telling.own_words import RIGHTS, in_order

HERE = "/my-information"
SAID = {
    "trust": ("trust", "yes"),
    "no_trust": ("trust", "no"),
    "ask_them": ("nomination", "yes"),
    "dispute": ("dispute", "yes"),
    "hide": ("hide", "yes"),
}
"""What a button says: the kind of statement and its answer."""
LONGEST_LIST = 20
"""Records of one kind shown at once; the others are in the file to take along."""


@dataclass(frozen=True, slots=True)
class OwnPages:
    """The pages of those who are held here themselves."""

    templates: Templates

    async def page(self, request: Request, asking: Asking) -> Response:
        """What is held of them."""
        return self._page(asking, await _copy(asking), None)

    async def file(self, request: Request, asking: Asking) -> Response:
        """The same, whole, as JSON."""
        text = orjson.dumps(asdict(await _copy(asking)), option=orjson.OPT_INDENT_2)
        return Response(text, media_type="application/json", headers={"content-disposition": 'attachment; filename="my-information.json"'})

    async def say(self, request: Request, asking: Asking) -> Response:
        """They say something of their tie to someone, or take it back."""
        told = await form_of(request, "about", "say", "statement", "key", "not_to_them")
        if told["statement"]:
            done = await withdraw_mine(asking, told["statement"], told["key"])
        else:
            kind, answer = SAID.get(told["say"], ("", ""))
            done = await say_mine(asking, Mine(kind, told["about"], answer, bool(told["not_to_them"])), told["key"])
        return await self._after(asking, done)

    async def ask(self, request: Request, asking: Asking) -> Response:
        """They ask to have something put right."""
        told = await form_of(request, "kind", "about", "words")
        return await self._after(asking, await ask_mine(asking, told["kind"], told["words"], told["about"] or None))

    async def _after(self, asking: Asking, done: object) -> Response:
        """Back to the page; with what was wrong where something was."""
        if isinstance(done, NotPermitted | Conflict):
            return self._page(asking, await _copy(asking), done.reason)
        if isinstance(done, ValidationProblem):
            return self._page(asking, await _copy(asking), "; ".join(p.reason for p in done.problems))
        return RedirectResponse(HERE, 303)

    def _page(self, asking: Asking, copy: OwnCopyShown, error: str | None) -> Response:
        groups: dict[str, list[RecordShown]] = {}
        for one in copy.records:
            groups.setdefault(one.kind, []).append(one)
        return self.templates.page(
            "my_information.html",
            400 if error else 200,
            copy=copy,
            groups={kind: groups[kind] for kind in in_order(groups)},
            most=LONGEST_LIST,
            rights=RIGHTS,
            kinds=list(RightsKind),
            key=token_hex(16),
            error=error,
            me=asking.viewer.id,
            may=asking.allowed,
        )


async def _copy(asking: Asking) -> OwnCopyShown:
    return pruned(await my_copy(asking), asking.allowed)
