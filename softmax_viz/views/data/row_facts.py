"""What is known of a row: its picture, its true class, and whether it is predicted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from softmax_viz.core.data.row_words import predicted_words, standing, true_class_words
from softmax_viz.core.data.rows import Rows
from softmax_viz.core.lecture.work import ROWS, Work
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.data.grey_picture import SIZE
from softmax_viz.views.data.row_picture import RowPicture
from softmax_viz.views.elided import ElidedLabel, say


class RowFacts(QWidget):
    """Show the row of a work; back_wanted: it is to be put on the screen as it is in the file."""

    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows | None = None
        self.picture = RowPicture()
        self.true_class, self.prediction, self.status = ElidedLabel(), ElidedLabel(), ElidedLabel()
        self.back_button = QPushButton(tr("Back to the row"))
        self.back_button.setProperty("role", "small")
        self.back_button.setAccessibleName(tr("Back to the row"))
        self.back_button.setToolTip(tr("Put the row on the screen as it is in the file"))
        self.back_button.clicked.connect(self.back_wanted)
        kept = self.back_button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.back_button.setSizePolicy(kept)
        self.changed = QLabel(tr("changed"))
        self.changed.setProperty("role", "muted")
        self.probability = QLabel()
        self._words = QVBoxLayout()
        for label, beside in (
            (self.true_class, self.changed), (self.prediction, self.probability),
            (self.status, self.back_button),
        ):  # fmt: skip
            line = QHBoxLayout()
            line.addWidget(label, 1)
            line.addWidget(beside)
            self._words.addLayout(line)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.picture)
        self._box.addLayout(self._words, 1)

    def show_row(self, work: Work, snapshot: Snapshot) -> None:
        """Show the row that a work has open, and what a snapshot of it predicts."""
        rows = work.rows
        if rows is None:
            return
        if rows is not self._rows:
            self._take(rows)
        on_screen = work.source == ROWS
        changed = on_screen and not snapshot.shows_row
        if on_screen:
            predicted, probability = predicted_words(snapshot)
            say(self.prediction, predicted)
            self.probability.setText(probability)
            say(self.status, standing(snapshot))
        else:
            say(self.prediction, tr("Other logits are on the screen."))
            self.probability.setText("")
            say(self.status, "")
        self.changed.setVisible(changed)
        self.back_button.setVisible(changed or not on_screen)

    def _take(self, rows: Rows) -> None:
        self._rows = rows
        say(self.true_class, true_class_words(rows))
        self.picture.show_row(rows)

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._box.setSpacing(px(10))
        self._words.setSpacing(px(2))
        self.picture.setFixedSize(px(SIZE), px(SIZE))
        self.back_button.setFixedHeight(px(22))
