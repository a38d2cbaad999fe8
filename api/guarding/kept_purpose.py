"""The purpose of a session of pages: kept in a cookie of its own, signed, for one viewer and until the session ends."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from hmac import compare_digest

import orjson

from api.guarding.access import Viewer
from api.guarding.purpose import Purpose, Purposes

_DIGEST = 32
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class KeptPurpose:
    """Signs what someone gave, and reads it again."""

    purposes: Purposes
    secret: bytes = field(repr=False)

    def kept(self, viewer: Viewer, purpose: Purpose, until: datetime) -> str:
        """What the cookie holds."""
        told = orjson.dumps([viewer.id, purpose.code, purpose.reason, purpose.case or "", int(until.timestamp())])
        return urlsafe_b64encode(self._digest(told) + told).decode().rstrip("=")

    def of(self, cookie: str, viewer: Viewer, now: datetime) -> Purpose:
        """What was given, if this viewer may still give it. Errors: PurposeNeeded."""
        try:
            whose, code, reason, case, until = orjson.loads(self._opened(cookie))
        except ValueError:
            whose, code, reason, case, until = viewer.id, "", "", "", 0
        if whose != viewer.id or until <= now.timestamp():
            code = ""
        return self.purposes.given(viewer.role, code, reason, case)

    def _opened(self, cookie: str) -> bytes:
        if len(cookie) > _LONGEST:
            raise ValueError
        raw = urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
        told = raw[_DIGEST:]
        if not compare_digest(raw[:_DIGEST], self._digest(told)):
            raise ValueError
        return told

    def _digest(self, told: bytes) -> bytes:
        return blake2b(told, key=self.secret[:64], digest_size=_DIGEST).digest()
