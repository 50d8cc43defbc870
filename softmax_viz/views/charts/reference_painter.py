"""How other states' bars are drawn behind and around the live ones."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from softmax_viz.core.compare import Reference
from softmax_viz.views.charts.bar_layout import BarLayout
from softmax_viz.views.charts.envelope import envelope
from softmax_viz.views.charts.shown_classes import Classes
from softmax_viz.views.theme import Theme

LETTER_TEXT = 11
GHOST_ALPHA = 80
WIDER, WIDER_GHOST = 8.0, 14.0


def paint_ghost(
    painter: QPainter, layout: BarLayout, classes: Classes, ghost: Reference, look: Theme
) -> None:
    """Draw the bars of before: pale, and wider than the live ones in front of them."""
    spans = layout.spans(ghost.values)
    for i, value in enumerate(ghost.values.tolist()):
        rect = _outline(layout, i, value, spans[i], WIDER_GHOST)
        if not ghost.there[i] or rect is None:
            continue
        color = QColor(look.class_color(classes.colors[i]))
        color.setAlpha(GHOST_ALPHA)
        painter.setPen(QPen(look.color("muted"), 1, Qt.PenStyle.DotLine))
        painter.setBrush(color)
        painter.drawRect(rect)


def paint_pins(
    painter: QPainter, layout: BarLayout, pins: tuple[Reference, ...], look: Theme
) -> None:
    """Draw pinned states as outlines: A solid, B dashed, with letters where there is room."""
    gap = layout.slot - layout.bar - WIDER
    lettered = gap >= len(pins) * look.px(LETTER_TEXT)
    for pin in pins:
        _paint_pin(painter, layout, pin, lettered, look)


def _paint_pin(
    painter: QPainter, layout: BarLayout, pin: Reference, lettered: bool, look: Theme
) -> None:
    spans = layout.spans(pin.values)
    style = Qt.PenStyle.SolidLine if pin.letter == "A" else Qt.PenStyle.DashLine
    pen = QPen(look.color("ink"), max(1.5, look.px(1.5)), style)
    painter.setFont(look.font(LETTER_TEXT, 600))
    for i, value in enumerate(pin.values.tolist()):
        if not pin.there[i]:
            continue
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        rect = _outline(layout, i, value, spans[i], WIDER)
        if rect is not None:
            painter.drawRect(rect)
            if lettered:
                top = rect.top() if value >= 0 else rect.bottom()
                _paint_letter(painter, layout, i, top, pin.letter, look)
        elif not math.isnan(value):
            _paint_arrow(painter, layout, i, value > 0, pin.letter, lettered, look)


def paint_reach(painter: QPainter, layout: BarLayout, other: Reference, look: Theme) -> None:
    """Draw how far another state's values reach as a line: of more classes than pixels."""
    edges = layout.columns()
    step = layout.plot.width() / (edges.size - 1)
    style = {"A": Qt.PenStyle.SolidLine, "B": Qt.PenStyle.DashLine}
    painter.setPen(QPen(look.color("ink"), 1.0, style.get(other.letter, Qt.PenStyle.DotLine)))
    reach = envelope(other.values, edges)
    high, low = np.where(reach.up, np.inf, reach.high), np.where(reach.down, -np.inf, reach.low)
    for line in (high, low) if layout.axis.low < 0 else (high,):
        points = [
            QPointF(layout.plot.left() + (i + 0.5) * step, layout.y(value))
            for i, value in enumerate(line.tolist())
            if not math.isnan(value)
        ]
        painter.drawPolyline(QPolygonF(points))


def _letter_left(layout: BarLayout, index: int, letter: str, size: float) -> float:
    # At the outer edge of the outline, A on the left and B on the right: clear of the value.
    half = layout.bar / 2 + WIDER / 2
    return layout.center(index) - half - size if letter == "A" else layout.center(index) + half


def _paint_letter(
    painter: QPainter, layout: BarLayout, index: int, top: float, letter: str, look: Theme
) -> None:
    size = look.px(LETTER_TEXT + 2)
    left = _letter_left(layout, index, letter, size)
    y = min(max(top, layout.plot.top()), layout.plot.bottom() - size)
    painter.drawText(QRectF(left, y, size, size), Qt.AlignmentFlag.AlignCenter, letter)


def _paint_arrow(
    painter: QPainter,
    layout: BarLayout,
    index: int,
    up: bool,
    letter: str,
    lettered: bool,
    look: Theme,
) -> None:
    """Draw an open arrow at the end of the axis for what is beyond it, beside the value."""
    size = look.px(LETTER_TEXT + 2)
    end = layout.plot.top() if up else layout.plot.bottom()
    wing = max(3.0, min(size / 2 - 1, layout.slot / 4))
    back = end + wing if up else end - wing
    half = layout.bar / 2
    x = layout.center(index) + (-half if letter == "A" else half)
    if lettered:
        x = _letter_left(layout, index, letter, size) + size / 2
        inner = back + look.px(2) if up else back - look.px(2) - size
        _paint_letter(painter, layout, index, inner, letter, look)
    painter.drawPolyline(
        QPolygonF([QPointF(x - wing, back), QPointF(x, end), QPointF(x + wing, back)])
    )


def _outline(
    layout: BarLayout, index: int, value: float, span: tuple[float, float], wider: float
) -> QRectF | None:
    if not layout.axis.shows(value):
        return None
    width = min(layout.bar + wider, layout.slot)
    top, bottom = span
    return QRectF(layout.center(index) - width / 2, top, width, bottom - top)
