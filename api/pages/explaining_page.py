"""The page that says how everything is worked out, in plain words and with the numbers in force today."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from api.guarding.asking import Asking
from api.pages.rendering import Templates
from queries.knowing.address_words import EXPLAINED
from queries.scoring import explained
from queries.scoring.weighing import versions, weights_on


@dataclass(frozen=True, slots=True)
class ExplainingPage:
    """`/how-it-works`: it shows nobody's data."""

    templates: Templates

    async def page(self, request: Request, asking: Asking) -> Response:
        """The page as of today."""
        asking.asks("how-it-works page")
        version, weights = weights_on(await versions(asking.reader, asking.view()), asking.today)
        return self.templates.page(
            "how_it_works.html",
            explained=explained,
            numbers=explained.table(weights),
            version=explained.version_named(version),
            on=asking.today,
            living=EXPLAINED,
        )
