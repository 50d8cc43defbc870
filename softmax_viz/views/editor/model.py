"""The classes as a Qt table: rows are read from the snapshot, edits become new States."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from softmax_viz.core import edits, logit_scale
from softmax_viz.core.describe import class_details
from softmax_viz.core.numbers import entered, exact, spoken
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State, differing_logits, same_classes
from softmax_viz.text import tr
from softmax_viz.views.tooltip import tooltip

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """Name the columns."""

    COLOR = 0
    NAME = 1
    SLIDER = 2
    VALUE = 3


class LogitModel(QAbstractTableModel):
    """Serve the present classes; nothing is stored here but the snapshot.

    edited: the State that an edit in the table intends, and its gesture token.
    """

    edited = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._reach = logit_scale.LEAST_REACH
        self._held_reach: float | None = None

    @property
    def state(self) -> State | None:
        """Return the State that is shown."""
        return None if self._snapshot is None else self._snapshot.state

    @property
    def reach(self) -> float:
        """Return the half-width of the sliders' range; it stays put during a drag."""
        return self._reach if self._held_reach is None else self._held_reach

    def hold_reach(self, held: bool) -> None:
        """Keep the sliders' range while a slider is dragged."""
        self._held_reach = self._reach if held else None
        self._tell_all_changed()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot, telling the table only what differs."""
        before = self.state
        after = snapshot.state
        if before is not None and before.count == after.count:
            reach, self._snapshot = self.reach, snapshot
            rows = differing_logits(before, after)
            if rows:
                self._reach = logit_scale.reach_for(after.logits, after.extent)
            if (
                len(rows) > 1
                or self.reach != reach
                or before.decimals != after.decimals
                or not same_classes(before, after)
            ):
                self._tell_all_changed()
            elif rows:
                self._tell_changed(rows[0], rows[0])
            return
        self.beginResetModel()
        self._snapshot = snapshot
        self._reach = logit_scale.reach_for(after.logits, after.extent)
        self.endResetModel()

    def _tell_all_changed(self) -> None:
        if self.rowCount():
            self._tell_changed(0, self.rowCount() - 1)

    def _tell_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of classes."""
        return 0 if self.state is None or parent.isValid() else self.state.count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let names and values be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() in (Column.NAME, Column.VALUE):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text, the raw value or the description of a cell."""
        state = self.state
        if state is None or self._snapshot is None or not 0 <= index.row() < state.count:
            return None
        row, column = index.row(), index.column()
        value = float(state.logits[row])
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(class_details(self._snapshot, row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("{label}, logit {value}").format(
                label=state.labels[row], value=spoken(value, state.decimals)
            )
        shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
        if column == Column.NAME and shown:
            return state.labels[row]
        if column == Column.COLOR and role == Qt.ItemDataRole.UserRole:
            return state.colors[row]
        if column in (Column.VALUE, Column.SLIDER):
            if role == Qt.ItemDataRole.DisplayRole and column == Column.VALUE:
                return entered(value, state.decimals)
            if role == Qt.ItemDataRole.EditRole:
                return value
        return None

    def edit_text(self, row: int) -> str:
        """Return a logit in full precision, as it is put into an opened field."""
        return "" if self.state is None else exact(float(self.state.logits[row]))

    def intend_logit(self, row: int, value: float, gesture: object = None) -> None:
        """Intend another value for one logit."""
        if self.state is not None and 0 <= row < self.state.count:
            self.edited.emit(edits.set_logit(self.state, row, value), gesture)

    def intend_name(self, row: int, name: str) -> None:
        """Intend another name for one class."""
        if self.state is not None and 0 <= row < self.state.count:
            self.edited.emit(edits.rename(self.state, row, name), None)

    def intend_move(self, row: int, target: int, gesture: object = None) -> None:
        """Intend another place for one class."""
        if self.state is not None and 0 <= row < self.state.count:
            self.edited.emit(edits.move_class(self.state, row, target), gesture)

    def intend_sorting(self) -> None:
        """Intend the largest logit first."""
        if self._snapshot is not None:
            shown = self._snapshot
            self.edited.emit(edits.sort_by_value(shown.state, shown.ranking), None)
