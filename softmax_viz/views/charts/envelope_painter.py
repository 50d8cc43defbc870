"""How the envelope of more classes than pixels is drawn."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from softmax_viz.core.state import Vector
from softmax_viz.views.charts.bar_layout import BarLayout
from softmax_viz.views.charts.envelope import Envelope, Marks
from softmax_viz.views.theme import Theme

# The share of a colour in what is light: one class among many must still be seen.
LIGHT = 0.55
# In logical pixels: how far the stripes of what is undefined are apart, and how wide they are at
# least; how wide an arrow for what is beyond the axis is.
STRIPES, LEAST_STRIPES, WING = 6, 3, 4

Rows = NDArray[np.int16]


def mixed(color: QColor, ground: QColor, share: float) -> QColor:
    """Return a colour of which so much is seen on its ground."""

    def part(channel: int, below: int) -> int:
        return round(share * channel + (1 - share) * below)

    return QColor(
        part(color.red(), ground.red()),
        part(color.green(), ground.green()),
        part(color.blue(), ground.blue()),
    )


def paint_envelope(painter: QPainter, layout: BarLayout, reach: Envelope, look: Theme) -> None:
    """Draw each column: solid as far as every class reaches, light as far as the furthest does.

    A column with an undefined value is striped, whatever else is in it; what is beyond the axis
    has a mark at its end: a point, or a dotted arrow where it is infinite.
    """
    rows = max(1, int(layout.plot.height() * painter.device().devicePixelRatio()))
    # Qt would take twice as long to look each pixel up.
    pixels = _palette(look).take(_shades(layout, reach, rows), mode="clip")
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, QImage.Format.Format_ARGB32_Premultiplied)
    painter.drawImage(layout.plot, image)
    with np.errstate(invalid="ignore"):
        beyond = (reach.high > layout.axis.high, reach.low < layout.axis.low)
    for there, up in zip(beyond, (True, False), strict=True):
        for x in _apart(layout, there, look):
            _paint_point(painter, layout, x, up, look)
    if reach.finite:
        return
    for there, up in ((reach.up, True), (reach.down, False)):
        for x in _apart(layout, there, look):
            _paint_arrow(painter, layout, x, up, look)


@lru_cache(maxsize=16)
def _palette(look: Theme) -> NDArray[np.uint32]:
    """Return the colour of each shade."""
    color = look.class_color(0)
    light = mixed(color, look.color("card"), LIGHT)
    shades = (QColor(Qt.GlobalColor.transparent), light, color, look.color("bad_ink"))
    return np.array([shade.rgba() for shade in shades], np.uint32)


def _shades(layout: BarLayout, reach: Envelope, rows: int) -> NDArray[np.uint8]:
    """Return 0 for nothing, 1 for light, 2 for solid, 3 for a stripe; shape (rows, columns)."""
    row = np.arange(rows, dtype=np.int16)[:, None]
    ends = np.array([reach.low, reach.high])
    none = None if reach.finite else np.isnan(reach.low)
    if none is not None:
        ends[:, none] = 0.0
    zero = int(layout.axis.high / (layout.axis.high - layout.axis.low) * rows) + 1
    shades = np.empty((rows, reach.low.size), np.uint8)
    # At least a hairline, above the axis.
    first = np.ceil(_rows(layout, np.maximum(ends, 0.0), rows) - 1.0).astype(np.int16)
    above = (row[:zero] >= first[:, None]).view(np.uint8)
    np.add(above[0], above[1], out=shades[:zero])
    if zero < rows:
        last = _rows(layout, np.minimum(ends, 0.0), rows).astype(np.int16)
        below = (row[zero:] <= last[:, None]).view(np.uint8)
        np.add(below[0], below[1], out=shades[zero:])
    if none is None:
        return shades
    shades[:, none] = 0
    if reach.undefined.any():
        columns = np.arange(none.size)
        wide = _widened(reach.undefined, LEAST_STRIPES // 2)
        shades[((row + columns) % STRIPES == 0) & wide] = 3
    return shades


def _rows(layout: BarLayout, values: Vector, rows: int) -> Vector:
    """Return how many rows below the top values are."""
    low, high = layout.axis.low, layout.axis.high
    # Of so few values, NumPy's clip takes longer than all the rest.
    clipped = np.minimum(np.maximum(values, low), high)
    return (high - clipped) / (high - low) * rows


def _widened(marks: Marks, by: int) -> Marks:
    wide = marks.copy()
    for k in range(1, by + 1):
        wide[k:] |= marks[:-k]
        wide[:-k] |= marks[k:]
    return wide


def _apart(layout: BarLayout, marks: Marks, look: Theme) -> list[float]:
    """Return the x of marked columns, of those too close for an arrow each only the first."""
    step, free = layout.plot.width() / marks.size, -math.inf
    xs: list[float] = []
    for k in np.flatnonzero(marks).tolist():
        x = layout.plot.left() + (k + 0.5) * step
        if x >= free:
            xs.append(x)
            free = x + 2 * look.px(WING) + 1
    return xs


def _end(layout: BarLayout, up: bool, look: Theme) -> tuple[float, float]:
    """Return the y of an end of the axis, and that of an arrow's wings there."""
    end, wing = (layout.plot.top() if up else layout.plot.bottom()), look.px(WING)
    return end, end + wing if up else end - wing


def _paint_point(painter: QPainter, layout: BarLayout, x: float, up: bool, look: Theme) -> None:
    end, back = _end(layout, up, look)
    wing = look.px(WING)
    ground = QRectF(QPointF(x - wing, min(end, back)), QPointF(x + wing, max(end, back)))
    painter.fillRect(ground, look.color("card"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.class_color(0))
    painter.drawPolygon(
        QPolygonF([QPointF(x - wing, back), QPointF(x, end), QPointF(x + wing, back)])
    )


def _paint_arrow(painter: QPainter, layout: BarLayout, x: float, up: bool, look: Theme) -> None:
    end, back = _end(layout, up, look)
    wing = look.px(WING)
    pen = QPen(look.color("ink"), max(1.5, look.px(1.5)))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        QPolygonF([QPointF(x - wing, back), QPointF(x, end), QPointF(x + wing, back)])
    )
    pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawLine(QLineF(x, layout.y(0), x, back))
