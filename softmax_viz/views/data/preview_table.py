"""The first rows and classes of a table, as they were read."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from softmax_viz.core.data.logits_table import UNKNOWN, LogitsTable
from softmax_viz.core.numbers import displayed, exact
from softmax_viz.core.state import DEFAULT_DECIMALS
from softmax_viz.text import named, tr
from softmax_viz.views import theme
from softmax_viz.views.tooltip import tooltip

ROWS, COLUMNS = 20, 50
WIDTH, TARGET_WIDTH, LINE = 86, 104, 24
LONGEST_TOOLTIP = 400

Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """Hold the first logits of a table, behind the true classes where there are any."""

    def __init__(self) -> None:
        super().__init__()
        self._table: LogitsTable | None = None
        self._values: list[list[float]] = []

    @property
    def has_targets(self) -> bool:
        """Tell whether the first column is that of the true classes."""
        return self._table is not None and self._table.targets is not None

    def show_table(self, table: LogitsTable) -> None:
        """Take a table; only what is shown of it is read."""
        self.beginResetModel()
        self._table = table
        _, block = next(table.blocks(min(ROWS, table.rows)))
        self._values = [[float(value) for value in row[:COLUMNS]] for row in block]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._values)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns are shown."""
        if parent.isValid() or not self._values:
            return 0
        return len(self._values[0]) + self.has_targets

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a logit or a true class as text, exact in the tooltip."""
        place = index.column() - self.has_targets
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if place < 0 else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if place < 0:
            return self._target(index.row(), role)
        value = self._values[index.row()][place]
        shown = role == Qt.ItemDataRole.DisplayRole
        return displayed(value, DEFAULT_DECIMALS) if shown else exact(value)

    def _target(self, row: int, role: int) -> str:
        if self._table is None or self._table.targets is None:
            return ""
        target = int(self._table.targets[row])
        return tr("unknown") if target == UNKNOWN else _name(self._table.labels[target], role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the names of the classes, and the numbers of the rows as in the file."""
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        place = section - self.has_targets
        across = orientation == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.TextAlignmentRole and across and place < 0:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if self._table is None or role not in shown:
            return None
        if not across:
            return str(section)
        return tr("true class") if place < 0 else _name(self._table.labels[place], role)


def _name(label: str, role: int) -> str:
    if role == Qt.ItemDataRole.ToolTipRole:
        return tooltip(label[:LONGEST_TOOLTIP])
    # A heading is as high as its lines.
    return named(" ".join(label.split()))


class PreviewTable(QTableView):
    """Show the first rows and classes, to be looked at only."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = PreviewModel()
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setAccessibleName(tr("The first rows, as they are read"))
        self.setToolTip(tr("The first rows, as they are read: each is an example"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setAlternatingRowColors(True)
        across, down = self.horizontalHeader(), self.verticalHeader()
        for header in (across, down):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
            header.setTextElideMode(Qt.TextElideMode.ElideRight)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.follow_theme()

    def show_table(self, table: LogitsTable) -> None:
        """Show the beginning of a table."""
        self.rows.show_table(table)
        self.follow_theme()

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px, colors = theme.current().px, theme.current().colors
        self.setStyleSheet(
            f"PreviewTable {{ border: 2px solid {colors.card}; }}"
            f"PreviewTable:focus {{ border-color: {colors.focus}; }}"
            f"QTableView::item {{ padding: 0 {px(8)}px; }}"
            f"QHeaderView, QAbstractScrollArea::corner {{ background: {colors.card};"
            f" border: none; }}"
            f"QTableCornerButton::section {{ background: {colors.card}; border: none;"
            f" border-bottom: 1px solid {colors.line}; }}"
            f"QHeaderView::section {{ background: {colors.card}; color: {colors.muted};"
            f" border: none; padding: 0 {px(8)}px; }}"
            f"QHeaderView::section:horizontal {{ border-bottom: 1px solid {colors.line}; }}"
        )
        self.horizontalHeader().setDefaultSectionSize(px(WIDTH))
        self.verticalHeader().setDefaultSectionSize(px(LINE))
        self.verticalHeader().setMinimumWidth(px(32))
        if self.rows.has_targets:
            self.setColumnWidth(0, px(TARGET_WIDTH))

    def sizeHint(self) -> QSize:
        """Return room for some rows and classes."""
        px = theme.current().px
        return QSize(px(WIDTH * 8), px(LINE * 8))
