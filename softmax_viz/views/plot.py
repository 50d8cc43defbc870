"""A plot's frame: where values lie in a rectangle, and the grid behind them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from softmax_viz.core.numbers import entered
from softmax_viz.core.state import Vector
from softmax_viz.views.theme import Theme

TICK_TEXT = 12


@dataclass(frozen=True)
class Scale:
    """Map values to a range of pixels, linearly or by their logarithm.

    ticks: the values that get a line and a number.
    """

    low: float
    high: float
    ticks: tuple[float, ...] = ()
    logarithmic: bool = False

    def fraction(self, value: float) -> float:
        """Return where a finite value lies: 0 at low, 1 at high, not clamped."""
        if self.logarithmic:
            low, high = math.log(self.low), math.log(self.high)
            return (math.log(value) - low) / (high - low)
        return (value - self.low) / (self.high - self.low)

    def fractions(self, values: Vector) -> Vector:
        """Return where values lie; NaN stays NaN."""
        if self.logarithmic:
            low, high = math.log(self.low), math.log(self.high)
            with np.errstate(divide="ignore", invalid="ignore"):
                return (np.log(values) - low) / (high - low)
        return (values - self.low) / (self.high - self.low)

    def value(self, fraction: float) -> float:
        """Return the value at a fraction from 0 to 1, clamped."""
        fraction = min(max(fraction, 0.0), 1.0)
        if self.logarithmic:
            low, high = math.log(self.low), math.log(self.high)
            return math.exp(low + fraction * (high - low))
        return self.low + fraction * (self.high - self.low)


@dataclass(frozen=True)
class Plot:
    """Hold a rectangle with its two scales."""

    area: QRectF
    x: Scale
    y: Scale

    def point(self, x: float, y: float) -> QPointF:
        """Return the pixel of a finite value."""
        return QPointF(
            self.area.left() + self.x.fraction(x) * self.area.width(),
            self.area.bottom() - self.y.fraction(y) * self.area.height(),
        )

    def value_at(self, pixel: QPointF) -> tuple[float, float]:
        """Return the value below a pixel, clamped to the plot."""
        return (
            self.x.value((pixel.x() - self.area.left()) / self.area.width()),
            self.y.value((self.area.bottom() - pixel.y()) / self.area.height()),
        )

    def paint_frame(self, painter: QPainter, look: Theme) -> None:
        """Draw the grid and the numbers of its ticks."""
        painter.setFont(look.font(TICK_TEXT))
        metrics = QFontMetricsF(painter.font())
        for tick in self.y.ticks:
            y = round(self.point(self.x.low, tick).y()) + 0.5
            painter.setPen(QPen(look.color("faint" if tick == 0 else "grid"), 1))
            painter.drawLine(QLineF(self.area.left(), y, self.area.right(), y))
            painter.setPen(look.color("muted"))
            painter.drawText(
                QRectF(0, y - 20, self.area.left() - look.px(7), 40),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                entered(tick, 3),
            )
        free = -math.inf
        for tick in self.x.ticks:
            x = round(self.point(tick, self.y.low).x()) + 0.5
            painter.setPen(QPen(look.color("faint" if tick == 0 else "grid"), 1))
            painter.drawLine(QLineF(x, self.area.top(), x, self.area.bottom()))
            text = entered(tick, 3)
            width = metrics.horizontalAdvance(text) + look.px(6)
            if x - width / 2 < free:
                continue
            free = x + width / 2
            painter.setPen(look.color("muted"))
            painter.drawText(
                QRectF(x - width / 2, self.area.bottom() + look.px(3), width, metrics.height()),
                Qt.AlignmentFlag.AlignCenter,
                text,
            )

    def paint_curve(
        self, painter: QPainter, xs: Vector, ys: Vector, color: QColor, width: float
    ) -> None:
        """Draw a line through finite points, broken where a value is not finite."""
        px = self.area.left() + self.x.fractions(xs) * self.area.width()
        py = self.area.bottom() - self.y.fractions(ys) * self.area.height()
        # Far outside the plot Qt's coordinates would overflow.
        py = np.clip(py, self.area.top() - 1e4, self.area.bottom() + 1e4)
        painter.save()
        painter.setClipRect(self.area.adjusted(-2, -2, 2, 2))
        painter.setPen(QPen(color, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        run: list[QPointF] = []
        for x, y in zip(px.tolist(), py.tolist(), strict=True):
            if math.isfinite(x) and math.isfinite(y):
                run.append(QPointF(x, y))
            elif run:
                painter.drawPolyline(QPolygonF(run))
                run = []
        if run:
            painter.drawPolyline(QPolygonF(run))
        painter.restore()
