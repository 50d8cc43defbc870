"""One line below a lens: which of very many classes it shows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from softmax_viz.views import theme

TEXT, HEIGHT = 12, 17


class Remark(QWidget):
    """Show a sentence, and take no room without one.

    Painted: the text of a label would have the window laid out anew in every frame of a drag.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_words(self, words: str) -> None:
        """Show other words, "" for none."""
        if words == self.words:
            return
        self.words = words
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setVisible(bool(words))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a line."""
        return QSize(0, theme.current().px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the words as there is room for."""
        look = theme.current()
        painter = QPainter(self)
        painter.setFont(look.font(TEXT))
        painter.setPen(look.color("muted"))
        text = QFontMetricsF(painter.font()).elidedText(
            self.words, Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
