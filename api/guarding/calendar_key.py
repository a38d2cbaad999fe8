"""The address of a calendar: a token in it says whose it is, so that a calendar program needs no sign-in.

The token is signed, then sealed: nothing of its viewer can be read off the address. Whoever holds the address sees what its viewer sees,
less all leaving dates that are confidential still; it expires after a year, and all addresses do when the key of the issuer is replaced.
Only roles that plan staff have one: a calendar names posts.
"""

from datetime import datetime, timedelta

from api.guarding.access import NotSignedIn, Viewer
from api.guarding.own_tokens import Issuer
from api.guarding.sealed import Seal

CALENDAR = "kith-calendar"
"""Audience: the address opens nothing but the calendar, and no other token opens it."""
LASTING = timedelta(days=365)


def calendar_address(issuer: Issuer, viewer: Viewer, now: datetime) -> str:
    """The path of a viewer's own calendar. It opens while the viewer's role plans staff."""
    token = issuer.issue(viewer, now, audience=CALENDAR, lasting=LASTING)
    return f"/calendar/{_seal(issuer).shut(token)}.ics"


def viewer_of(issuer: Issuer, key: str, now: datetime) -> Viewer:
    """Whose calendar a key opens. Errors: NotSignedIn."""
    return issuer.verify(_opened(issuer, key), now, audience=CALENDAR)


def _opened(issuer: Issuer, key: str) -> str:
    try:
        return _seal(issuer).opened(key)
    except ValueError as error:
        raise NotSignedIn("the address of the calendar is unknown or has expired") from error


def _seal(issuer: Issuer) -> Seal:
    return Seal(issuer.secret_for("calendar"))
