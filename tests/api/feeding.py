"""A Kith that takes in feeds, and a service account that sends them: a folder of made-up people as a zip."""

import io
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from graph.settings import Settings
from tests.api.house import audit_of
from tests.api.issuing import CLAIMS, token, written
from tests.api.signing_in import Browser, browsing
from tests.ingest.folders import GOOD
from tests.oidc_provider import Running

FILE = """
[[issuer]]
issuer = "https://login.council.example/"
audience = "kith"
keys = "council.json"
algorithms = ["RS256"]
[issuer.claims]
role = "roles"
organisations = ["org", "ids"]
[[issuer.feed]]
account = "feed-7"
source = "trust"
{rights}
[[issuer.feed]]
account = "feed-8"
source = "police"
"""
FEED = {key: CLAIMS[key] for key in ("iss", "aud", "exp", "org")} | {"sub": "feed-7", "roles": ["service"]}
ZIP = "application/zip"


def zipped(files: dict[str, str] | None = None, *, way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Files by the names that they have in the zip; the whole good folder unless told otherwise."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", way) as into:
        for name, text in ({f"{one}.csv": told for one, told in GOOD.items()} if files is None else files).items():
            into.writestr(name, text)
    return packed.getvalue()


class Feeding:
    """One Kith, asked as a service account asks it."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder

    def send(
        self, body: Any = None, source: str = "trust", *, query: str = "", claims: dict[str, Any] | None = None, **headers: str
    ) -> Any:
        """One upload; what it is answered."""
        told = {"authorization": f"Bearer {token(FEED | (claims or {}))}", "content-type": ZIP}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = zipped() if body is None else body
        return self.browser.ask("POST", f"/feeds/{source}{query}", content=content, headers={k: v for k, v in told.items() if v})

    def audit(self) -> list[Any]:
        """Every audit line so far."""
        return audit_of(self.folder / "state")

    @property
    def left(self) -> list[str]:
        """What lies where feeds are unpacked."""
        return sorted(one.name for one in (self.folder / "state").glob("feeding/**/*"))


@contextmanager
def feeding(folder: Path, *, rights: str = "", environment: str = "development") -> Generator[Feeding]:
    """A Kith over an empty store, which believes the council's tokens."""
    path = written(folder, FILE.format(rights=rights))
    settings = Settings(store=f"sqlite:///{folder}/kith.db", state=str(folder / "state"), issuers=str(path), environment=environment)
    with browsing(settings, Running()) as browser:
        yield Feeding(browser, folder)


def refused(answer: httpx.Response) -> tuple[int, str]:
    """The status and the code of a refusal."""
    [error] = answer.json()["errors"]
    return answer.status_code, error["extensions"]["code"]
