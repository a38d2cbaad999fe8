"""Scenarios kept by name, over GraphQL: listed, looked at again, and kept. Ids only."""

from datetime import date
from typing import Annotated, Self

import orjson
import strawberry
from strawberry import field

from api.graphql.connections import Connection, page
from api.graphql.said_types import NotPermitted, Problem, ValidationProblem
from api.graphql.scenario_types import WhatIf, what_if
from api.graphql.sees import ANY_VIEWER
from api.guarding.asking import Asking
from api.telling.scenario_file import plain, scenario_of
from graph import model
from graph.errors import BadInput, ReadOnlyStore, UnknownId
from queries.leaving.scenario import BadScenario, Scenario
from queries.leaving.scenario_checks import check
from queries.leaving.scenario_ground import ground_of


@strawberry.type(description="Changes that someone keeps by name, to look at what they would do.")
class SavedScenario:
    """One saved scenario."""

    name: str = field(description="Its name.", metadata=ANY_VIEWER)
    changes: int = field(description="How many changes it has.", metadata=ANY_VIEWER)
    saved_by: str | None = field(description="Who saved it last; null: not told.", metadata=ANY_VIEWER)
    saved_on: date | None = field(description="The day they did.", metadata=ANY_VIEWER)

    @classmethod
    def of(cls, one: model.SavedScenario) -> Self:
        """As shown."""
        return cls(name=one.id, changes=len(orjson.loads(one.changes or "[]")), saved_by=one.saved_by, saved_on=one.saved_on)


@strawberry.type(description="What was kept.")
class ScenarioSaved:
    """It is kept."""

    name: str = field(description="Its name.", metadata=ANY_VIEWER)
    is_new: bool = field(description="Whether anything is new: false where it was kept just so before.", metadata=ANY_VIEWER)


SaveResult = Annotated[
    ScenarioSaved | ValidationProblem | NotPermitted,
    strawberry.union("SaveResult", description="What became of it: it is kept, or why nothing was written."),
]


async def saved_page(asking: Asking, first: int, after: str | None) -> Connection[SavedScenario]:
    """One page of what is kept, by name; for those who see every agency. Errors: BadInput."""
    return await page(asking, "savedScenarios", model.SavedScenario, SavedScenario.of, lambda one: one.id, first, after)


async def what_if_saved(asking: Asking, name: str, on: date | None) -> WhatIf:
    """What a saved scenario does now. Errors: UnknownId, BadScenario."""
    asking.asks("whatIfSaved")
    found = (await asking.reader.entities(model.SavedScenario, [name], asking.view())).get(name)
    if found is None:
        raise UnknownId(name)
    return await what_if(asking, scenario_of({"changes": orjson.loads(found.changes or "[]")}), on)


async def save(asking: Asking, name: str, scenario: Scenario) -> ScenarioSaved | ValidationProblem | NotPermitted:
    """Keep changes that hold together under a name; only those who plan may."""
    if asking.pen is None:
        raise ReadOnlyStore("nothing can be written here")
    if not asking.may("plans") or asking.viewer.organisations is not None:
        asking.denies("saveScenario")
        return NotPermitted(reason="scenarios are kept for all agencies by managers and administrators: ask one of them")
    try:
        check(await ground_of(asking.reader, scenario, asking.view()), scenario)
        is_new = await asking.pen.save_scenario(asking, name, orjson.dumps(plain(scenario)).decode())
    except BadScenario as error:
        asking.asks("not saveScenario")
        wrong = [Problem(where=f"changes[{p.change - 1}]", reason=f"{p.what}: {p.what_to_do}") for p in error.problems]
        return ValidationProblem(problems=wrong)
    except BadInput as error:
        asking.asks("not saveScenario")
        return ValidationProblem(problems=[Problem(where="name", reason=str(error))])
    return ScenarioSaved(name=name, is_new=is_new)
