"""Bars inside a lens: the geometry and the still ground, kept while only values change."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPixmap

from softmax_viz.core.axis import Axis
from softmax_viz.core.state import State
from softmax_viz.views import theme
from softmax_viz.views.charts.bar_layout import BarLayout, Metrics, lay_out
from softmax_viz.views.charts.bar_painter import name_metrics, paint_ground

MEASURED_NAMES = 200
# Of a chart as low as a lens, so that a number of six digits can be read.
NAMES_SHARE, LEAST_PLOT = 0.49, 2.5


class BarGround:
    """Lay out one bar chart and draw its ground; both are made anew only when they must be."""

    def __init__(self) -> None:
        self._made_for: tuple[object, ...] = ()
        self._labels: tuple[str, ...] = ()
        self._layout: BarLayout | None = None
        self._ground = QPixmap()
        self._corner = QPointF()

    def paint(self, painter: QPainter, area: QRectF, state: State, axis: Axis) -> BarLayout:
        """Draw the grid, the ticks and the names, and return where everything lies."""
        look = theme.current()
        ratio = painter.device().devicePixelRatioF()
        made_for = (area.getRect(), ratio, look, axis, state.count, id(state.labels))
        if self._layout is None or made_for != self._made_for:
            self._make(area, ratio, state, axis)
            self._made_for, self._labels = made_for, state.labels
        assert self._layout is not None
        painter.drawPixmap(self._corner, self._ground)
        return self._layout

    def _make(self, area: QRectF, ratio: float, state: State, axis: Axis) -> None:
        look, metrics = theme.current(), name_metrics(theme.current())
        widest = max(map(metrics.horizontalAdvance, state.labels[:MEASURED_NAMES]))
        # The ground's ticks begin at x = 0, so it is laid out there and moved.
        home = QRectF(QPointF(0, 0), area.size())
        distances = Metrics(
            left=look.px(40), right=look.px(10), top=look.px(19), bottom=look.px(4),
            line=metrics.height(), widest=widest, max_bar=look.px(70),
            names=NAMES_SHARE, plot=LEAST_PLOT,
        )  # fmt: skip
        layout = lay_out(home, state.count, axis, distances)
        self._ground = QPixmap((QSizeF(area.size()) * ratio).toSize())
        self._ground.setDevicePixelRatio(ratio)
        self._ground.fill(look.color("card"))
        painter = QPainter(self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, layout, state, look)
        painter.end()
        self._corner = area.topLeft()
        self._layout = lay_out(area, state.count, axis, distances)
