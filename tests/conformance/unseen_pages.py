"""Every page and export, with addresses drawn by chance: a page that is new must be given a line here."""

from collections.abc import Callable
from random import Random
from urllib.parse import quote, urlencode

from api.guarding.policy import Action
from tests.conformance.unseen_worlds import EACH, IDS, NAMES, ONE_YEAR

Address = Callable[[Random], str]
NOT_ASKED = (
    "/graphql",
    "/assets/{name}",
    "/favicon.ico",
    "/healthz",
    "/readyz",
    "/sign-in",
    "/sign-in/back",
    "/sign-in/with/{n:int}",
    "/sign-out",
    "/my-information",
    "/my-information.json",
    "/my-information/ask",
    "/my-information/say",
)
"""GraphQL and own copies are asked elsewhere; the rest shows nothing of anyone, or only writes."""


def _id(kind: str) -> Callable[[Random], str]:
    return lambda chance: chance.choice((*IDS[: EACH[kind]], *IDS[: EACH[kind]], "nobody"))


def _asked(path: str, **sides: Callable[[Random], str]) -> Address:
    def drawn(chance: Random) -> str:
        return f"{path}?{urlencode([(name, of(chance)) for name, of in sides.items() if chance.random() < 0.5])}"

    return drawn


def _of(*texts: str) -> Callable[[Random], str]:
    return lambda chance: chance.choice(texts)


_LIST = {
    "list": _of("nobody", "one", "contested", "lead"),
    "kind": _of("child", "family"),
    "area": _id("Area"),
    "school": _id("Service"),
    "service": _id("Service"),
}
_LINKS = {"area": _of("a", "b", "not recorded"), "sector": _of(*NAMES)}
_DAY = _of(*ONE_YEAR)


def _leaving(path: str) -> Address:
    def drawn(chance: Random) -> str:
        return f"{path}?{urlencode({'who': _id('Professional')(chance), 'on': _DAY(chance)})}"

    return drawn


PAGES: dict[str, tuple[Action, Address]] = {
    "/": ("how_it_works", lambda _: "/"),
    "/purpose": ("how_it_works", lambda _: "/purpose"),
    "/search": ("summary", lambda _: "/search"),
    "/family/{id:path}": ("summary", lambda c: f"/family/{quote(_id('Family')(c))}"),
    "/child/{id:path}": ("summary", lambda c: f"/child/{quote(_id('Child')(c))}"),
    "/lists": ("people_lists", _asked("/lists", **_LIST)),
    "/lists.csv": ("people_lists", _asked("/lists.csv", **_LIST)),
    "/leaving": ("staffing", _leaving("/leaving")),
    "/leaving/checklist": ("staffing", _leaving("/leaving/checklist")),
    "/links": ("board_counts", _asked("/links", **_LINKS)),
    "/links.csv": ("board_counts", _asked("/links.csv", **_LINKS)),
    "/calendar/{key}.ics": ("staffing", lambda _: "/calendar"),
    "/equity": ("board_counts", _asked("/equity", by=_of("area", "school", "attendance"))),
    "/how-it-works": ("how_it_works", lambda _: "/how-it-works"),
}
