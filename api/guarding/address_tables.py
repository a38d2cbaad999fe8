"""What was worked out of where everyone is said to live: once for each view and load, and kept in this process while it is asked for."""

from dataclasses import dataclass, field

from api.guarding.once import Once
from queries.knowing.address_changes import Change
from queries.knowing.address_lists import Several, Tally


@dataclass(slots=True)
class AddressTables:
    """The families with many live addresses, the tallies by area, and what changed since a day."""

    several: Once[list[Several]] = field(default_factory=Once[list[Several]])
    wards: Once[dict[str, Tally]] = field(default_factory=Once[dict[str, Tally]])
    changes: Once[list[Change]] = field(default_factory=Once[list[Change]])
