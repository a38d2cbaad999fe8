"""Who may see a field, declared beside the field; and how many items a list is reckoned to hold."""

from collections.abc import Mapping
from typing import Literal

Sees = Literal["any_viewer"]
"""any_viewer: everyone who is signed in, of the things that their scope lets out of the store."""

ANY_VIEWER: Mapping[str, str] = {"sees": "any_viewer"}


def any_viewer(*, size: int) -> Mapping[str, str | int]:
    """Seen by everyone signed in; a list whose cost is reckoned at `size` items."""
    return {"sees": "any_viewer", "size": size}
