"""A scene painted small: bars without words, "?" for what is covered, the lens as a strip."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from softmax_viz.core.axis import Axis, axis_for
from softmax_viz.core.lecture.fields import fill
from softmax_viz.core.lecture.scene import Scene
from softmax_viz.core.lecture.screen import LENS
from softmax_viz.core.lecture.targets import target_of
from softmax_viz.core.lenses import LENSES
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State, Vector
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.charts.envelope import columns as column_edges
from softmax_viz.views.charts.envelope import envelope
from softmax_viz.views.theme import Theme

MOST_BARS = 60
BAR_SHARE = 0.72
LENS_SHARE = 0.3
LENS_TEXT = 9
LIGHT = 0.55

_EVALUATE = {kind.key: kind.evaluate for kind in OUTPUTS}
_LENS_TITLES = {entry.key: entry.title for entry in LENSES}


def covered_at_first(scene: Scene) -> frozenset[str]:
    """Return what a scene begins with covered."""
    return frozenset(target for step in scene.all_steps for target in step.reveal)


def has_fields(title: str) -> bool:
    """Tell whether a title holds live numbers, or braces."""
    return "{" in title or "}" in title


def shown_title(scene: Scene) -> str:
    """Return the title of a scene with its live numbers, as they are when it begins."""
    if not has_fields(scene.title):
        return scene.title
    return fill(scene.title, evaluate(scene.state), covered_at_first(scene))


def paint_thumbnail(scene: Scene, size: QSize, ratio: float) -> QPixmap:
    """Return a picture of what a scene begins with, of a size in logical pixels."""
    look = theme.current()
    pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(look.color("window"))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    covered = covered_at_first(scene)
    charts = scene.screen.visible_charts
    gap = look.px(4)
    area = theme.inset(QRectF(0, 0, size.width(), size.height()), gap, gap)
    if scene.screen.lens_is_visible:
        height = LENS_SHARE * area.height() if charts else area.height()
        strip = QRectF(area.left(), area.bottom() - height, area.width(), height)
        _paint_lens(painter, strip, scene.screen.lens, LENS in covered, look)
        area.setBottom(strip.top() - gap)
    for key, rect in zip(charts, _places(area, len(charts), gap), strict=True):
        if key in covered:
            _paint_cover(painter, rect, look)
        else:
            _paint_chart(painter, rect, scene.state, key, covered, look)
    painter.end()
    return pixmap


def _places(area: QRectF, count: int, gap: float) -> list[QRectF]:
    """Return the place of each chart: in one row up to three, else two by two."""
    if not count:
        return []
    columns = count if count <= 3 else 2
    rows = -(-count // columns)
    width = (area.width() - (columns - 1) * gap) / columns
    height = (area.height() - (rows - 1) * gap) / rows
    places = [divmod(place, columns) for place in range(count)]
    return [
        QRectF(area.left() + x * (width + gap), area.top() + y * (height + gap), width, height)
        for y, x in places
    ]


def _paint_card(painter: QPainter, rect: QRectF, look: Theme) -> None:
    painter.setPen(QPen(look.color("line"), 1))
    painter.setBrush(look.color("card"))
    painter.drawRoundedRect(theme.inset(rect, 0.5, 0.5), look.px(3), look.px(3))


def _paint_cover(painter: QPainter, rect: QRectF, look: Theme) -> None:
    painter.setPen(QPen(look.color("faint"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(theme.inset(rect, 0.5, 0.5), look.px(3), look.px(3))
    size = min(17.0, max(rect.height() / look.scale - 6, 8.0))
    painter.setFont(look.font(size, 600))
    painter.setPen(look.color("muted"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "?")


def _paint_lens(painter: QPainter, rect: QRectF, key: str, covered: bool, look: Theme) -> None:
    if covered:
        _paint_cover(painter, rect, look)
        return
    _paint_card(painter, rect, look)
    painter.setFont(look.font(LENS_TEXT))
    painter.setPen(look.color("muted"))
    text = QFontMetricsF(painter.font()).elidedText(
        tr(_LENS_TITLES[key]), Qt.TextElideMode.ElideRight, rect.width() - look.px(6)
    )
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


@dataclass(frozen=True)
class _Plot:
    """Hold where values lie in a small chart."""

    rect: QRectF
    axis: Axis
    slot: float

    def middle(self, index: int) -> float:
        return self.rect.left() + (index + 0.5) * self.slot

    def y(self, value: float) -> float:
        return self.rect.bottom() - self.axis.fraction(value) * self.rect.height()

    def bar(self, index: int, first: float, last: float) -> QRectF:
        """Return the bar between two values, at least a hairline high."""
        width = self.slot * BAR_SHARE if self.slot > 3 else self.slot
        top, bottom = self.y(max(first, last)), self.y(min(first, last))
        if bottom - top < 1:
            top, bottom = (bottom - 1, bottom) if max(first, last) > 0 else (top, top + 1)
        return QRectF(self.middle(index) - width / 2, top, width, bottom - top)


def _paint_chart(
    painter: QPainter, card: QRectF, state: State, key: str, covered: frozenset[str], look: Theme
) -> None:
    _paint_card(painter, card, look)
    values = _EVALUATE[key](state)
    rect = theme.inset(card, look.px(4), look.px(4))
    few = values.size <= MOST_BARS
    columns = values.size if few else min(MOST_BARS, max(int(rect.width()), 1))
    plot = _Plot(rect, axis_for(values), rect.width() / columns)
    painter.setPen(QPen(look.color("faint"), 1))
    zero = round(plot.y(0)) - 0.5
    painter.drawLine(QLineF(rect.left(), zero, rect.right(), zero))
    if few:
        hidden = {name for name in state.labels if target_of(key, name) in covered}
        _paint_bars(painter, plot, state, values, hidden, look)
    else:
        _paint_envelope(painter, plot, values, columns, look)


def _paint_bars(
    painter: QPainter, plot: _Plot, state: State, values: Vector, hidden: set[str], look: Theme
) -> None:
    for i, value in enumerate(values.tolist()):
        color = look.class_color(state.colors[i])
        if state.labels[i] in hidden:
            painter.setPen(QPen(look.color("faint"), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(plot.bar(i, 0, plot.axis.high))
        elif math.isnan(value):
            _paint_undefined(painter, plot, i, look)
        elif not plot.axis.shows(value):
            _paint_arrow(painter, plot, i, value, color, look)
        else:
            painter.fillRect(plot.bar(i, 0, value), color)


def _paint_undefined(painter: QPainter, plot: _Plot, index: int, look: Theme) -> None:
    ground = plot.bar(index, 0, 1)
    painter.fillRect(ground, look.color("bad_ground"))
    painter.fillRect(ground, QBrush(look.color("bad_ink"), Qt.BrushStyle.BDiagPattern))


def _paint_arrow(
    painter: QPainter, plot: _Plot, index: int, value: float, color: QColor, look: Theme
) -> None:
    """Draw what is infinite as a dotted arrow, what is off the scale as a solid one."""
    x = plot.middle(index)
    end = plot.rect.top() if value > 0 else plot.rect.bottom()
    wing = min(plot.slot / 2, float(look.px(4)))
    back = end + wing if value > 0 else end - wing
    pen = QPen(color, max(min(float(look.px(2)), plot.slot / 2), 1.0))
    if math.isinf(value):
        pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawLine(QPointF(x, plot.y(0)), QPointF(x, back))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(
        QPolygonF([QPointF(x - wing, back), QPointF(x, end), QPointF(x + wing, back)])
    )


def _paint_envelope(
    painter: QPainter, plot: _Plot, values: Vector, columns: int, look: Theme
) -> None:
    """Draw many classes: solid as far as all of a column reach, light as far as one does."""
    # Neighbouring columns meet without a seam.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    color = look.class_color(0)
    light = QColor(color)
    light.setAlphaF(LIGHT)
    reach = envelope(values, column_edges(0, values.size, columns, values.size))
    for i, (least, most) in enumerate(zip(reach.low.tolist(), reach.high.tolist(), strict=True)):
        if reach.undefined[i]:
            _paint_undefined(painter, plot, i, look)
        for there, end in ((reach.up[i], math.inf), (reach.down[i], -math.inf)):
            if there:
                _paint_arrow(painter, plot, i, end, color, look)
        if math.isnan(least):
            continue
        bars = (plot.bar(i, max(least, 0.0), most), plot.bar(i, least, min(most, 0.0)))
        for rect, there in zip(bars, (most > 0, least < 0), strict=True):
            if there:
                painter.fillRect(rect, light)
        if least > 0:
            painter.fillRect(plot.bar(i, 0, least), color)
        elif most < 0:
            painter.fillRect(plot.bar(i, most, 0), color)
        for value in (least, most):
            if not plot.axis.shows(value):
                _paint_arrow(painter, plot, i, value, color, look)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
