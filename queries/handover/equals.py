"""Of all best assignments the first in order of ids.

A row may move to another column without loss where that is worth as much by the prices of the columns (the dual of the
assignment); whether the rest can follow is a question of who can reach whom by such moves.
"""

from typing import Any

import numpy as np


def first_of_equals(table: Any, places: Any, chosen: Any) -> Any:
    """Of all assignments worth as much as the one `chosen`, the one whose first row has the first column, then the second, and so on.

    `table` is what each row is worth in each column, in whole numbers; the last column is nobody, with room for all.
    """
    moves = _Moves(table, places, chosen)
    for row in range(len(table)):
        moves.settle(row)
    return moves.at


class _Moves:
    """Where each row stands, and where those not yet settled can go without loss."""

    def __init__(self, table: Any, places: Any, chosen: Any) -> None:
        rows, columns = table.shape
        self.at = chosen.copy()
        self.free = np.append(places, rows + 1) - np.bincount(chosen, minlength=columns)
        prices = _prices(table, chosen, self.free)
        spare = prices[-1]
        now = table[np.arange(rows), chosen] - prices[chosen]
        self.equal = table - prices[:-1] == now[:, None]
        self.may_empty = prices[:-1] == spare
        self.count = np.zeros((columns, columns), dtype=np.int32)
        for column in np.unique(chosen):
            self.count[column] = self.equal[chosen == column].sum(axis=0)

    def settle(self, row: int) -> None:
        """Give a row the first column that it can have, and never move it again."""
        here = int(self.at[row])
        self.count[here] -= self.equal[row]
        wanted = np.flatnonzero(self.equal[row, :here])
        if not len(wanted):
            return
        towards, by_room = self._ways(here)
        open_ones = wanted[towards[wanted] >= 0]
        if len(open_ones):
            self.at[row] = open_ones[0]
            self._shift(row, int(open_ones[0]), here, towards, by_room)

    def _ways(self, here: int) -> tuple[Any, Any]:
        """From each column the next on a way here, −1 where there is none; and whether that step takes up free room instead."""
        towards, by_room = np.full(len(self.free), -1), np.zeros(len(self.free), dtype=bool)
        towards[here] = here
        edge, room_used = np.array([here]), False
        while len(edge):
            follow = self.count[:, edge] > 0
            found = np.flatnonzero(follow.any(axis=1) & (towards < 0))
            towards[found] = edge[follow[found].argmax(axis=1)]
            able = edge[self.may_empty[edge]]
            if len(able) and not room_used:
                room_used = True
                roomy = np.flatnonzero((self.free > 0) & (towards < 0))
                towards[roomy], by_room[roomy] = able[0], True
                found = np.append(found, roomy)
            edge = found
        return towards, by_room

    def _shift(self, row: int, start: int, here: int, towards: Any, by_room: Any) -> None:
        """Move one later row on along each step of the way, or take up free room."""
        column = start
        while column != here:
            after = int(towards[column])
            if by_room[column]:
                self.free[column] -= 1
                self.free[after] += 1
            else:
                mover = row + 1 + int(np.flatnonzero((self.at[row + 1 :] == column) & self.equal[row + 1 :, after])[-1])
                self.at[mover] = after
                self.count[column] -= self.equal[mover]
                self.count[after] += self.equal[mover]
            column = after


def _prices(table: Any, chosen: Any, free: Any) -> Any:
    """What one more place in each column would be worth, free room last: the longest way by moves, which no circle lengthens."""
    columns = table.shape[1]
    gain = np.full((columns + 1, columns + 1), -np.inf)
    for column in np.unique(chosen):
        mine = table[chosen == column]
        gain[column, :-1] = (mine - mine[:, [column]]).max(axis=0)
    gain[:-1, -1] = np.where(free > 0, 0, -np.inf)
    gain[-1, :-1] = 0
    prices = np.zeros(columns + 1)
    for _ in range(columns + 1):
        longer = np.maximum(prices, (prices[:, None] + gain).max(axis=0))
        if (longer == prices).all():
            break
        prices = longer
    return prices
