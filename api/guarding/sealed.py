"""Text that only Kith can read and make: what a browser or a calendar program holds for us, and nobody may look into."""

from dataclasses import dataclass, field

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

_HOW = {"alg": "dir", "enc": "A256GCM"}
_BYTES = 32
_LONGEST = 8192


@dataclass(frozen=True, slots=True)
class Seal:
    """Encrypts and signs with a secret of one purpose."""

    secret: bytes = field(repr=False)

    def shut(self, text: str) -> str:
        """The text, sealed; letters, digits, `-`, `_` and `.` alone."""
        return jwe.encrypt_compact(_HOW, text, self._key)

    def opened(self, sealed: str) -> str:
        """What was sealed. Errors: ValueError, whatever is wrong with it."""
        if len(sealed) > _LONGEST:
            raise ValueError("too long")
        try:
            return (jwe.decrypt_compact(sealed, self._key, algorithms=list(_HOW.values())).plaintext or b"").decode()
        except (JoseError, TypeError, KeyError) as error:
            raise ValueError("not sealed by us") from error

    @property
    def _key(self) -> OctKey:
        return OctKey.import_key(self.secret[:_BYTES])
