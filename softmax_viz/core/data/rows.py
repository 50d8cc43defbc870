"""A table of logits that is open, and the row of it that is looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.data.blocks import Mapper, in_threads
from softmax_viz.core.data.logits_table import UNKNOWN, LogitsTable
from softmax_viz.core.state import State, Vector, default_colors, same_classes, same_logits
from softmax_viz.text import named, tr

if TYPE_CHECKING:
    from softmax_viz.core.data.winners import Winners

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
        place = min(max(place, 0), self.count - 1)
        # The same rows, or staying where one is would be a step to undo.
        return self if place == self.place else replace(self, place=place)

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
            colors=default_colors(self.table.count), example="",
        )  # fmt: skip

    def is_shown_by(self, state: State, logits: Vector) -> bool:
        """Tell whether a State is the row as it is in the file, at any T; logits: of the row."""
        fresh = replace(
            state, logits=logits, labels=self.table.labels, colors=default_colors(self.table.count)
        )
        return same_classes(fresh, state) and same_logits(fresh, state)

    def true_class(self, state: State) -> int:
        """Return where the true class of the row is in a State of it, -1 where it is not."""
        target = self.target
        if target == UNKNOWN:
            return UNKNOWN
        # Where it was, most of the time: looking for it among a million takes milliseconds.
        if target < state.count and state.colors[target] == target:
            place = target
        elif target in state.colors:
            place = state.colors.index(target)
        else:
            return UNKNOWN
        return place if state.labels[place] == self.table.labels[target] else UNKNOWN


def needs_winners(table: LogitsTable, selection: Selection) -> bool:
    """Tell whether the predictions of the whole table are needed to select rows of it."""
    return selection.kind != ALL or (selection.of_class != ANY_CLASS and table.targets is None)


def select(rows: Rows, selection: Selection, winners: Winners | None = None) -> Rows:
    """Go through the selected rows only, from the first on; through all of them from the same row.

    winners: the predictions of the whole table at the selection's T, where they are needed.
    Of a class are the rows whose true class it is, or whose predicted one in a table without true
    classes. A row without a prediction is no right one; it comes last where probabilities count.
    Raises ValueError with a sentence where nothing is left.
    """
    if selection.kind == ALL and selection.of_class == ANY_CLASS:
        return replace(rows, place=rows.row, selection=Selection(), order=None)
    order = _ordered(_chosen(rows.table, selection, winners), selection.kind, winners)
    if not order.size:
        raise ValueError(_nothing_left(rows.table, selection))
    return replace(rows, place=0, selection=selection, order=order)


def _chosen(table: LogitsTable, selection: Selection, winners: Winners | None) -> Order:
    """Return the selected rows, in the order of the file."""
    chosen = np.ones(table.rows, np.bool_)
    if selection.kind in (WRONG, SURELY_WRONG):
        if table.targets is None:
            raise ValueError(
                tr("Which rows are wrong is not known: the table has no true classes.")
            )
        chosen &= (table.targets != UNKNOWN) & (table.targets != _known(winners).indices)
    if selection.of_class != ANY_CLASS:
        classes = _known(winners).indices if table.targets is None else table.targets
        chosen &= classes == selection.of_class
    return np.flatnonzero(chosen)


def _ordered(chosen: Order, kind: str, winners: Winners | None) -> Order:
    if kind not in (LEAST_SURE, SURELY_WRONG):
        return chosen
    confidences = _known(winners).confidences[chosen]
    keys = confidences if kind == LEAST_SURE else -confidences
    return chosen[np.argsort(keys, kind="stable")]


def _known(winners: Winners | None) -> Winners:
    if winners is None:
        raise ValueError(tr("The rows cannot be told apart without what is predicted for them."))
    return winners


def _nothing_left(table: LogitsTable, selection: Selection) -> str:
    if selection.of_class == ANY_CLASS:
        return tr("No row is wrong.")
    label = named(table.labels[selection.of_class])
    if selection.kind in (WRONG, SURELY_WRONG):
        return tr("No row of class “{label}” is wrong.").format(label=label)
    if table.targets is None:
        return tr("No row is predicted to be of class “{label}”.").format(label=label)
    return tr("No row is of class “{label}”.").format(label=label)
