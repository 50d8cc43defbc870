"""A black or a white screen, so that the audience looks at the person who speaks."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from softmax_viz.text import tr


class Blank(Enum):
    """Name what hides the screen."""

    NONE = ""
    BLACK = "black"
    WHITE = "white"


class Curtain(QWidget):
    """Cover its whole parent, or nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._blank = Blank.NONE
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hide()

    def show_blank(self, blank: Blank) -> None:
        """Become black or white, or go."""
        self._blank = blank
        self.setAccessibleName(tr("White screen") if blank is Blank.WHITE else tr("Black screen"))
        self.setVisible(blank is not Blank.NONE)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill everything."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._blank.value or "black"))
        painter.end()
