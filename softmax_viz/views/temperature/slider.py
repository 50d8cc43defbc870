"""The temperature slider: logarithmic, caught at 1, with exact stops at 0 and ∞."""

from __future__ import annotations

import math
from itertools import count

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from softmax_viz.core import temperature_scale as scale
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.temperature.track import Track, temperature_by_key

# The first ones are written first, and the rest where there is room.
TICKS = ((1.0, "1"), (0.01, "0.01"), (100.0, "100"), (0.1, "0.1"), (10.0, "10"))
TICK_TEXT = 13
AXIS = 16
RADIUS, RING = 10, 3
HEIGHT = 66


class TemperatureSlider(QWidget):
    """Show T and let it be dragged; sets nothing itself.

    moved: the temperature intended, and a token that is the same during one drag.
    """

    moved = Signal(float, object)

    _gestures = count()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._temperature = 1.0
        self._gesture: object = None
        self._ground = QPixmap()
        self._ground_made_for: tuple[object, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Temperature slider"))
        self.setToolTip(
            tr("Drag to divide every logit by T.\n"
               "Arrows: a step; Shift: finer; Page keys: larger; Home: T = 0; End: T = ∞.")
        )  # fmt: skip

    def sizeHint(self) -> QSize:
        """Return room for the track, its ticks and the words at its ends."""
        px = theme.current().px
        return QSize(px(420), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which the ticks stay apart."""
        px = theme.current().px
        return QSize(px(130), px(HEIGHT))

    def show_temperature(self, temperature: float, text: str) -> None:
        """Show a temperature; text is how it is written, for a screen reader."""
        self.setAccessibleDescription(text)
        if temperature != self._temperature:
            self.update(self._handle())
            self._temperature = temperature
            self.update(self._handle())

    def _track(self) -> Track:
        margin = theme.current().px(14)
        return Track(float(margin), float(self.width() - margin))

    def _handle(self) -> QRect:
        """Return what the handle covers, its ring included."""
        px = theme.current().px
        reach = px(RADIUS) + px(RING)
        x, y = self.x_of(self._temperature), px(AXIS)
        return QRectF(x - reach, y - reach, 2 * reach, 2 * reach).toAlignedRect()

    def x_of(self, temperature: float) -> float:
        """Return the x of a temperature in this widget."""
        return self._track().x_of(temperature)

    def temperature_at(self, x: float) -> float:
        """Return the temperature at an x of this widget."""
        return self._track().temperature_at(x)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag: the handle jumps to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._gesture = ("temperature", next(self._gestures))
            self.moved.emit(self.temperature_at(event.position().x()), self._gesture)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the drag."""
        if self._gesture is not None:
            self.moved.emit(self.temperature_at(event.position().x()), self._gesture)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        self._gesture = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step, when focused; a wheel that passes over must change nothing."""
        turn = event.angleDelta().y()
        if self.hasFocus() and turn:
            self.moved.emit(
                scale.stepped(self._temperature, scale.ARROW if turn > 0 else -scale.ARROW), None
            )
            event.accept()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by the arrows, finer with Shift, wider by the page keys; Home is 0, End is ∞."""
        intended = temperature_by_key(event, self._temperature, upright=True)
        if intended is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(intended, None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track from sharp to flat with its stops and ticks, and the handle."""
        made_for = (self.size(), self.devicePixelRatioF(), theme.current())
        if made_for != self._ground_made_for:
            self._paint_ground()
            self._ground_made_for = made_for
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._ground)
        self._paint_handle(painter, theme.current().px(AXIS))
        painter.end()

    def _paint_ground(self) -> None:
        look = theme.current()
        px = look.px
        self._ground = QPixmap(self.size() * self.devicePixelRatioF())
        self._ground.setDevicePixelRatio(self.devicePixelRatioF())
        self._ground.fill(look.color("card"))
        painter = QPainter(self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = px(AXIS)
        first, last = self.x_of(scale.LOWEST), self.x_of(scale.HIGHEST)
        fade = QLinearGradient(first, 0, last, 0)
        fade.setColorAt(0, look.color("ink"))
        fade.setColorAt(1, look.color("line"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fade)
        painter.drawRoundedRect(QRectF(first, y - px(2), last - first, px(4)), 2, 2)
        zero, infinity = self.x_of(0.0), self.x_of(math.inf)
        painter.setPen(QPen(look.color("faint"), 1.5, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(zero, y), QPointF(first, y))
        painter.drawLine(QPointF(last, y), QPointF(infinity, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("muted"))
        for stop in (zero, infinity):
            painter.drawEllipse(QPointF(stop, y), px(5), px(5))
        self._paint_ticks(painter, y)
        painter.end()

    def _paint_ticks(self, painter: QPainter, y: float) -> None:
        look = theme.current()
        painter.setFont(look.font(TICK_TEXT))
        metrics = QFontMetricsF(painter.font())
        line, top = metrics.height(), y + look.px(12)

        written: list[QRectF] = []

        def write(x: float, row: int, text: str, role: str) -> None:
            width = metrics.horizontalAdvance(text) + look.px(6)
            left = min(max(x - width / 2, 0.0), self.width() - width)
            rect = QRectF(left, top + row * line, width, line)
            if any(rect.adjusted(0, 1, 0, -1).intersects(other) for other in written):
                return
            written.append(rect)
            painter.setPen(look.color(role))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

        write(self.x_of(0.0), 0, "0", "ink")
        write(self.x_of(math.inf), 0, "∞", "ink")
        for value, text in TICKS:
            write(self.x_of(value), 0, text, "muted")
        write(0.0, 1, tr("sharp → argmax"), "muted")
        write(float(self.width()), 1, tr("flat → uniform"), "muted")
        write(self.x_of(1.0), 1, tr("as they are"), "muted")

    def _paint_handle(self, painter: QPainter, y: float) -> None:
        look = theme.current()
        radius = look.px(RADIUS)
        painter.setBrush(look.color("card"))
        ring = look.color("focus" if self.hasFocus() else "ink")
        painter.setPen(QPen(ring, look.px(RING)))
        painter.drawEllipse(QPointF(self.x_of(self._temperature), y), radius, radius)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size and the colours of the theme."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)
