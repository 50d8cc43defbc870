"""A table of logits that is open, and the row of it that is looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.blocks import Mapper, in_threads
from softmax_viz.core.logits_table import UNKNOWN, LogitsTable
from softmax_viz.core.state import State

Order = NDArray[np.int64]

ALL, WRONG, LEAST_SURE, SURELY_WRONG = "all", "wrong", "least_sure", "surely_wrong"
ANY_CLASS = -1


@dataclass(frozen=True, slots=True)
class Selection:
    """Say which rows are gone through: of what kind, and of which class (-1 for any).

    temperature: the T at which it is told how sure a row is.
    """

    kind: str = ALL
    of_class: int = ANY_CLASS
    temperature: float = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """Hold an open table, the rows that are gone through, and the place among them.

    order: the rows of the selection in the order they are gone through, None for all as they are.
    place: 0 to count - 1; mapper: how the whole table is gone through.
    """

    table: LogitsTable
    place: int = 0
    selection: Selection = Selection()
    order: Order | None = None
    mapper: Mapper = in_threads

    @property
    def count(self) -> int:
        """Return how many rows are gone through."""
        return self.table.rows if self.order is None else int(self.order.size)

    @property
    def row(self) -> int:
        """Return the row that is looked at, as it is counted in the file from 0."""
        return self.place if self.order is None else int(self.order[self.place])

    @property
    def target(self) -> int:
        """Return the true class of the row, -1 where it is unknown."""
        targets = self.table.targets
        return UNKNOWN if targets is None else int(targets[self.row])

    def at(self, place: int) -> Rows:
        """Go to a place among the rows, the nearest end where it is beyond."""
        return replace(self, place=min(max(place, 0), self.count - 1))

    def at_row(self, row: int) -> Rows:
        """Go to a row of the file; one that is not selected takes the selection back."""
        if self.order is None:
            return self.at(row)
        found = np.flatnonzero(self.order == row)
        if found.size:
            return self.at(int(found[0]))
        return replace(self, place=row, selection=Selection(), order=None)

    def state(self, before: State) -> State:
        """Return the row as a State, with T, decimals and pins as they were."""
        return replace(
            before,
            logits=self.table.row(self.row), labels=self.table.labels,
            colors=_colors(self.table.count), example="",
        )  # fmt: skip

    def true_class(self, state: State) -> int:
        """Return where the true class of the row is in a State of it, -1 where it is not."""
        target = self.target
        if target == UNKNOWN or target not in state.colors:
            return UNKNOWN
        same_place = target < state.count and state.colors[target] == target
        place = target if same_place else state.colors.index(target)
        return place if state.labels[place] == self.table.labels[target] else UNKNOWN


@lru_cache(maxsize=2)
def _colors(count: int) -> tuple[int, ...]:
    # The same tuple for every row: comparing a million equal ones takes milliseconds.
    return tuple(range(count))
