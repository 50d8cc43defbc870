"""The line on top: what is predicted, and how sure the softmax is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from softmax_viz.core.describe import certainty, predicted
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.elided import ElidedLabel

MEASURES = 3


class PredictionLine(QWidget):
    """Show the prediction, its entropy, perplexity and margin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.statement = ElidedLabel()
        self.statement.setProperty("role", "statement")
        self.statement.setAccessibleName(tr("Prediction"))
        self.statement.setToolTip(
            tr("The class with the largest softmax, which is the one with the largest logit.\n"
               "The percentage is the model's own probability, not the chance of being right.")
        )  # fmt: skip
        self.measures = [QLabel() for _ in range(MEASURES)]
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.statement, 1)
        for label in self.measures:
            label.setProperty("role", "muted")
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._row.addWidget(label)
        self.follow_theme()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        text = predicted(snapshot)
        if text != self.statement.text():
            self.statement.setText(text)
            self.statement.setAccessibleDescription(text)
            self._make_room()
        found = certainty(snapshot)
        for i, label in enumerate(self.measures):
            name, value, meaning = found[i] if i < len(found) else ("", "", "")
            label.setText(f"{name} {value}" if name else "")
            label.setToolTip(meaning)

    def _make_room(self) -> None:
        """Let the measures give way, the last one first, where the prediction needs the width."""
        needed = self.statement.fontMetrics().horizontalAdvance(self.statement.text())
        room = self.width() - min(needed, self.width() // 2) - theme.current().px(4)
        for label in self.measures:
            room -= label.sizeHint().width() + self._row.spacing()
            label.setVisible(room >= 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the measures that fit."""
        super().resizeEvent(event)
        self._make_room()

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._row.setContentsMargins(px(2), 0, px(2), 0)
        self._row.setSpacing(px(18))
