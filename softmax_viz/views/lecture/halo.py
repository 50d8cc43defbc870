"""A ring around the pointer, by which an audience sees what is touched."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPoint, QPointF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from softmax_viz.views import theme

RADIUS, PULSE_RADIUS, PEN = 22.0, 40.0, 3.0
PULSE_MS = 420
RING, FILL = 0.75, 0.28


class Halo(QWidget):
    """Ring a place of its parent; filled while the button is held, and pulsing as it is pressed.

    It is small and lets the mouse through, so that only a spot is painted anew where it goes.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pressed = False
        self._place = QPoint()
        self._pulse = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=PULSE_MS)
        self._pulse.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._pulse.valueChanged.connect(self._repaint)
        self._pulse.finished.connect(self._repaint)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.follow_theme()
        self.hide()

    @property
    def place(self) -> QPoint:
        """Return the middle, in the parent's pixels."""
        return self._place

    @property
    def is_pressed(self) -> bool:
        """Tell whether the button is held."""
        return self._pressed

    def show_at(self, place: QPoint, pressed: bool) -> None:
        """Ring a place."""
        self._place = place
        self.move(place - self.rect().center())
        if pressed != self._pressed:
            self._pressed = pressed
            if pressed:
                self._pulse.stop()
                self._pulse.start()
            self.update()
        self.show()
        self.raise_()

    def leave(self) -> None:
        """Ring nothing."""
        self._pressed = False
        self._pulse.stop()
        self.hide()

    def _repaint(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring, and the wave that runs from a click."""
        scale = theme.current().scale
        middle = QPointF(self.rect().center()) + QPointF(0.5, 0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(theme.current().color("focus"))
        ink.setAlphaF(FILL)
        painter.setBrush(ink if self._pressed else Qt.BrushStyle.NoBrush)
        ink.setAlphaF(RING)
        painter.setPen(QPen(ink, PEN * scale))
        painter.drawEllipse(middle, RADIUS * scale, RADIUS * scale)
        if self._pulse.state() == QVariantAnimation.State.Running:
            gone = float(self._pulse.currentValue())
            ink.setAlphaF(RING * (1 - gone))
            painter.setPen(QPen(ink, PEN * scale))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = (RADIUS + gone * (PULSE_RADIUS - RADIUS)) * scale
            painter.drawEllipse(middle, radius, radius)
        painter.end()

    def follow_theme(self) -> None:
        """Take the size of the theme."""
        side = theme.current().px(2 * (PULSE_RADIUS + PEN)) | 1
        self.setFixedSize(side, side)
        self.move(self._place - self.rect().center())
        self.update()
