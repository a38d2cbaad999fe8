"""What is logged when something unforeseen happens: where in the code, under which request; never what was said."""

import logging
import traceback

LOG = logging.getLogger("kith.api")


def log_unforeseen(error: BaseException, request_id: str) -> None:
    """One line with the kind of error and where it arose. Its text may hold a person's name, so it isn't logged."""
    where = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-3:]]
    LOG.error("unforeseen %s in request %s at %s", type(error).__name__, request_id, " < ".join(reversed(where)))
