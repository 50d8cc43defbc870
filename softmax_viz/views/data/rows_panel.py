"""The rows of an open table: one is on the screen, and one goes from one to another."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from softmax_viz.core.data.row_words import size_words
from softmax_viz.core.data.rows import Rows
from softmax_viz.core.lecture.work import ROWS, Work, with_rows
from softmax_viz.core.numbers import counted
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import svg, theme
from softmax_viz.views.data.no_table import NoTable
from softmax_viz.views.data.row_facts import RowFacts
from softmax_viz.views.data.row_filter import RowFilter
from softmax_viz.views.data.row_player import PACES, USUAL_PACE, RowPlayer
from softmax_viz.views.data.row_steps import RowSteps
from softmax_viz.views.elided import ElidedLabel


class RowsPanel(QWidget):
    """Browse the rows of the table that a work has open.

    worked: a Work intended, with a gesture token; refused: why something cannot be shown.
    open_wanted, example_wanted: a file is to be asked for, or a shipped one opened by its name.
    """

    worked = Signal(object, object)
    refused = Signal(str)
    open_wanted = Signal()
    example_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work: Work | None = None
        self._snapshot: Snapshot | None = None
        self._play: object = None
        self._clock = QTimer(self, interval=PACES[USUAL_PACE][1])
        self._clock.timeout.connect(self._play_on)
        self.no_table = NoTable()
        self.name, self.size_label = ElidedLabel(), QLabel()
        self.name.setProperty("role", "title")
        self.size_label.setProperty("role", "muted")
        self.close_button = QToolButton()
        self.close_button.setAccessibleName(tr("Close the table"))
        self.close_button.setToolTip(tr("Close the table; its row stays on the screen"))
        self.close_button.setAutoRaise(True)
        self.facts, self.steps, self.filter = RowFacts(), RowSteps(), RowFilter()
        self.player = RowPlayer()
        self._lay_out()
        self.no_table.open_wanted.connect(self.open_wanted)
        self.no_table.example_wanted.connect(self.example_wanted)
        self.close_button.clicked.connect(self.close_table)
        self.facts.back_wanted.connect(self.put_back)
        self.steps.stepped.connect(self.step)
        self.steps.row_wanted.connect(self.go_to)
        self.player.playing_wanted.connect(self.play)
        self.player.pace_chosen.connect(self._clock.setInterval)
        self.filter.selected.connect(self._go)
        for refusing in (self.steps, self.filter):
            refusing.refused.connect(self.refused)

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.name, 1)
        self._head.addWidget(self.size_label)
        self._head.addWidget(self.close_button)
        self._table = QWidget()
        self._table.hide()
        self._table_box = QVBoxLayout(self._table)
        self._table_box.setContentsMargins(0, 0, 0, 0)
        self._table_box.addLayout(self._head)
        for part in (self.facts, self.steps, self.filter):
            self._table_box.addWidget(part)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.filter.line, 1)
        self._foot.addWidget(self.player)
        self._table_box.addLayout(self._foot)
        self._table_box.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.no_table)
        box.addWidget(self._table)

    @property
    def rows(self) -> Rows | None:
        """Return the open table with its row, None where none is open."""
        return None if self._work is None else self._work.rows

    @property
    def is_playing(self) -> bool:
        """Tell whether the rows follow one another by themselves."""
        return self._clock.isActive()

    def render_work(self, work: Work) -> None:
        """Take a work; what it shows comes with its snapshot."""
        before, self._work = self.rows, work
        rows = work.rows
        another = (before and before.table) is not (rows and rows.table)
        if self.is_playing and (another or work.source != ROWS):
            self.play(False)
        if rows is None:
            self.filter.forget()
        if another:
            self._show_table(rows)

    def _show_table(self, rows: Rows | None) -> None:
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self.no_table.setVisible(rows is None)
        self._table.setVisible(rows is not None)
        if rows is not None:
            name = rows.table.name or tr("Logits")
            self.name.setText(name)
            self.name.setToolTip(name)
            self.size_label.setText(f"{counted(rows.table.rows)} × {counted(rows.table.count)}")
            self.size_label.setToolTip(size_words(rows.table))
        if had_focus:
            (self.no_table.open_button if rows is None else self.steps.onward).setFocus()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show the row, and what is predicted for it."""
        self._snapshot = snapshot
        if self.isVisible():
            self._render()

    def _render(self) -> None:
        rows = self.rows
        if self._work is None or rows is None or self._snapshot is None:
            return
        self.facts.show_row(self._work, self._snapshot)
        self.steps.show_rows(rows)
        self.filter.show_rows(rows, self._work.state.temperature)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has come while the panel was hidden."""
        super().showEvent(event)
        self._render()

    # Intents

    def step(self, by: int) -> None:
        """Intend the row so many places further."""
        rows = self.rows
        if rows is not None:
            self._go(rows.at(rows.place + by))

    def go_to(self, row: int) -> None:
        """Intend a row of the file."""
        if self.rows is not None:
            self._go(self.rows.at_row(row))

    def put_back(self) -> None:
        """Intend the row as it is in the file."""
        if self.rows is not None:
            self._go(self.rows)

    def close_table(self) -> None:
        """Intend that no table is open."""
        if self._work is not None:
            self.worked.emit(with_rows(self._work, None), None)

    def play(self, playing: bool) -> None:
        """Let the rows follow one another, from the first one where the last is on; or stop."""
        rows = self.rows
        if playing and rows is not None:
            # One step to be undone, however many rows follow.
            self._play = object()
            self._clock.start()
            if rows.place == rows.count - 1:
                self._go(rows.at(0), self._play)
            else:
                self._go(rows, self._play)
        else:
            self._clock.stop()
        self.player.show_playing(self.is_playing)

    def stop(self) -> None:
        """Stop what goes on by itself."""
        self.play(False)
        self.filter.cancel()

    def _play_on(self) -> None:
        rows = self.rows
        if rows is None or rows.place >= rows.count - 1:
            self.play(False)
            return
        self._go(rows.at(rows.place + 1), self._play)
        if rows.place + 1 >= rows.count - 1:
            self.play(False)

    def _go(self, rows: Rows, gesture: object = None) -> None:
        if self._work is not None:
            self.worked.emit(with_rows(self._work, rows), gesture)

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        self._head.setSpacing(look.px(6))
        self._foot.setSpacing(look.px(6))
        self._table_box.setSpacing(look.px(5))
        self.close_button.setIcon(svg.icon("close", look.colors.muted, look.px(14)))
        self.close_button.setIconSize(QSize(look.px(14), look.px(14)))
        for part in (self.no_table, self.facts, self.steps, self.filter, self.player):
            part.follow_theme()
