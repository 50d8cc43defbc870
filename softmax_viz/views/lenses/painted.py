"""What the painted parts of lenses share: the card, the frame of the focus, classes to point at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from softmax_viz.views.lenses.marks import paint_focus
from softmax_viz.views.magnified import Magnified
from softmax_viz.views.theme import Theme
from softmax_viz.views.tooltip import show_tooltip


class Painted(Magnified):
    """A part that paints itself on the card, with a frame while it has the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw on the ground of the card."""
        raise NotImplementedError

    def focus_frame(self) -> QRectF:
        """Return what is framed while this has the keyboard."""
        return QRectF(self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything."""
        look = self.look()
        painter = QPainter(self)
        painter.fillRect(event.rect(), look.color("card"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, look)
        if self.hasFocus():
            paint_focus(painter, self.focus_frame())
        painter.end()


class ClassCanvas(Painted):
    """A painted part that shows classes.

    hovered: the class below the pointer, -1 for none; active: the class that is emphasised.
    """

    hovered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.active = -1
        self.setMouseTracking(True)

    def highlight(self, index: int) -> None:
        """Emphasise a class, or none with -1."""
        if index != self.active:
            self.active = index
            self.update()

    def class_at(self, x: float, y: float) -> int:
        """Return the class at a place, -1 for none."""
        raise NotImplementedError

    def tip_at(self, x: float, y: float) -> str:
        """Return what a tooltip says of a place, "" for none; here what it says of the whole."""
        return self.toolTip()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which class the pointer is on."""
        spot = event.position()
        self.hovered.emit(self.class_at(spot.x(), spot.y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on no class."""
        self.hovered.emit(-1)

    def event(self, event: QEvent) -> bool:
        """Tell all of what is below the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.tip_at(event.pos().x(), event.pos().y())
            if text:
                show_tooltip(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
