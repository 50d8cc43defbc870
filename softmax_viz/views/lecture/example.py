"""The example behind the logits on the screen, large: a row with its picture, or a drawing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from softmax_viz.core.data.row_words import (
    count_words,
    predicted_words,
    selection_words,
    standing,
    true_class_words,
)
from softmax_viz.core.data.rows import Rows
from softmax_viz.core.lecture.work import DRAWING, ROWS, Work, step_row, with_rows
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.data.digit_pad import DigitPad
from softmax_viz.views.data.row_picture import RowPicture
from softmax_viz.views.data.row_steps import RowSteps
from softmax_viz.views.elided import ElidedLabel, say

# An audience's is to be made out from the back row; the speaker's may be smaller.
LEAST_PICTURE, LEAST_BARE_PICTURE, MOST_PICTURE = 150, 230, 296
LEAST_BARE_PAPER = 212


class LargePicture(RowPicture):
    """Take the room there is; least: its side where room is scarce, before scaling."""

    def __init__(self, least: int) -> None:
        super().__init__()
        self._least = least
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return the largest size that it has beside charts."""
        side = theme.current().px(MOST_PICTURE)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        side = theme.current().px(self._least)
        return QSize(side, side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Become no higher than a square, or the words below would stand far from it."""
        super().resizeEvent(event)
        self.setMaximumHeight(max(event.size().width(), self.minimumSizeHint().height()))


class ExampleView(QWidget):
    """Show a row that has a picture, or paper that is drawn on; other logits have no example.

    bare: for an audience, with nothing to go from row to row by but the keyboard.
    turned: the Work of another row, with no undo step; drawn: a Drawing with its gesture token.
    refused: why a row cannot be shown.
    """

    turned = Signal(object)
    drawn = Signal(object, object)
    refused = Signal(str)

    def __init__(self, bare: bool = False) -> None:
        super().__init__()
        self._bare = bare
        self._work: Work | None = None
        self._rows: Rows | None = None
        self.picture = LargePicture(LEAST_BARE_PICTURE if bare else LEAST_PICTURE)
        self.pad = DigitPad(LEAST_BARE_PAPER) if bare else DigitPad()
        self.pad.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.prediction, self.true_class = ElidedLabel(), ElidedLabel()
        self.place, self.selection = ElidedLabel(), ElidedLabel()
        self.probability, self.standing = QLabel(), QLabel()
        for label in (self.prediction, self.true_class, self.probability, self.standing):
            label.setProperty("role", "statement")
        for label in (self.place, self.selection):
            label.setProperty("role", "muted")
        self.steps = RowSteps()
        self._lay_out()
        self.pad.drawn.connect(self.drawn)
        self.steps.stepped.connect(self.step)
        self.steps.row_wanted.connect(self.go_to)
        self.steps.refused.connect(self.refused)
        self.hide()

    def _lay_out(self) -> None:
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.picture, 1)
        self._box.addWidget(self.pad)
        for label, beside in (
            (self.true_class, self.standing), (self.prediction, self.probability),
        ):  # fmt: skip
            line = QHBoxLayout()
            line.addWidget(label, 1)
            line.addWidget(beside)
            self._box.addLayout(line)
        for label in (self.place, self.selection):
            self._box.addWidget(label)
        self._box.addWidget(self.steps)
        self._box.addStretch(0)

    @staticmethod
    def is_of(work: Work) -> bool:
        """Tell whether there is an example to be seen of the logits of a work."""
        return work.source == DRAWING or _has_picture(work)

    def render_work(self, work: Work) -> None:
        """Show the example of a work; what is predicted of it comes with its snapshot."""
        self._work = work
        drawn, row = work.source == DRAWING, _has_picture(work)
        focus = QApplication.focusWidget()
        parts: tuple[tuple[QWidget, bool], ...] = ((self.pad, drawn), (self.steps, row))
        for part, stays in parts:
            if focus is not None and not stays and part.isAncestorOf(focus):
                # Qt would hand the keyboard to what comes next, ringed before all.
                self.window().setFocus()
        self.setVisible(drawn or row)
        # Without the editor above it, the paper has room.
        self.pad.set_tall(not work.screen.shows("editor"))
        self.pad.render_work(work)
        self.pad.setVisible(drawn)
        for part in (self.true_class, self.standing):
            part.setVisible(row)
        self.steps.setVisible(row and not self._bare)
        if not row:
            self.picture.hide()
            self._rows = None
        elif work.rows is not None and work.rows is not self._rows:
            self._rows = work.rows
            self.picture.show_row(work.rows)
            say(self.true_class, true_class_words(work.rows))
            self.steps.show_rows(work.rows)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show what is predicted, and whether it is right; neither where it is covered."""
        if self._work is None or not self.is_of(self._work):
            return
        self.pad.render_snapshot(snapshot)
        predicted, probability = predicted_words(snapshot)
        for label, text in (
            (self.prediction, predicted), (self.probability, probability),
            (self.standing, standing(snapshot)), (self.place, self._place(snapshot)),
        ):  # fmt: skip
            say(label, text)
        self.place.setVisible(bool(self.place.text()))
        self._say_selection(snapshot)

    def _place(self, snapshot: Snapshot) -> str:
        rows = snapshot.rows
        if rows is None or snapshot.source != ROWS:
            return ""
        words = (
            tr("Row {row}").format(row=rows.row) if self._bare else "",
            count_words(rows),
            "" if snapshot.shows_row else tr("changed"),
        )
        return " · ".join(filter(None, words))

    def _say_selection(self, snapshot: Snapshot) -> None:
        rows, words = snapshot.rows, ""
        if rows is not None and snapshot.source == ROWS:
            words = selection_words(rows.table, rows.selection)
        # Which rows are gone through tells of what is predicted; its line is there all the same.
        self.selection.setVisible(bool(words))
        say(self.selection, "" if snapshot.prediction_is_covered else words)

    def step(self, by: int) -> None:
        """Intend the row so many places further."""
        if self._work is not None:
            self.turned.emit(step_row(self._work, by))

    def go_to(self, row: int) -> None:
        """Intend a row of the file."""
        if self._work is not None and self._work.rows is not None:
            self.turned.emit(with_rows(self._work, self._work.rows.at_row(row)))

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        self._box.setSpacing(theme.current().px(5))
        self.pad.follow_theme()
        self.steps.follow_theme()
        self.picture.updateGeometry()


def _has_picture(work: Work) -> bool:
    rows = work.rows
    return work.source == ROWS and rows is not None and rows.table.pictures is not None
