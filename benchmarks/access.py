"""What checking a token, and learning what is hidden from whoever asks, cost on top of an answer.

One server and one connection; the five ways in turn, each first as often as the others, so that all meet the same noise.
"""

import http.client
import json
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import orjson
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from api.guarding.access import API, Viewer
from api.guarding.asking import Asking
from api.guarding.issuers import Issuers
from benchmarks.graphql import QUERY, WHY, serving
from benchmarks.world import CLOCK, World, told
from graph.model import Subject, View
from graph.veil import NOTHING_HIDDEN

ROUNDS, WARM = 150, 10
ISSUER = "https://login.example"
FREE, BLIND = "nothing-is-checked", "nothing-is-hidden"
CLAIM = 1.3
"""Times an answer without either that an answer with both may take."""
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
    without = medians.pop("neither")
    for name, median in medians.items():
        print(f"ratio {name} / neither: {median / without:.2f} (claim: at most {CLAIM})")


@contextmanager
def _free() -> Generator[None]:
    """Let two words through unchecked, one of them without a look at what is hidden, and leave every token as it is."""
    checked, looked = Issuers.verify, Asking.view
    drawn = Asking.draw_veil
    viewers = {word: Viewer(word, "coordinator", None) for word in (FREE, BLIND)}

    def verify(self: Issuers, token: str, now: datetime, *, audience: str = API) -> Viewer:
        return viewers[token] if token in viewers else checked(self, token, now, audience=audience)

    async def draw(self: Asking) -> None:
        if self.viewer.id == BLIND:
            self.veil = NOTHING_HIDDEN
        else:
            await drawn(self)

    def view(self: Asking, on: date | None = None, known_at: date | None = None, *, about: Subject | None = None) -> View:
        found = looked(self, on, known_at, about=about)
        return replace(found, veil=None) if self.viewer.id == BLIND else found

    Issuers.verify, Asking.draw_veil, Asking.view = verify, draw, view
    try:
        yield
    finally:
        Issuers.verify, Asking.draw_veil, Asking.view = checked, drawn, looked


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
        "neither": [BLIND] * ROUNDS,
        "what is hidden, no token": [FREE] * ROUNDS,
        "a token seen before": [known] * ROUNDS,
        "a new token each time, RS256": [_token("RS256", n) for n in range(1, ROUNDS + 1)],
        "a new token each time, ES256": [_token("ES256", n) for n in range(1, ROUNDS + 1)],
    }
    spread: dict[str, list[float]] = {name: [] for name in ways}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    families = world.families(ROUNDS)
    for number, family in enumerate(chain(families[:WARM], families)):
        body = orjson.dumps({"query": QUERY, "variables": {"family": family.id}})
        turn = number % len(ways)
        for name, tokens in [*ways.items()][turn:] + [*ways.items()][:turn]:
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
