"""Who knows this family over GraphQL: a real server on loopback, one connection, beside the function alone."""

import asyncio
import http.client
import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace

import orjson
import uvicorn

from api.app import opening_app
from api.guarding.access import Viewer
from api.guarding.own_tokens import development_issuer
from benchmarks.world import CLOCK, VIEW, World, told
from graph.settings import Settings
from graph.store import open_store
from queries.knowing.who_knows import who_knows

QUERY = """query ($family: ID!) { whoKnows(subject: { family: $family }) { nobody margin
  knowers { professional { id name profession } word state since lastContact } } }"""
ASKED = 200


def run(world: World) -> None:
    """Print both spreads and their ratio."""
    world.fill()
    alone = told("function, SQLite", asyncio.run(_function(world, world.settings)))
    served = told("GraphQL over HTTP, SQLite", over_http(world, world.settings))
    print(f"ratio GraphQL over HTTP / function: {served / alone:.2f}")


async def _function(world: World, settings: Settings) -> list[float]:
    seconds: list[float] = []
    async with open_store(settings.store, settings) as store:
        for family in world.families(ASKED):
            start = time.perf_counter()
            await who_knows(store, [family], VIEW)
            seconds.append(time.perf_counter() - start)
    return seconds[10:]


def over_http(world: World, settings: Settings) -> list[float]:
    """Seconds of each answer from a server over these settings."""
    with serving(settings) as port:
        return _ask(world, settings, port)


@contextmanager
def serving(settings: Settings) -> Generator[int]:
    """A server over these settings; yields its port on loopback."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # connections wait in line until the server takes them
        unlimited = replace(settings, rate_per_person="999999999", rate_per_address="999999999")
        config = uvicorn.Config(opening_app(unlimited, clock=CLOCK), log_level="error", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


WHY = {"kith-purpose": "early_help", "kith-reason": "measuring"}


def _ask(world: World, settings: Settings, port: int) -> list[float]:
    token = development_issuer(settings).issue(Viewer("bench", "coordinator", None), CLOCK())
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"} | WHY
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    seconds: list[float] = []
    for family in world.families(ASKED):
        start = time.perf_counter()
        connection.request("POST", "/graphql", orjson.dumps({"query": QUERY, "variables": {"family": family.id}}), headers)
        answer = orjson.loads(connection.getresponse().read())
        seconds.append(time.perf_counter() - start)
        assert "errors" not in answer, answer
    connection.close()
    return seconds[10:]
