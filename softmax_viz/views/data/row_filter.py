"""Which rows are gone through: of what kind, and of which class."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from softmax_viz.core.data.blocks import in_turn
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.row_words import place_words, selection_words
from softmax_viz.core.data.rows import (
    ALL,
    ANY_CLASS,
    LEAST_SURE,
    SURELY_WRONG,
    WRONG,
    Rows,
    Selection,
    needs_winners,
    select,
)
from softmax_viz.core.data.winners import Winners, winners
from softmax_viz.core.numbers import percent
from softmax_viz.core.numbers.error import shortened
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.background import Background, fits_a_frame
from softmax_viz.views.data.quiet_combo import QuietCombo
from softmax_viz.views.progress_line import ProgressLine
from softmax_viz.views.typed_over import TypedOver

# More classes than that are typed.
MOST_LISTED = 300

KINDS = (
    (ALL, tr_noop("all rows")),
    (WRONG, tr_noop("wrong ones")),
    (LEAST_SURE, tr_noop("least sure first")),
    (SURELY_WRONG, tr_noop("confidently wrong first")),
)
WITHOUT_TARGETS = (ALL, LEAST_SURE)


class RowFilter(QWidget):
    """Choose among the rows of a table.

    selected: the Rows intended; refused: why there are none.
    line: says which of the selected rows this is, and how far a table is looked through.
    """

    selected = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows | None = None
        self._temperature = 1.0
        self._wanted: Selection | None = None
        self._known: tuple[LogitsTable, float, Winners] | None = None
        self._background = Background(self)
        self._background.progressed.connect(self._show_progress)
        self._background.finished.connect(self._finish)
        self._background.failed.connect(self._fail)
        self.kind = QuietCombo()
        self.kind.explain(tr("Which rows"), tr("Which rows are gone through, in which order"))
        self.of_class = QuietCombo()
        self.typed_class = TypedOver()
        self.typed_class.setPlaceholderText(tr("any class"))
        self._name_classes(tr("Rows of which class"))
        self.line = ProgressLine(tr("Selected rows"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.kind, 2)
        self._row.addWidget(self.of_class, 1)
        self._row.addWidget(self.typed_class, 1)
        self.kind.activated.connect(self._choose)
        self.of_class.activated.connect(self._choose)
        self.typed_class.returnPressed.connect(self._choose)
        self.typed_class.editingFinished.connect(self._restore_typed)
        self.line.cancelled.connect(self.cancel)

    @property
    def is_looking(self) -> bool:
        """Tell whether the table is just being gone through."""
        return self._background.running

    def show_rows(self, rows: Rows, temperature: float) -> None:
        """Show which rows of a table are gone through; T is what the next choice is made at."""
        before, self._rows, self._temperature = self._rows, rows, temperature
        if before is None or before.table is not rows.table:
            self.cancel()
            self._known = None
            self._list(rows.table)
        if rows is not before and not self.is_looking:
            self._show_selection(rows)

    def forget(self) -> None:
        """Let go of the table: it was closed."""
        self.cancel()
        self._rows = self._known = None

    def cancel(self) -> None:
        """Stop looking through the table; what was selected before stays."""
        self._background.cancel()
        self._wanted = None
        if self._rows is not None:
            self._show_selection(self._rows)

    def _list(self, table: LogitsTable) -> None:
        """List what can be chosen of a table."""
        self.kind.clear()
        for key, text in KINDS:
            if table.targets is not None or key in WITHOUT_TARGETS:
                self.kind.addItem(tr(text), key)
        self.of_class.clear()
        listed = table.count <= MOST_LISTED
        if listed:
            self.of_class.addItem(tr("any class"))
            self.of_class.addItems(table.labels)
        self.of_class.setVisible(listed)
        self.typed_class.setVisible(not listed)
        known = table.targets is not None
        tip = tr("Rows of which true class") if known else tr("Rows of which predicted class")
        self._name_classes(tip)

    def _name_classes(self, name: str) -> None:
        self.of_class.explain(name, name)
        self.typed_class.setAccessibleName(name)
        self.typed_class.setToolTip(
            name + "\n" + tr("Its name, or its number from 0; Enter selects, nothing is any class.")
        )

    def _show_selection(self, rows: Rows) -> None:
        self.kind.setCurrentIndex(max(self.kind.findData(rows.selection.kind), 0))
        self.of_class.setCurrentIndex(rows.selection.of_class + 1)
        if not self.typed_class.hasFocus() or not self.typed_class.isModified():
            self._restore_typed()
        self.line.show_rest(place_words(rows))
        self.line.setToolTip(selection_words(rows.table, rows.selection))

    def _restore_typed(self) -> None:
        rows = self._rows
        known = rows is not None and rows.selection.of_class != ANY_CLASS
        self.typed_class.setText(
            rows.table.labels[rows.selection.of_class] if rows is not None and known else ""
        )
        self.typed_class.setModified(False)

    def _choose(self) -> None:
        rows = self._rows
        if rows is None:
            return
        try:
            chosen = self._chosen_class(rows.table)
        except ValueError as error:
            self._refuse(str(error))
            return
        selection = Selection(self.kind.currentData(), chosen, self._temperature)
        self._background.cancel()
        self._wanted = selection
        table, known = rows.table, self._known
        if not needs_winners(table, selection):
            self._take(None)
        elif known is not None and known[:2] == (table, self._temperature):
            self._take(known[2])
        elif fits_a_frame(table):
            found = list(winners(table, self._temperature, in_turn))
            self._finish(found[-1])
        else:
            self._show_share(0.0)
            self._background.start(partial(winners, table, self._temperature, rows.mapper))

    def _chosen_class(self, table: LogitsTable) -> int:
        """Return the class that is chosen, or typed by name or number; raises ValueError."""
        if table.count <= MOST_LISTED:
            return max(self.of_class.currentIndex() - 1, ANY_CLASS)
        written = self.typed_class.text().strip()
        if not written:
            return ANY_CLASS
        if written in table.labels:
            return table.labels.index(written)
        if written.isascii() and written.isdigit() and len(written) <= len(str(table.count)):
            index = int(written)
            if index < table.count:
                return index
        raise ValueError(
            tr("“{text}” is no class: write a name, or a number from 0 to {last}.").format(
                text=shortened(written), last=table.count - 1
            )
        )

    def _show_progress(self, step: tuple[int, Winners]) -> None:
        if self._rows is not None:
            self._show_share(step[0] / self._rows.table.rows)

    def _show_share(self, share: float) -> None:
        self.line.show_progress(share, percent(share))
        self.line.setToolTip(tr("Looking through the rows"))

    def _finish(self, step: tuple[int, Winners]) -> None:
        if self._rows is None or self._wanted is None:
            return
        self._known = self._rows.table, self._wanted.temperature, step[1]
        self._take(step[1])

    def _take(self, found: Winners | None) -> None:
        rows, wanted = self._rows, self._wanted
        self._wanted = None
        if rows is None or wanted is None:
            return
        try:
            chosen = select(rows, wanted, found)
        except ValueError as error:
            self._refuse(str(error))
            return
        self.typed_class.setModified(False)
        self._show_selection(rows)
        self.selected.emit(chosen)

    def _refuse(self, sentence: str) -> None:
        if self._rows is not None:
            self.typed_class.setModified(False)
            self._show_selection(self._rows)
        self.refused.emit(sentence)

    def _fail(self, sentence: str) -> None:
        self._wanted = None
        self._refuse(sentence)

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._row.setSpacing(px(5))
        self.kind.follow_theme()
        self.of_class.follow_theme()
        self.typed_class.setFixedHeight(px(26))
        self.line.follow_theme()
