"""A store's URL says which store it is; one that says nothing is refused, and no password in it is repeated."""

import asyncio
import traceback
from pathlib import Path

import pytest

from graph.errors import BadStoreUrl
from graph.sqlite_store import path_of
from graph.store import open_store

SECRET = "hunter-2-hunter"


def opened(url: str) -> None:
    async def work() -> None:
        async with open_store(url):
            pass

    asyncio.run(work())


@pytest.mark.parametrize(
    "url",
    [
        f"postgres://kith:{SECRET}@localhost/kith",
        f"http://kith:{SECRET}@localhost",
        f"sqlite://kith:{SECRET}@localhost/kith.db",
        f"//kith:{SECRET}@localhost",
        f"http://[{SECRET}",
        "",
        "kith.db",
        "/srv/kith.db",
        "sqlite:",
        "sqlite:kith.db",
        "sqlite://",
        "sqlite:///",
        "sqlite://kith.db",
        "neo4j",
    ],
)
def test_a_url_of_no_known_store_is_refused_and_no_password_repeated(url: str) -> None:
    with pytest.raises(BadStoreUrl) as caught:
        opened(url)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("url", "path"),
    [("sqlite:///kith.db", "kith.db"), ("sqlite:////srv/kith.db", "/srv/kith.db"), ("sqlite:///a%20b/k%C3%A9.db", "a b/ké.db")],
)
def test_a_file_is_named_from_here_or_from_the_root(url: str, path: str) -> None:
    assert path_of(url) == Path(path)
