"""Texts that are shortened by … where they do not fit: a label, and the name of a class."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from softmax_viz.text import tr


def elided_name(name: str, metrics: QFontMetricsF, room: float) -> str:
    """Shorten a class name where it must be, so that it is still told from others.

    Of numbered classes the number at the end tells them apart, of others how the name begins.
    """
    if metrics.horizontalAdvance(name) > room:
        name = index_or_name(name)
    numbered = name[-1:].isdigit()
    mode = Qt.TextElideMode.ElideLeft if numbered else Qt.TextElideMode.ElideRight
    return metrics.elidedText(name, mode, max(room, 0.0))


def index_or_name(name: str) -> str:
    """Return the index alone of a class that has no other name than "class 7", else the name."""
    before, _, after = tr("class {index}").partition("{index}")
    index = name.removeprefix(before).removesuffix(after)
    return index if index.isdecimal() else name


def say(label: QLabel, text: str) -> None:
    """Show another text, all of which is told where one points at it."""
    if text != label.text():
        label.setText(text)
        label.setToolTip(text)


class ElidedLabel(QLabel):
    """Show one line of plain text, shortened to the room there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Return no width at all."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the text as there is room for."""
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self.alignment(), text)
        painter.end()
