"""The negative log-likelihood against T, with the present T as a line to drag."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from softmax_viz.core import temperature_scale as scale
from softmax_viz.core.calibration.sweep import LossSweep
from softmax_viz.core.numbers import entered
from softmax_viz.core.state import Vector
from softmax_viz.core.ticks import log_ticks
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lenses.marks import (
    Labels,
    new_gesture,
    paint_dot,
    paint_focus,
    paint_handle,
)
from softmax_viz.views.plot import Plot, Scale
from softmax_viz.views.temperature.track import Track, temperature_by_key
from softmax_viz.views.theme import Theme

TEXT, TICK_TEXT = 13, 12
LEAST = (170, 100)
# The first ones are written first, and the rest where there is room.
T_TICKS = (0.0, math.inf, 1.0, 0.1, 10.0, 0.01, 100.0)
# From the slider's 0 to its 1.
PLACES = Scale(0.0, 1.0)
# What lies so far below the largest loss is at the lower border.
DECADES_SHOWN = 4
# Less is what rounding leaves of 0.
LEAST_LOSS = 1e-12


class LossCurve(QWidget):
    """Show the loss over T on logarithmic axes; moved: the T intended, and its gesture token."""

    moved = Signal(float, object)

    def __init__(self) -> None:
        super().__init__()
        self._sweep: LossSweep | None = None
        self._temperature = 1.0
        self._label = ""
        self._reason = ""
        self._gesture: object = None
        self._places = np.empty(0)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Negative log-likelihood against T"))
        self.setToolTip(
            tr("Drag the line to change T.\n"
               "Left and Right: a step; Shift: finer; Page keys: larger; Home: T = 0; End: T = ∞.")
        )  # fmt: skip

    def sizeHint(self) -> QSize:
        """Return room for the whole scale of T."""
        px = theme.current().px
        return QSize(px(360), px(200))

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which the minimum is seen."""
        px = theme.current().px
        return QSize(px(LEAST[0]), px(LEAST[1]))

    def show_losses(
        self, sweep: LossSweep | None, temperature: float, label: str, reason: str
    ) -> None:
        """Show a curve, a T and what is said of the minimum; reason: if there is no curve, why."""
        if sweep is not self._sweep and sweep is not None:
            self._places = np.array([scale.position(t) for t in sweep.temperatures.tolist()])
        self._sweep, self._temperature, self._label, self._reason = (
            sweep, temperature, label, reason,
        )  # fmt: skip
        said = tr("T = {t}").format(t=entered(temperature, 3))
        self.setAccessibleDescription(f"{said}; {reason}")
        self.update()

    def _plot(self) -> Plot | None:
        losses = None if self._sweep is None else self._sweep.losses
        shown = (
            [] if losses is None else losses[np.isfinite(losses) & (losses > LEAST_LOSS)].tolist()
        )
        if not shown:
            return None
        high = 1.1 * max(shown)
        low = max(min(shown) / 1.3, high / 10**DECADES_SHOWN)
        area, line = self._area(), theme.current().px(2 * TICK_TEXT)
        ticks = log_ticks(low, high, max(2, int(area.height() / line)))
        return Plot(area, PLACES, Scale(low, high, ticks, logarithmic=True))

    def _area(self) -> QRectF:
        px = theme.current().px
        return QRectF(
            px(40), px(6), max(self.width() - px(40 + 16), 40), max(self.height() - px(6 + 20), 20)
        )

    def _track(self) -> Track:
        area = self._area()
        return Track(area.left(), area.right())

    def x_of(self, temperature: float) -> float:
        """Return the x of a temperature in this widget."""
        return self._track().x_of(temperature)

    def temperature_at(self, x: float) -> float:
        """Return the temperature at an x of this widget."""
        return self._track().temperature_at(x)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curve with its minimum, and the line of the present T."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("card"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        if plot is None or self._sweep is None:
            painter.setFont(look.font(TEXT))
            painter.setPen(look.color("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), flags, self._reason)
        else:
            self._paint_frame(painter, look, plot)
            self._paint_curve(painter, look, plot, self._sweep)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def _paint_frame(self, painter: QPainter, look: Theme, plot: Plot) -> None:
        area = plot.area
        painter.setFont(look.font(TICK_TEXT))
        line = QFontMetricsF(painter.font()).height()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for tick in plot.y.ticks:
            y = round(plot.point(0.0, tick).y()) + 0.5
            painter.setPen(QPen(look.color("grid"), 1))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(look.color("muted"))
            where = QRectF(0, y - line, area.left() - look.px(6), 2 * line)
            painter.drawText(where, right, entered(tick, 4))
        written: list[QRectF] = []
        for t in T_TICKS:
            x = round(self.x_of(t)) + 0.5
            ends = t in (0.0, math.inf)
            painter.setPen(QPen(look.color("faint" if ends else "grid"), 1))
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
            text = entered(t, 2)
            width = QFontMetricsF(painter.font()).horizontalAdvance(text) + look.px(6)
            where = QRectF(x - width / 2, area.bottom() + look.px(3), width, line)
            if any(where.intersects(other) for other in written):
                continue
            written.append(where)
            painter.setPen(look.color("ink" if ends else "muted"))
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, text)

    def _clamped(self, plot: Plot, temperature: float, loss: float) -> QPointF:
        loss = min(max(loss, plot.y.low), plot.y.high)
        return plot.point(scale.position(temperature), loss)

    def _paint_curve(self, painter: QPainter, look: Theme, plot: Plot, sweep: LossSweep) -> None:
        losses = np.where(np.isfinite(sweep.losses), sweep.losses, np.nan)
        losses = np.clip(losses, plot.y.low, plot.y.high)
        plot.paint_curve(
            painter, self._places[1:-1], losses[1:-1], look.class_color(0), look.px(2.5)
        )
        self._paint_ends(painter, look, plot, losses)
        labels = Labels(painter, plot.area.adjusted(look.px(2), 0, -look.px(2), 0))
        labels.keep_curve_free(plot, self._places, losses)
        self._paint_cursor(painter, look, plot)
        at_best = sweep.at_best
        if not sweep.complete or at_best is None or not math.isfinite(at_best.nll):
            return
        dot = self._clamped(plot, sweep.best, at_best.nll)
        paint_dot(painter, dot, look.class_color(1), active=True)
        labels.keep_dot_free(dot)
        room = labels.place_near(dot, self._label)
        if room is not None:
            painter.fillRect(room, look.color("card"))
            painter.setPen(look.color("ink"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._label)

    def _paint_ends(self, painter: QPainter, look: Theme, plot: Plot, losses: Vector) -> None:
        """Draw the way to the limits at T = 0 and T = ∞ as dots, where the loss is finite there."""
        color = look.class_color(0)
        for end, beside in ((0, 1), (-1, -2)):
            if np.isnan(losses[[end, beside]]).any():
                continue
            points = [plot.point(float(self._places[k]), float(losses[k])) for k in (end, beside)]
            painter.setPen(QPen(color, look.px(2.5), Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(*points))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(points[0], look.px(3.5), look.px(3.5))

    def _paint_cursor(self, painter: QPainter, look: Theme, plot: Plot) -> None:
        x, area = self.x_of(self._temperature), plot.area
        color = look.color("focus" if self.hasFocus() else "ink")
        painter.setPen(QPen(color, look.px(2)))
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        paint_handle(painter, QPointF(x, area.bottom()), color)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the line: it jumps to the pointer."""
        x, area = event.position().x(), self._area()
        room = theme.current().px(14)
        if event.button() == Qt.MouseButton.LeftButton and (
            area.left() - room <= x <= area.right() + room
        ):
            self._gesture = new_gesture("loss curve")
            self.moved.emit(self.temperature_at(x), self._gesture)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the drag."""
        if self._gesture is not None:
            self.moved.emit(self.temperature_at(event.position().x()), self._gesture)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        self.let_go()

    def let_go(self) -> None:
        """End a drag."""
        self._gesture = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by the arrows, finer with Shift, wider by the page keys; Home is 0, End is ∞."""
        intended = temperature_by_key(event, self._temperature)
        if intended is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(intended, None)
