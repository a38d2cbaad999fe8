"""The page a manager opens when people leave: what is lost, who could take over, and a checklist to print. Its address holds ids only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.guarding.asking import Asking
from api.pages.checklist import checklist, names_of
from api.pages.rendering import Templates
from graph.errors import BadInput
from graph.model import View
from queries.handover.handover import handover
from queries.leaving.impact import Impact, Line, impact
from queries.leaving.scenario import Leave
from queries.scoring.because import fitting

SHOWN = 50
"""Children and families on the page, the worst losses first."""
NEXT = 3
"""Who could take over, named for each."""
MOST = 20
"""People who leave at once, on a page."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who leaves, by id, and the first day without them."""

    people: tuple[str, ...]
    on: date

    @property
    def query(self) -> str:
        """The part of an address that asks for this."""
        return urlencode([*(("who", p) for p in self.people), ("on", self.on.isoformat())])

    @classmethod
    def of(cls, request: Request, today: date) -> "Wanted":
        """What the address asks for; without a day, today. Errors: BadInput."""
        told = request.query_params
        people = tuple(dict.fromkeys(p for text in told.getlist("who") for p in text.split()))
        if len(people) > MOST:
            raise BadInput(f"at most {MOST} people leave at once here: ask for fewer")
        try:
            return cls(people, date.fromisoformat(told["on"]) if told.get("on") else today)
        except ValueError:
            raise BadInput("the day is written YYYY-MM-DD") from None


@dataclass(frozen=True, slots=True)
class LeavingPages:
    """The pages, over the answers that GraphQL gives too."""

    templates: Templates

    async def page(self, request: Request, asking: Asking) -> Response:
        """What is lost, or the form alone where nobody is named yet."""
        wanted = Wanted((), asking.today)
        try:
            wanted = Wanted.of(request, asking.today)
            found = await _found(asking, wanted) if wanted.people else None
        except BadInput as error:
            return self.templates.page(
                "leaving.html", 400, may=asking.allowed, wanted=wanted, found=None, lines=[], names={}, error=str(error)
            )
        lines = found.lines[:SHOWN] if found else ()
        names = await names_of(asking.reader, _seen(asking, _ids(wanted, lines)), asking.view(wanted.on))
        asking.saw(x.loss.subject.id for x in lines)
        told = [(x, [(f, fitting(f)) for f in x.loss.next[:NEXT]]) for x in lines]
        return self.templates.page("leaving.html", may=asking.allowed, wanted=wanted, found=found, lines=told, names=names, error=None)

    async def checklist(self, request: Request, asking: Asking) -> Response:
        """The handover plan as a page to print. Errors: BadInput, UnknownId."""
        wanted = Wanted.of(request, asking.today)
        asking.asks("handover checklist", *wanted.people)
        view = asking.view(wanted.on)
        plan = await handover(asking.reader, wanted.people, view, asking.today)
        asking.saw((*wanted.people, *(h.subject.id for h in plan.handovers), *(w.subject.id for w in plan.without)))
        headers = {"content-disposition": f'attachment; filename="kith-handover-{wanted.on.isoformat()}.html"'}
        page = await checklist(asking.reader, plan, view, lambda ids: _seen(asking, ids))
        return Response(page, media_type="text/html", headers=headers)


async def _found(asking: Asking, wanted: Wanted) -> Impact:
    asking.asks("leaving page", *wanted.people)
    view: View = asking.view(wanted.on)
    scenario = tuple(Leave(p, wanted.on) for p in wanted.people)
    asked = scenario, view, asking.today
    found = await asking.tables.impacts.of(asking.reader, asked, lambda: impact(asking.reader, scenario, view, asked_on=asking.today))
    asking.saw(wanted.people)
    return found


def _seen(asking: Asking, ids: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Those of whom this viewer may see the names."""
    may = {"professional": asking.may("staff"), "child": asking.may("summary"), "family": asking.may("summary")}
    return {kind: some for kind, some in ids.items() if may[kind]}


def _ids(wanted: Wanted, lines: Iterable[Line]) -> dict[str, set[str]]:
    """What the page names, by kind."""
    found: dict[str, set[str]] = {"professional": set(wanted.people), "child": set(), "family": set()}
    for line in lines:
        loss = line.loss
        found[loss.subject.kind].add(loss.subject.id)
        found["professional"].update(f.professional_id for f in loss.next[:NEXT])
        found["professional"].update([loss.remaining.professional.id] if loss.remaining else [])
    return found
