"""e**x with every class on it: always above 0."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from softmax_viz.core.curves import ExpView, exp_view, exponentials
from softmax_viz.core.numbers import counted, displayed
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import Vector
from softmax_viz.core.ticks import ticks
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lenses.curves.class_plot import ClassPlot, short_name, shown_classes
from softmax_viz.views.lenses.marks import TEXT, paint_arrow, write_line
from softmax_viz.views.plot import Plot, Scale

UP, LEFT = QPointF(0.0, -1.0), QPointF(-1.0, 0.0)


class ExpPlot(ClassPlot):
    """Show e**(z/T)."""

    def __init__(self) -> None:
        super().__init__()
        self._view: ExpView | None = None
        self._view_of: Vector | None = None
        self.setAccessibleName(tr("Exponential curve"))

    def view(self, snapshot: Snapshot) -> ExpView:
        """Return what is shown of the curve, chosen anew only for another z/T."""
        if self._view is None or self._view_of is not snapshot.scaled_logits:
            self._view, self._view_of = exp_view(snapshot.scaled_logits), snapshot.scaled_logits
        return self._view

    def paint_plot(self, painter: QPainter, snapshot: Snapshot) -> None:
        """Draw the curve, the dots with their values, and arrows for what is off the scale."""
        look, px, state = theme.current(), theme.current().px, snapshot.state
        view = self.view(snapshot)
        area = QRectF(
            px(52), px(24), max(self.width() - px(52 + 16), 20), max(self.height() - px(46), 20)
        )
        plot = Plot(
            area, Scale(view.low, view.high, ticks(view.low, view.high)),
            Scale(0.0, view.top, ticks(0.0, view.top, 4)),
        )  # fmt: skip
        plot.paint_frame(painter, look)
        curve = view.curve()
        plot.paint_curve(painter, curve.xs, curve.ys, look.color("ink"), look.px(2))
        sentences = remarks(snapshot, view)
        head = QRectF(area.left(), 0, self.width() - area.left() - px(4), px(20))
        write_line(painter, head, heading(sentences), "ink", TEXT, 600)
        shown = shown_classes(state, self.active)
        xs = snapshot.scaled_logits[shown]
        dots, texts = [], []
        for index, x, value in zip(shown, xs.tolist(), exponentials(xs).tolist(), strict=True):
            if math.isnan(x):
                continue
            where = plot.point(min(max(x, view.low), view.high), min(max(value, 0.0), view.top))
            color = look.class_color(state.colors[index])
            if value > view.top:
                paint_arrow(painter, where + UP * px(15), UP, color)
            elif x < view.low:
                paint_arrow(painter, where + LEFT * px(15), LEFT, color)
            dots.append((index, where))
            texts.append(f"{short_name(state, index)} {displayed(value, state.decimals)}")
        self.paint_dots(
            painter, state, dots, area.adjusted(0, -px(2), px(14), 0), texts, plot, curve
        )
        tip = "\n".join(sentences)
        if tip != self.toolTip():
            self.setToolTip(tip)


def heading(sentences: list[str]) -> str:
    """Return the name of the curve, with what is most needed to read it."""
    return "  ·  ".join([tr("e^(z/T)"), *sentences])


def remarks(snapshot: Snapshot, view: ExpView) -> list[str]:
    """Say what the plot cannot show, or that all is above 0."""
    t = snapshot.state.temperature
    if t == 0:
        return [tr("at T = 0 only a limit: 0, 1 or ∞")]
    sentences = []
    if view.above:
        sentences.append(tr("off the scale or ∞: {n}").format(n=counted(view.above)))
    if view.vanished:
        vanished = counted(view.vanished)
        sentences.append(tr("above 0, but too small for float64: {n}").format(n=vanished))
    if view.masked:
        sentences.append(tr("0 only at −∞: {n}").format(n=counted(view.masked)))
    if view.undefined:
        sentences.append(tr("NaN: {n}").format(n=counted(view.undefined)))
    return sentences or [tr("always above 0")]
