"""The place below the editor: examples, the rows of an open table, a digit to draw."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.lecture.work import Work
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.examples import ExampleList
from softmax_viz.views.lenses.arrangement import UNLIMITED
from softmax_viz.views.lenses.segmented import Segmented
from softmax_viz.views.tab_order import put_after, stops

# Imported and made when they are first needed: the window is to be there at once.
if TYPE_CHECKING:
    from softmax_viz.views.data.digit_pad import DigitPad
    from softmax_viz.views.data.rows_panel import RowsPanel

EXAMPLES, DATA, DRAW = "examples", "data", "draw"


class Side(QWidget):
    """Show one of three sources of logits; opening a table turns to it.

    edited, worked: a State or a Work intended; drawn: a Drawing; each with a gesture token.
    open_wanted, example_wanted: a file of logits, or a shipped one by its name, is to be opened.
    """

    edited = Signal(object, object)
    worked = Signal(object, object)
    drawn = Signal(object, object)
    refused = Signal(str)
    open_wanted = Signal()
    example_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work: Work | None = None
        self._snapshot: Snapshot | None = None
        self._table: LogitsTable | None = None
        self.tabs = Segmented(
            tr("Where logits come from"),
            (
                (EXAMPLES, tr("Examples"), tr("Ready-made logits, each with something to see")),
                (DATA, tr("Data"), tr("Logits of a real network, row by row")),
                (DRAW, tr("Draw"), tr("Draw a digit, and see the logits that a network gives it")),
            ),
        )
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.tabs)
        self.examples = ExampleList()
        self.examples.edited.connect(self.edited)
        self._made: dict[str, ExampleList | RowsPanel | DigitPad] = {}
        self._add(EXAMPLES, self.examples)
        self.tabs.chosen.connect(self._turn)

    @cached_property
    def rows(self) -> RowsPanel:
        """Return the panel of rows."""
        from softmax_viz.views.data.rows_panel import RowsPanel

        rows = RowsPanel()
        rows.worked.connect(self.worked)
        rows.refused.connect(self.refused)
        rows.open_wanted.connect(self.open_wanted)
        rows.example_wanted.connect(self.example_wanted)
        self._add(DATA, rows)
        return rows

    @cached_property
    def pad(self) -> DigitPad:
        """Return the paper for a digit."""
        from softmax_viz.views.data.digit_pad import DigitPad

        pad = DigitPad()
        pad.drawn.connect(self.drawn)
        pad.held.connect(self._hold)
        self._add(DRAW, pad)
        return pad

    def _add(self, key: str, page: ExampleList | RowsPanel | DigitPad) -> None:
        controls = list(stops(page)) if self._made else []
        page.setVisible(key == self.tabs.key)
        self._box.addWidget(page, 1)
        put_after(self.tabs, controls)
        self._made[key] = page
        page.follow_theme()
        if self._work is not None and not isinstance(page, ExampleList):
            page.render_work(self._work)
        if self._snapshot is not None:
            page.render_snapshot(self._snapshot)

    def _turn(self, key: str) -> None:
        page = self.rows if key == DATA else self.pad if key == DRAW else self.examples
        focus = QApplication.focusWidget()
        for other in self._made.values():
            if focus is not None and other is not page and other.isAncestorOf(focus):
                # Qt would hand the keyboard to what comes next: the button that closes the table.
                self.tabs.setFocus()
            other.setVisible(other is page)

    def render_work(self, work: Work) -> None:
        """Take a work; turn to its table where it is another one."""
        self._work = work
        for page in self._made.values():
            if not isinstance(page, ExampleList):
                page.render_work(work)
        table = None if work.rows is None else work.rows.table
        if table is not self._table:
            self._table = table
            if table is not None:
                self.tabs.choose(DATA)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        self._snapshot = snapshot
        for page in self._made.values():
            page.render_snapshot(snapshot)

    def _hold(self, held: bool) -> None:
        """Stay as high as now, or as high as there is room: ten logits need more room than three.

        The paper would else be drawn away below the pen by the first stroke.
        """
        self.setMinimumHeight(self.height() if held else 0)
        self.setMaximumHeight(self.height() if held else UNLIMITED)

    # For the menu

    def previous_row(self) -> None:
        """Intend the previous row."""
        if self._table is not None:
            self.rows.step(-1)

    def next_row(self) -> None:
        """Intend the next row."""
        if self._table is not None:
            self.rows.step(1)

    def toggle_play(self) -> None:
        """Let the rows follow one another, or stop."""
        if self._table is not None:
            self.rows.play(not self.rows.is_playing)

    def put_back(self) -> None:
        """Intend the row as it is in the file."""
        if self._table is not None:
            self.rows.put_back()

    def stop(self) -> None:
        """Stop what goes on by itself."""
        if DATA in self._made:
            self.rows.stop()

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        self._box.setSpacing(theme.current().px(6))
        for page in self._made.values():
            page.follow_theme()
