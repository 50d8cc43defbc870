"""One line that offers the work that a start before could not save."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.elided import ElidedLabel
from softmax_viz.views.speech import announce


class RecoveryBar(QWidget):
    """Offer what was recovered; opened: it is wanted; discarded: it is not."""

    opened = Signal()
    discarded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = ElidedLabel()
        self.open_button = QPushButton(tr("Open"))
        self.open_button.setToolTip(tr("Go on with what was kept; it is still unsaved then"))
        self.open_button.clicked.connect(self.opened)
        self.discard_button = QPushButton(tr("Discard"))
        self.discard_button.setToolTip(tr("Remove what was kept, for good"))
        self.discard_button.clicked.connect(self.discarded)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.label, 1)
        for button in (self.open_button, self.discard_button):
            button.setProperty("role", "small")
            button.setAccessibleName(button.text())
            button.setAutoDefault(True)
            self._row.addWidget(button)
        self.follow_theme()
        self.hide()

    def show_offer(self, sentence: str) -> None:
        """Offer what a sentence tells of."""
        self.label.setText(sentence)
        self.label.setToolTip(sentence)
        self.show()
        announce(self.label, sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("accent_ground"))
        painter.end()

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        self.label.setStyleSheet(f"color: {look.colors.accent_ink};")
        for button in (self.open_button, self.discard_button):
            button.setFixedHeight(look.px(25))
        self._row.setContentsMargins(look.px(12), look.px(4), look.px(12), look.px(4))
        self._row.setSpacing(look.px(8))
