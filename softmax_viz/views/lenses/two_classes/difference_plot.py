"""The point of two classes on the sigmoid, to be dragged."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen

from softmax_viz.core.curves import Curve, sigmoid_curve, sigmoid_reach
from softmax_viz.core.logit_scale import stepped
from softmax_viz.core.numbers import displayed
from softmax_viz.core.state import State
from softmax_viz.core.ticks import ticks
from softmax_viz.core.two_classes import TwoClasses, snapped
from softmax_viz.text import named, tr
from softmax_viz.views import theme
from softmax_viz.views.lenses.marks import (
    TEXT,
    Labels,
    new_gesture,
    paint_dot,
    write_line,
)
from softmax_viz.views.lenses.painted import Painted
from softmax_viz.views.number_field import Steps
from softmax_viz.views.plot import Plot, Scale
from softmax_viz.views.theme import Theme

STEPS = Steps(stepped, arrow=0.05, fine=0.01, page=0.5)


class DifferencePlot(Painted):
    """Show σ(x) at x = (a − b)/T; intend another x, with the token of the drag.

    moved: the x intended, and its gesture token.
    """

    moved = Signal(float, object)

    def __init__(self) -> None:
        super().__init__()
        self._state: State | None = None
        self._compared: TwoClasses | None = None
        self._pair = (0, 1)
        self._gesture: object = None
        self._held_reach = 10.0
        self._curve: Curve | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setAccessibleName(tr("Sigmoid of the difference"))
        self.setToolTip(
            tr("Drag the point sideways, or use Left and Right; Shift: finer.\n"
               "The logit of the first class follows: a = b + T x.")
        )  # fmt: skip

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which the curve can be seen."""
        px = theme.current().px
        return QSize(px(180), px(96))

    def show_comparison(self, state: State, compared: TwoClasses, pair: tuple[int, int]) -> None:
        """Show two classes compared."""
        self._state, self._compared, self._pair = state, compared, pair
        self.setAccessibleDescription(
            tr("x = {x}, σ(x) = {value}").format(
                x=displayed(compared.x, state.decimals),
                value=displayed(compared.sigmoid[0], state.decimals),
            )
        )
        self.update()

    def plot(self) -> Plot:
        """Return the frame; its width stays during a drag, so that nothing runs away."""
        px = theme.current().px
        if self._gesture is None and self._compared is not None:
            self._held_reach = sigmoid_reach(np.array([self._compared.x]))
        reach = self._held_reach
        area = QRectF(
            px(34), px(24), max(self.width() - px(34 + 14), 20), max(self.height() - px(46), 20)
        )
        return Plot(
            area, Scale(-reach, reach, ticks(-reach, reach)), Scale(0.0, 1.0, (0.0, 0.5, 1.0))
        )

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw the curve and the point."""
        if self._state is None or self._compared is None:
            return
        px, plot = look.px, self.plot()
        plot.paint_frame(painter, look)
        reach = plot.x.high
        if self._curve is None or self._curve.xs[-1] != reach:
            self._curve = sigmoid_curve(reach)
        plot.paint_curve(painter, self._curve.xs, self._curve.ys, look.color("ink"), px(2))
        first, second = self._pair
        head = QRectF(plot.area.left(), 0, plot.area.width(), px(20))
        text = tr("σ(x) at x = (a − b)/T, a: {a}, b: {b}").format(
            a=named(self._state.labels[first]), b=named(self._state.labels[second])
        )
        write_line(painter, head, text, "ink", TEXT, 600)
        self._paint_point(painter, plot, self._state, self._compared)

    def _paint_point(
        self, painter: QPainter, plot: Plot, state: State, compared: TwoClasses
    ) -> None:
        look = theme.current()
        x, value = compared.x, compared.sigmoid[0]
        if math.isnan(x) or math.isnan(value):
            return
        where = plot.point(min(max(x, plot.x.low), plot.x.high), value)
        color = look.class_color(state.colors[self._pair[0]])
        painter.setPen(QPen(look.color("muted"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(QPointF(where.x(), plot.area.bottom()), where))
        painter.drawLine(QLineF(QPointF(plot.area.left(), where.y()), where))
        paint_dot(painter, where, color, True)
        labels = Labels(painter, plot.area)
        labels.keep_dot_free(where)
        labels.keep_free(QRectF(where.x() - 1, where.y(), 2, plot.area.bottom() - where.y()))
        if self._curve is not None:
            labels.keep_curve_free(plot, self._curve.xs, self._curve.ys)
        text = f"σ({displayed(x, state.decimals)}) = {displayed(value, state.decimals)}"
        labels.write(where, text, look.color("ink"), must=True, far_too=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the point: it jumps to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton and self._compared is not None:
            self.plot()
            self._gesture = new_gesture("two classes")
            self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the drag."""
        if self._gesture is not None:
            self._drag(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        self.let_go()

    def let_go(self) -> None:
        """End a drag."""
        self._gesture = None
        self.update()

    def _drag(self, spot: QPointF) -> None:
        plot = self.plot()
        self.moved.emit(snapped(plot.value_at(spot)[0], plot.x.high), self._gesture)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by Left and Right, finer with Shift, wider by the page keys."""
        size = STEPS.size(event, Qt.Key.Key_Right, Qt.Key.Key_Left)
        if size and self._compared is not None:
            self.moved.emit(STEPS.step(self._compared.x, size), None)
        else:
            super().keyPressEvent(event)
