"""What is known of one issuer: its keys and where it signs people in. Fetched in the background, never while someone waits."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from api.guarding.access import Clock
from api.guarding.fetching import NotFetched, fetched
from api.guarding.jwks import KeySet, key_set
from api.guarding.trusted import DISCOVERY, Trusted, safe

LOG = logging.getLogger("kith")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
"""How often keys are fetched; and the least time between two fetches, whoever asks and however it went."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a provider signs people in, and where it takes the code that proves it."""

    authorization: str
    token: str


@dataclass(slots=True)
class Provider:
    """An issuer with the last good keys and endpoints. `version` counts changes of the keys."""

    trusted: Trusted
    keys: KeySet
    development: bool
    endpoints: Endpoints | None = None
    version: int = 0
    tried: datetime | None = None
    """When it was last asked for its keys."""
    _wanted: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_fetched(self) -> bool:
        """Whether anything of it comes over the network."""
        return not isinstance(self.trusted.keys, Path) or self.trusted.client is not None

    def ask(self, now: datetime) -> None:
        """Someone came with a key that isn't known: fetch soon, unless that was done within the last minute."""
        if self.tried is not None and now - self.tried >= MINUTE:
            self._wanted.set()

    async def keep_fresh(self, clock: Clock) -> None:
        """Fetch, then again every hour, a minute after a failure, and when someone asks. Runs until cancelled."""
        while True:
            self.tried = clock()
            self._wanted.clear()
            good = await self.refresh()
            try:
                async with asyncio.timeout((HOUR if good else MINUTE).total_seconds()):
                    await self._wanted.wait()
            except TimeoutError:
                continue

    async def refresh(self) -> bool:
        """Fetch once; what can't be had, or makes no sense, leaves the last good as it is."""
        try:
            address = await self._discovered()
            if not isinstance(self.trusted.keys, Path):
                self._replace(key_set(await fetched(address), self.trusted.algorithms))
        except (NotFetched, ValueError) as error:
            LOG.warning("the issuer %s gives no keys now, so the last good ones are kept: %s", self.trusted.issuer, error)
            return False
        return True

    async def _discovered(self) -> str:
        """The address of the keys; where discovery is needed, also the endpoints. Errors: NotFetched, ValueError."""
        keys = self.trusted.keys if isinstance(self.trusted.keys, str) else ""
        if keys != DISCOVERY and self.trusted.client is None:
            return keys
        told = await fetched(f"{self.trusted.issuer.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != self.trusted.issuer:
            raise ValueError("its discovery speaks of another issuer: correct issuer in the file of KITH_ISSUERS")
        if self.trusted.client is not None:
            self.endpoints = Endpoints(self._address(told, "authorization_endpoint"), self._address(told, "token_endpoint"))
        return self._address(told, "jwks_uri") if keys == DISCOVERY else keys

    def _address(self, told: dict[str, Any], name: str) -> str:
        address = told.get(name)
        if not isinstance(address, str) or not safe(address, development=self.development):
            raise ValueError(f"its discovery gives no safe {name}")
        return address

    def _replace(self, found: KeySet) -> None:
        """Take new keys. Errors: ValueError where none fits, so that the last good ones stay."""
        if not found.keys:
            raise ValueError("there is none for the algorithms in the file of KITH_ISSUERS")
        if _prints(found) != _prints(self.keys):
            self.keys, self.version = found, self.version + 1


def _prints(keys: KeySet) -> dict[object, str]:
    return {name: key.thumbprint() for name, key in keys.keys.items()}
