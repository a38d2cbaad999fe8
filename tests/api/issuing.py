"""Issuers of tests: their keys, the file that names them, their tokens, and a small server that gives keys away and counts."""

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from api.guarding.issuers import Issuers, issuers_of
from graph.settings import Settings
from tests.api.house import NOW

RSA = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec-1"})
OTHER = RSAKey.generate_key(2048, {"kid": "other-1"})
COUNCIL, TRUST = "https://login.council.example/", "https://login.trust.example"
CLAIMS = {
    "iss": COUNCIL,
    "aud": "kith",
    "sub": "s-17",
    "roles": ["offline", "Kith.Coordinator"],
    "org": {"ids": ["council", "school"]},
    "pro": "priya",
    "exp": int(NOW.timestamp()) + 600,
}
FILE = f"""
[[issuer]]
issuer = "{COUNCIL}"
audience = "kith"
keys = "council.json"
algorithms = ["RS256", "ES256"]
leeway = 30
[issuer.claims]
role = "roles"
organisations = ["org", "ids"]
professional = "pro"
everything = "all"
[issuer.roles]
"Kith.Manager" = "manager"
"Kith.Coordinator" = "coordinator"

[[issuer]]
issuer = "{TRUST}"
audience = "kith"
keys = "trust.json"
algorithms = ["RS256"]
[issuer.claims]
role = "role"
organisations = "organisations"
"""


def jwks(*keys: RSAKey | ECKey, **more: Any) -> dict[str, Any]:
    """A key set of the public halves."""
    return {"keys": [{**key.as_dict(private=False), **more} for key in keys]}


def written(folder: Path, text: str = FILE) -> Path:
    """The file of issuers, and the key files that it names."""
    (folder / "council.json").write_text(json.dumps(jwks(RSA, EC)))
    (folder / "trust.json").write_text(json.dumps(jwks(OTHER)))
    path = folder / "issuers.toml"
    path.write_text(text)
    return path


def issuers(folder: Path, text: str = FILE) -> Issuers:
    """Those of the file, in development."""
    return issuers_of(Settings(state=str(folder / "state"), issuers=str(written(folder, text))))


def token(claims: dict[str, Any] | None = None, key: RSAKey | ECKey = RSA, **header: Any) -> str:
    """A token of the council, unless told otherwise."""
    algorithm = "RS256" if isinstance(key, RSAKey) else "ES256"
    return jwt.encode({"alg": algorithm, "kid": key.kid} | header, CLAIMS if claims is None else claims, key, algorithms=["RS256", "ES256"])


@dataclass
class Shelf:
    """What a server gives at each path, and how often it was asked for it."""

    files: dict[str, tuple[int, bytes]] = field(default_factory=dict[str, tuple[int, bytes]])
    asked: list[str] = field(default_factory=list[str])
    address: str = ""

    def put(self, path: str, told: object, status: int = 200) -> None:
        self.files[path] = status, told if isinstance(told, bytes) else json.dumps(told).encode()


@contextmanager
def shelf() -> Generator[Shelf]:
    """A real server on loopback."""
    held = Shelf()

    class Giving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            held.asked.append(self.path)
            status, body = held.files.get(self.path, (404, b""))
            self.send_response(status)
            if status == 302:
                self.send_header("location", body.decode())
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Giving)
    held.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
