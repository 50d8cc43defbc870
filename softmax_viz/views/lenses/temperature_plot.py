"""A plot over T, with the present T as a line to drag."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from softmax_viz.core.numbers import entered
from softmax_viz.text import tr
from softmax_viz.views.lenses.marks import new_gesture, paint_handle
from softmax_viz.views.lenses.painted import Painted
from softmax_viz.views.temperature.track import Track, temperature_by_key
from softmax_viz.views.theme import Theme

TICK_TEXT = 12
# The first ones are written first, and the rest where there is room.
TICKS = (0.0, math.inf, 1.0, 0.1, 10.0, 0.01, 100.0)


class TemperaturePlot(Painted):
    """Draw what is plotted over T; moved: the T intended, and its gesture token."""

    moved = Signal(float, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.temperature = 1.0
        self._gesture: object = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(
            tr("Drag the line to change T.\n"
               "Left and Right: a step; Shift: finer; Page keys: larger; Home: T = 0; End: T = ∞.")
        )  # fmt: skip

    def area(self) -> QRectF:
        """Return where the plot lies: T = 0 at its left side, T = ∞ at its right one."""
        raise NotImplementedError

    def _track(self) -> Track:
        area = self.area()
        return Track(area.left(), area.right())

    def x_of(self, temperature: float) -> float:
        """Return the x of a temperature in this widget."""
        return self._track().x_of(temperature)

    def temperature_at(self, x: float) -> float:
        """Return the temperature at an x of this widget."""
        return self._track().temperature_at(x)

    def paint_ticks(self, painter: QPainter, look: Theme) -> None:
        """Draw a line at some T, and the numbers that have room."""
        area = self.area()
        painter.setFont(look.font(TICK_TEXT))
        metrics = QFontMetricsF(painter.font())
        written: list[QRectF] = []
        for t in TICKS:
            x = round(self.x_of(t)) + 0.5
            ends = t in (0.0, math.inf)
            painter.setPen(QPen(look.color("faint" if ends else "grid"), 1))
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
            text = entered(t, 2)
            width = metrics.horizontalAdvance(text) + look.px(6)
            where = QRectF(x - width / 2, area.bottom() + look.px(3), width, metrics.height())
            if any(where.intersects(other) for other in written):
                continue
            written.append(where)
            painter.setPen(look.color("ink" if ends else "muted"))
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, text)

    def paint_line(self, painter: QPainter, look: Theme, above: float = 0.0) -> None:
        """Draw the line of the present T, from so far above the plot."""
        x, area = self.x_of(self.temperature), self.area()
        painter.setPen(QPen(look.color("focus" if self.hasFocus() else "ink"), look.px(2)))
        painter.drawLine(QLineF(x, area.top() - above, x, area.bottom()))

    def paint_grip(self, painter: QPainter, look: Theme) -> None:
        """Draw what the line is dragged by."""
        color = look.color("focus" if self.hasFocus() else "ink")
        paint_handle(painter, QPointF(self.x_of(self.temperature), self.area().bottom()), color)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the line: it jumps to the pointer."""
        x, area, room = event.position().x(), self.area(), self.look().px(14)
        if event.button() == Qt.MouseButton.LeftButton and (
            area.left() - room <= x <= area.right() + room
        ):
            self._gesture = new_gesture("temperature plot")
            self.moved.emit(self.temperature_at(x), self._gesture)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the drag."""
        if self._gesture is not None:
            self.moved.emit(self.temperature_at(event.position().x()), self._gesture)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        self.let_go()

    def let_go(self) -> None:
        """End a drag."""
        self._gesture = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by the arrows, finer with Shift, wider by the page keys; Home is 0, End is ∞."""
        intended = temperature_by_key(event, self.temperature)
        if intended is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(intended, None)
