"""The family of errors: each says what went wrong, where, and what to do about it.

    KithError
    ├── BadInput               a request that can't be answered as asked
    │   └── UnknownId          an id that the store does not hold, or that this viewer may not see
    ├── FeedUnreadable         nothing of a feed could be read
    └── StoreError             the store itself
        ├── BadStoreUrl        a store URL of no known scheme
        ├── StoreUnreachable   no server answers there, or no file can be made there
        ├── WrongPassword      the server refused the user or the password
        ├── ReadOnlyStore      a write was sent to a replica or a file that only reads
        ├── ServerTooOld       a Neo4j older than 5.26
        ├── NotAKithStore      a file or database that something else made
        ├── NewerStore         made by a newer Kith
        └── DamagedStore       the file is broken

Texts hold ids, never names or dates of birth.
"""


class KithError(Exception):
    """The root: `code` is the stable word a program reads, the text is for people."""

    code = "KITH"


class BadInput(KithError):
    """A request that can't be answered as asked."""

    code = "BAD_INPUT"


class UnknownId(BadInput):
    """An id that is not held, or not this viewer's to see: the two read the same."""

    code = "NOT_FOUND"

    def __init__(self, *ids: str) -> None:
        super().__init__(f"nothing is held under {', '.join(ids)}, or it is not yours to see: check the id")
        self.ids = ids


class FeedUnreadable(KithError):
    """Nothing of a feed could be read."""

    code = "FEED_UNREADABLE"


class StoreError(KithError):
    """Something about the store itself."""

    code = "STORE"


class BadStoreUrl(StoreError):
    """A store URL of no known scheme."""

    code = "STORE_URL"


class StoreUnreachable(StoreError):
    """No server answers there, or no file can be opened there."""

    code = "STORE_UNREACHABLE"


class WrongPassword(StoreError):
    """The server refused the user or the password."""

    code = "STORE_PASSWORD"


class ReadOnlyStore(StoreError):
    """A write was sent to something that only reads."""

    code = "STORE_READ_ONLY"


class ServerTooOld(StoreError):
    """The Neo4j server is older than the oldest one supported."""

    code = "STORE_TOO_OLD"


class NotAKithStore(StoreError):
    """The file or database was made by something else."""

    code = "STORE_NOT_KITH"


class NewerStore(StoreError):
    """The store was made by a newer Kith than this one."""

    code = "STORE_NEWER"


class DamagedStore(StoreError):
    """The store's file is broken."""

    code = "STORE_DAMAGED"
