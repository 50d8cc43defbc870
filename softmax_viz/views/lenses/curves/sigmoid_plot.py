"""The sigmoid with every class on it, and a threshold to drag."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen

from softmax_viz.core import curves
from softmax_viz.core.curves import Curve
from softmax_viz.core.logit_scale import tidy
from softmax_viz.core.numbers import displayed, entered
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.ticks import ticks
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lenses.curves.class_plot import ClassPlot, short_name, shown_classes
from softmax_viz.views.lenses.marks import TEXT, Labels, paint_arrow
from softmax_viz.views.number_field import Steps
from softmax_viz.views.plot import Plot, Scale

DIGITS = 3


def stepped(threshold: float, size: float) -> float:
    """Return a threshold moved by a key, from 0 to 1."""
    return min(max(tidy(threshold + size), 0.0), 1.0)


STEPS = Steps(stepped, arrow=0.05, fine=0.01, page=0.25)


class SigmoidPlot(ClassPlot):
    """Show σ(z/T); intend a threshold by dragging its line, or by keys.

    moved: the threshold intended.
    """

    moved = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._threshold = 0.5
        self._reach = curves.LEAST_REACH
        self._dragging = False
        self._curve: Curve | None = None
        self._curve_of = (math.nan, math.nan)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setAccessibleName(tr("Sigmoid with threshold"))
        self.setToolTip(tr("Drag the threshold θ, or use Up and Down; Shift: finer."))

    def show_threshold(self, threshold: float) -> None:
        """Show a threshold."""
        self._threshold = threshold
        self.setAccessibleDescription(tr("θ = {value}").format(value=entered(threshold, DIGITS)))
        self.update()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        if self.snapshot is None or self.snapshot.state.logits is not snapshot.state.logits:
            self._reach = curves.sigmoid_reach(snapshot.state.logits)
        super().render_snapshot(snapshot)

    def plot(self) -> Plot:
        """Return the frame of the plot."""
        px = theme.current().px
        reach = self._reach
        area = QRectF(
            px(34), px(24), max(self.width() - px(34 + 16), 20), max(self.height() - px(46), 20)
        )
        return Plot(
            area, Scale(-reach, reach, ticks(-reach, reach)), Scale(0.0, 1.0, (0.0, 0.5, 1.0))
        )

    def paint_plot(self, painter: QPainter, snapshot: Snapshot) -> None:
        """Draw the curve, its slope, the threshold and the dots."""
        look, state, plot = theme.current(), snapshot.state, self.plot()
        area = plot.area
        y = plot.point(0.0, self._threshold).y()
        painter.fillRect(
            QRectF(area.left(), area.top(), area.width(), y - area.top()), look.color("probable")
        )
        plot.paint_frame(painter, look)
        curve = self._sampled(plot.x.high, state.temperature)
        plot.paint_curve(painter, curve.xs, curve.ys, look.color("ink"), look.px(2))
        self._paint_heading(painter, snapshot, area)
        self._paint_tangent(painter, plot, state.temperature)
        self._paint_threshold(painter, area, y)
        sigmoids = snapshot.output("sigmoid").values
        dots, texts = [], []
        for index in shown_classes(state, self.active):
            z, value = float(state.logits[index]), float(sigmoids[index])
            if math.isnan(value):
                continue
            where = plot.point(min(max(z, plot.x.low), plot.x.high), value)
            if not plot.x.low <= z <= plot.x.high:
                side = QPointF(math.copysign(1.0, z), 0.0)
                color = look.class_color(state.colors[index])
                paint_arrow(painter, where + side * look.px(15), side, color)
            dots.append((index, where))
            texts.append(short_name(state, index))
        self.paint_dots(painter, state, dots, area, texts, plot, curve)

    def _sampled(self, reach: float, temperature: float) -> Curve:
        if self._curve is None or self._curve_of != (reach, temperature):
            self._curve = curves.sigmoid_curve(reach, temperature)
            self._curve_of = (reach, temperature)
        return self._curve

    def _paint_heading(self, painter: QPainter, snapshot: Snapshot, area: QRectF) -> None:
        look, t = theme.current(), snapshot.state.temperature
        painter.setFont(look.font(TEXT, 600))
        painter.setPen(look.color("ink"))
        line = QRectF(area.left(), 0, area.width(), look.px(20))
        middle = Qt.AlignmentFlag.AlignVCenter
        title = tr("σ(z / T)")
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | middle, title)
        room = line.width() - QFontMetricsF(painter.font()).horizontalAdvance(title) - look.px(8)
        slope = curves.slope_at_zero(t)
        value = entered(slope, DIGITS)
        if 0 < abs(slope) < 0.001:
            value = displayed(slope, DIGITS)
        if t == 0:
            value = tr("∞: a step")
        if math.isinf(t):
            value = tr("0: flat")
        texts = [
            tr("slope at 0 is 1/(4T) = {value}").format(value=value),
            tr("slope 1/(4T) = {value}").format(value=value),
            tr("slope {value}").format(value=value),
        ]
        painter.setFont(look.font(TEXT))
        painter.setPen(look.color("muted"))
        metrics = QFontMetricsF(painter.font())
        fitting = [text for text in texts if metrics.horizontalAdvance(text) <= room]
        # The value at its end is what counts.
        text = metrics.elidedText((fitting or texts[-1:])[0], Qt.TextElideMode.ElideLeft, room)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | middle, text)

    def _paint_tangent(self, painter: QPainter, plot: Plot, temperature: float) -> None:
        look = theme.current()
        middle = plot.point(0.0, 0.5)
        slope = curves.slope_at_zero(temperature)
        steepness = slope * plot.area.height() * (plot.x.high - plot.x.low) / plot.area.width()
        angle = math.atan(min(steepness, 1e9))
        half = min(look.px(60), plot.area.height() / 2)
        along = QPointF(math.cos(angle), -math.sin(angle)) * half
        painter.setPen(QPen(look.color("focus"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(middle - along, middle + along))

    def _paint_threshold(self, painter: QPainter, area: QRectF, y: float) -> None:
        look = theme.current()
        color = self._threshold_color()
        painter.setPen(QPen(color, look.px(2)))
        painter.drawLine(QLineF(area.left(), y, area.right(), y))
        painter.setBrush(look.color("card"))
        painter.setPen(QPen(color, look.px(3)))
        painter.drawEllipse(QPointF(area.right(), y), look.px(6), look.px(6))

    def _threshold_color(self) -> QColor:
        return theme.current().color("focus" if self.hasFocus() else "ink")

    def paint_before_names(self, painter: QPainter, labels: Labels) -> None:
        """Write the threshold beside its line, and keep names off both."""
        look, plot = theme.current(), self.plot()
        area, y = plot.area, plot.point(0.0, self._threshold).y()
        text = tr("θ = {value}").format(value=entered(self._threshold, DIGITS))
        painter.save()
        painter.setFont(look.font(TEXT, 600))
        painter.setPen(self._threshold_color())
        metrics = QFontMetricsF(painter.font())
        width, height = metrics.horizontalAdvance(text) + look.px(2), metrics.height()
        # Above the left end of its line, where the curve is low, or else at the other end.
        lefts = area.left() + look.px(4), area.right() - look.px(10) - width
        tops = y - height, y + 1
        places = [QRectF(left, top, width, height) for left in lefts for top in tops]
        inside = [place for place in places if area.contains(place)]
        labels.write_at(inside or places, text)
        painter.restore()
        thickness = look.px(4)
        labels.keep_free(QRectF(area.left(), y - thickness / 2, area.width(), thickness))
        labels.keep_dot_free(QPointF(area.right(), y))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the threshold: it jumps to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragging = True
            self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the drag, or tell which class the pointer is on."""
        if self._dragging:
            self._drag(event.position())
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        self.let_go()

    def let_go(self) -> None:
        """End a drag."""
        self._dragging = False

    def _drag(self, spot: QPointF) -> None:
        self.moved.emit(round(self.plot().value_at(spot)[1], 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by Up and Down, finer with Shift, wider by the page keys."""
        size = STEPS.size(event, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if size:
            self.moved.emit(stepped(self._threshold, size))
        else:
            super().keyPressEvent(event)
