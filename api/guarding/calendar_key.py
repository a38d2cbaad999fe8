"""The address of a calendar: a token in it says whose it is, so that a calendar program needs no sign-in.

Whoever holds the address sees what its viewer sees, less all leaving dates that are confidential still; it expires after a year, and
all addresses do when the key of the issuer is replaced.
"""

from datetime import datetime, timedelta

from api.guarding.access import Issuer, Viewer

CALENDAR = "kith-calendar"
"""Audience: the address opens nothing but the calendar, and no other token opens it."""
LASTING = timedelta(days=365)


def calendar_address(issuer: Issuer, viewer: Viewer, now: datetime) -> str:
    """The path of a viewer's own calendar."""
    return f"/calendar/{issuer.issue(viewer, now, audience=CALENDAR, lasting=LASTING)}.ics"


def viewer_of(issuer: Issuer, key: str, now: datetime) -> Viewer:
    """Whose calendar a key opens. Errors: NotSignedIn."""
    return issuer.verify(key, now, audience=CALENDAR)
