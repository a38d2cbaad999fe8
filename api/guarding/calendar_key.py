"""The address of a calendar: a token in it says whose it is, so that a calendar program needs no sign-in.

The token is signed, then sealed: nothing of its viewer can be read off the address. Whoever holds the address sees what its viewer sees,
less all leaving dates that are confidential still; it expires after a year, and all addresses do when the key of the issuer is replaced.
A board has none: it sees counts alone, and a calendar names posts.
"""

from datetime import datetime, timedelta

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from api.guarding.access import Issuer, NotSignedIn, Viewer

CALENDAR = "kith-calendar"
"""Audience: the address opens nothing but the calendar, and no other token opens it."""
LASTING = timedelta(days=365)
_SEALED = {"alg": "dir", "enc": "A256GCM"}
_BYTES = 32
_LONGEST = 8192


def calendar_address(issuer: Issuer, viewer: Viewer, now: datetime) -> str | None:
    """The path of a viewer's own calendar, None for boards."""
    if viewer.is_board:
        return None
    token = issuer.issue(viewer, now, audience=CALENDAR, lasting=LASTING)
    return f"/calendar/{jwe.encrypt_compact(_SEALED, token, _seal(issuer))}.ics"


def viewer_of(issuer: Issuer, key: str, now: datetime) -> Viewer:
    """Whose calendar a key opens. Errors: NotSignedIn."""
    viewer = issuer.verify(_opened(issuer, key), now, audience=CALENDAR)
    if viewer.is_board:
        raise NotSignedIn("a board has no calendar")
    return viewer


def _opened(issuer: Issuer, key: str) -> str:
    try:
        if len(key) > _LONGEST:
            raise ValueError
        return (jwe.decrypt_compact(key, _seal(issuer), algorithms=list(_SEALED.values())).plaintext or b"").decode()
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise NotSignedIn("the address of the calendar is unknown or has expired") from error


def _seal(issuer: Issuer) -> OctKey:
    return OctKey.import_key(issuer.secret_for("calendar")[:_BYTES])
