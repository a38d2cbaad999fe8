"""Where a list goes on: opaque, and bound to its list and order by a keyed digest."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from hmac import compare_digest

from graph.errors import BadInput

_DIGEST = 12
_LONGEST = 1024


@dataclass(frozen=True, slots=True)
class Cursors:
    """Makes and reads the cursors of every list."""

    secret: bytes = field(repr=False)

    def after(self, order: str, key: str) -> str:
        """The cursor that goes on after a key of a list; `order` names the list and how it is sorted."""
        return self.maker(order)(key)

    def maker(self, order: str) -> Callable[[str], str]:
        """Makes the cursors of one list."""
        begun = self._begun(order)

        def after(key: str) -> str:
            digest, plain = begun.copy(), key.encode()
            digest.update(plain)
            return urlsafe_b64encode(digest.digest() + plain).decode().rstrip("=")

        return after

    def key(self, order: str, cursor: str) -> str:
        """The key a cursor goes on after. Errors: BadInput for a cursor of another list, or one that was changed."""
        try:
            raw = urlsafe_b64decode(cursor[:_LONGEST] + "=" * (-len(cursor) % 4))
            plain = raw[_DIGEST:].decode()
            if len(cursor) <= _LONGEST and compare_digest(cursor, self.after(order, plain)):
                return plain
        except ValueError:
            pass
        raise BadInput("the cursor is not one of this list: take `endCursor` of the page before, as it is")

    def _begun(self, order: str) -> blake2b:
        return blake2b(order.encode() + b"\0", key=self.secret[:64], digest_size=_DIGEST)
