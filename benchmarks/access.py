"""What checking a token costs on top of an answer: one server, one connection, the four ways in turn so that all meet the same noise."""

import http.client
import json
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import orjson
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from api.guarding.access import API, Viewer
from api.guarding.issuers import Issuers
from benchmarks.graphql import QUERY, WHY, serving
from benchmarks.world import CLOCK, World, told

ROUNDS, WARM = 150, 10
ISSUER = "https://login.example"
FREE = "nothing-is-checked"
FILE = f"""
[[issuer]]
issuer = "{ISSUER}"
audience = "kith"
keys = "keys.json"
algorithms = ["RS256", "ES256"]
[issuer.claims]
role = "role"
organisations = "organisations"
everything = "all"
"""
KEYS = {"RS256": RSAKey.generate_key(2048, {"kid": "r"}), "ES256": ECKey.generate_key("P-256", {"kid": "e"})}


def run(world: World) -> None:
    """Print the spread of each way, and the ratios to an answer without a check."""
    world.fill()
    folder = Path(world.settings.state)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "keys.json").write_text(json.dumps({"keys": [key.as_dict(private=False) for key in KEYS.values()]}))
    (folder / "issuers.toml").write_text(FILE)
    settings = replace(world.settings, issuers=str(folder / "issuers.toml"))
    with _free(), serving(settings) as port:
        spread = _asked(world, port)
    medians = {name: told(f"GraphQL over HTTP, {name}", seconds) for name, seconds in spread.items()}
    without = medians.pop("no check")
    for name, median in medians.items():
        print(f"ratio {name} / no check: {median / without:.2f}")


@contextmanager
def _free() -> Generator[None]:
    """Let one word through unchecked, and leave every token as it is."""
    checked, viewer = Issuers.verify, Viewer("bench", "coordinator", None)

    def verify(self: Issuers, token: str, now: datetime, *, audience: str = API) -> Viewer:
        return viewer if token == FREE else checked(self, token, now, audience=audience)

    Issuers.verify = verify
    try:
        yield
    finally:
        Issuers.verify = checked


def _token(algorithm: str, number: int) -> str:
    key, until = KEYS[algorithm], int(CLOCK().timestamp()) + 3600
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "aud": "kith",
        "sub": f"s-{number}",
        "role": "coordinator",
        "organisations": "all",
        "exp": until,
    }
    return jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key, algorithms=[algorithm])


def _asked(world: World, port: int) -> dict[str, list[float]]:
    known = _token("RS256", 0)
    ways: dict[str, list[str]] = {
        "no check": [FREE] * ROUNDS,
        "a token seen before": [known] * ROUNDS,
        "a new token each time, RS256": [_token("RS256", n) for n in range(1, ROUNDS + 1)],
        "a new token each time, ES256": [_token("ES256", n) for n in range(1, ROUNDS + 1)],
    }
    spread: dict[str, list[float]] = {name: [] for name in ways}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    families = world.families(ROUNDS)
    for number, family in enumerate(chain(families[:WARM], families)):
        body = orjson.dumps({"query": QUERY, "variables": {"family": family.id}})
        for name, tokens in ways.items():
            seconds = _one(connection, body, tokens[number - WARM] if number >= WARM else FREE)
            if number >= WARM:
                spread[name].append(seconds)
    connection.close()
    return spread


def _one(connection: http.client.HTTPConnection, body: bytes, token: str) -> float:
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"} | WHY
    start = time.perf_counter()
    connection.request("POST", "/graphql", body, headers)
    answer = orjson.loads(connection.getresponse().read())
    seconds = time.perf_counter() - start
    assert "errors" not in answer, answer
    return seconds
