"""The negative log-likelihood against T, with the present T as a line to drag."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPen,
)

from softmax_viz.core import temperature_scale as scale
from softmax_viz.core.calibration.sweep import LossSweep
from softmax_viz.core.numbers import entered
from softmax_viz.core.state import Vector
from softmax_viz.core.ticks import log_ticks
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lenses.marks import (
    Labels,
    paint_dot,
)
from softmax_viz.views.lenses.temperature_plot import TICK_TEXT, TemperaturePlot
from softmax_viz.views.plot import Plot, Scale
from softmax_viz.views.theme import Theme

TEXT = 13
LEAST = (170, 100)
# From the slider's 0 to its 1.
PLACES = Scale(0.0, 1.0)
# What lies so far below the largest loss is at the lower border.
DECADES_SHOWN = 4
# Less is what rounding leaves of 0.
LEAST_LOSS = 1e-12


class LossCurve(TemperaturePlot):
    """Show the loss over T on logarithmic axes."""

    def __init__(self) -> None:
        super().__init__()
        self._sweep: LossSweep | None = None
        self._label = ""
        self._reason = ""
        self._places = np.empty(0)
        self.setAccessibleName(tr("Negative log-likelihood against T"))

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
        self._sweep, self.temperature, self._label, self._reason = (
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
        area, line = self.area(), theme.current().px(2 * TICK_TEXT)
        ticks = log_ticks(low, high, max(2, int(area.height() / line)))
        return Plot(area, PLACES, Scale(low, high, ticks, logarithmic=True))

    def area(self) -> QRectF:
        """Return where the plot lies."""
        px = theme.current().px
        return QRectF(
            px(40), px(6), max(self.width() - px(40 + 16), 40), max(self.height() - px(6 + 20), 20)
        )

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw the curve with its minimum, and the line of the present T."""
        plot = self._plot()
        if plot is None or self._sweep is None:
            painter.setFont(look.font(TEXT))
            painter.setPen(look.color("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), flags, self._reason)
        else:
            self._paint_losses(painter, look, plot)
            self.paint_ticks(painter, look)
            self._paint_curve(painter, look, plot, self._sweep)

    def _paint_losses(self, painter: QPainter, look: Theme, plot: Plot) -> None:
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
        self.paint_line(painter, look)
        self.paint_grip(painter, look)
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
