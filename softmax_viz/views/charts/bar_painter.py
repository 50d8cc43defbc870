"""How a bar chart is drawn: the still ground, the bars, and the marks for what is no bar."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from softmax_viz.core.axis import Axis
from softmax_viz.core.compare import Reference
from softmax_viz.core.numbers import axis_number, counted
from softmax_viz.core.snapshot import Output
from softmax_viz.core.state import Vector
from softmax_viz.text import tr
from softmax_viz.views import theme as themes
from softmax_viz.views.charts.bar_layout import BarLayout, Names
from softmax_viz.views.charts.envelope import envelope, peaks
from softmax_viz.views.charts.envelope_painter import mixed, paint_envelope
from softmax_viz.views.charts.reference_painter import paint_ghost, paint_pins, paint_reach
from softmax_viz.views.charts.shown_classes import Classes
from softmax_viz.views.charts.value_labels import (
    VALUE_TEXT,
    VALUE_WEIGHT,
    Label,
    Spans,
    place_labels,
    usual_width,
)
from softmax_viz.views.elided import elided_name, index_or_name
from softmax_viz.views.text_width import text_width
from softmax_viz.views.theme import Theme

NAME_TEXT = 13
TICK_TEXT = 12
# Left of the plot: at least so much room, of which so much is beside the widest number.
AXIS_ROOM, AXIS_GAP = 40, 12
COVER_TEXT = 26
DIMMED = 0.3


def paint_ground(painter: QPainter, layout: BarLayout, classes: Classes, look: Theme) -> None:
    """Draw what stays when values change: the tinted region, the grid, ticks and class names."""
    plot = layout.plot
    painter.fillRect(
        QRectF(QPointF(plot.left(), layout.y(1)), QPointF(plot.right(), layout.y(0))),
        look.color("probable"),
    )
    painter.setFont(look.font(TICK_TEXT))
    apart = QFontMetricsF(painter.font()).ascent()
    written: list[float] = []
    for tick in sorted(layout.axis.ticks, key=lambda tick: (tick not in (0, 1), tick)):
        y = round(layout.y(tick)) + 0.5
        painter.setPen(QPen(look.color("faint" if tick == 0 else "grid"), 1))
        painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
        if any(abs(y - other) < apart for other in written):
            continue
        written.append(y)
        painter.setPen(look.color("muted"))
        painter.drawText(
            QRectF(0, y - 20, plot.left() - look.px(6), 40),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            axis_number(tick),
        )
    _paint_names(painter, layout, classes, look)


def axis_room(axis: Axis, look: Theme, numbered: bool) -> float:
    """Return the room left of a plot, for the numbers of its axis.

    numbered: the word for the numbers below it is to have room there too.
    """
    texts = [*map(axis_number, axis.ticks), *((tr("index"), tr("rank")) if numbered else ())]
    widest = max(text_width(text, look, TICK_TEXT) for text in texts)
    return max(look.px(AXIS_ROOM), widest + look.px(AXIS_GAP))


def name_metrics(look: Theme) -> QFontMetricsF:
    """Return the metrics of the typeface of class names."""
    return QFontMetricsF(look.font(NAME_TEXT))


def _paint_names(painter: QPainter, layout: BarLayout, classes: Classes, look: Theme) -> None:
    if layout.names is Names.NONE:
        return
    metrics = name_metrics(look)
    painter.setFont(look.font(NAME_TEXT))
    painter.setPen(look.color("ink"))
    top = layout.plot.bottom() + look.px(4)
    if layout.axis.low < 0:
        top += metrics.height()
    if layout.names is Names.NUMBERS:
        _paint_numbers(painter, layout, top, look)
        return
    named = filter(layout.is_inside, layout.named)
    if layout.names is Names.LEVEL:
        room = layout.slot * layout.every
        for i in named:
            # What fits only where the next ones are left out stands by itself.
            name = classes.labels[i] if layout.every == 1 else index_or_name(classes.labels[i])
            text = elided_name(name, metrics, room - 4)
            painter.drawText(
                QRectF(layout.center(i) - room / 2, top, room, metrics.height() + 2),
                Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text,
            )  # fmt: skip
        return
    depth = layout.depth
    for i in named:
        text = elided_name(classes.labels[i], metrics, depth)
        painter.save()
        painter.translate(layout.center(i), top)
        painter.rotate(-90)
        painter.drawText(
            QRectF(-depth, -metrics.height() / 2, depth, metrics.height()),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text,
        )  # fmt: skip
        painter.restore()


def _paint_numbers(painter: QPainter, layout: BarLayout, top: float, look: Theme) -> None:
    """Write the index or the rank of some classes, where there are too many for names."""
    ranks, plot = layout.window.by_value, layout.plot
    painter.setFont(look.font(TICK_TEXT))
    metrics = QFontMetricsF(painter.font())
    painter.setPen(look.color("muted"))
    line = QRectF(0, top, plot.left() - look.px(8), metrics.height() + 2)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight, tr("rank") if ranks else tr("index"))
    free = plot.left()
    for position in layout.named:
        text = counted(layout.window.places.start + position + ranks)
        width = metrics.horizontalAdvance(text) + look.px(6)
        left = max(layout.center(position) - width / 2, plot.left() - look.px(3))
        if left < free - look.px(3) or left + width > plot.right() + look.px(10):
            continue
        free = left + width
        line = QRectF(left, top, width, metrics.height() + 2)
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter, text)


def paint_output(
    painter: QPainter,
    layout: BarLayout,
    classes: Classes,
    output: Output,
    look: Theme,
    active: int,
    others: tuple[Reference, ...] = (),
    covered: frozenset[int] = frozenset(),
) -> None:
    """Draw the values: bars, envelope, arrows, hatching and labels.

    All is of the classes that the layout shows, in their order.
    active: the hovered class; others: what the bars are compared with; covered: entries of which
    nothing is to be seen.
    """
    values = output.values
    if covered:
        values = values.copy()
        values[list(covered)] = 0.0
    others = tuple(_uncovered(other, covered) for other in others)
    pins = tuple(other for other in others if other.letter)
    spans, candidates = [], None
    painter.save()
    if not layout.window.is_whole:
        height = painter.device().height()
        painter.setClipRect(QRectF(layout.plot.left(), 0, layout.plot.width(), height))
    if layout.dense:
        ratio = painter.device().devicePixelRatio()
        edges = layout.columns(ratio)
        reach = envelope(values, edges)
        candidates = peaks(
            values, edges, reach, math.ceil(ratio * usual_width(classes.decimals, look))
        )
        paint_envelope(painter, layout, reach, look)
        for other in others:
            paint_reach(painter, layout, other, look)
    else:
        spans = layout.spans(values)
        for other in others:
            if not other.letter:
                paint_ghost(painter, layout, classes, other, look)
        _paint_entries(painter, layout, classes, values, spans, look, active, covered)
        paint_pins(painter, layout, pins, look)
    if 0 <= active < layout.count:
        _paint_active(painter, layout, active, look)
    for index in covered:
        _paint_covered(painter, layout, index, look)
    painter.restore()
    labels = place_labels(layout, values, spans, classes.decimals, look, active, pins, candidates)
    seen = [label for label in labels if label.index not in covered]
    _paint_labels(painter, seen, look, clear=bool(pins))


def _uncovered(other: Reference, covered: frozenset[int]) -> Reference:
    if not covered:
        return other
    there = other.there.copy()
    there[list(covered)] = False
    return Reference(other.letter, np.where(there, other.values, np.nan), there)


def _paint_covered(painter: QPainter, layout: BarLayout, index: int, look: Theme) -> None:
    width = max(layout.bar, 3.0)
    rect = QRectF(layout.center(index) - width / 2, layout.plot.top(), width, layout.plot.height())
    painter.setPen(QPen(look.color("faint"), max(1.0, look.px(1.5)), Qt.PenStyle.DashLine))
    painter.setBrush(look.color("window"))
    painter.drawRoundedRect(rect, look.px(6), look.px(6))
    painter.setPen(look.color("ink"))
    painter.setFont(look.font(COVER_TEXT, 700))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "?")


def _paint_entries(
    painter: QPainter,
    layout: BarLayout,
    classes: Classes,
    values: Vector,
    spans: Spans,
    look: Theme,
    active: int,
    covered: frozenset[int],
) -> None:
    card = look.color("card")
    bars: dict[int, list[QRectF]] = {}
    for i, (value, (top, bottom)) in enumerate(zip(values.tolist(), spans, strict=True)):
        if i in covered:
            continue
        color = look.class_color(classes.colors[i])
        if active >= 0 and i != active:
            color = mixed(color, card, DIMMED)
        if layout.axis.shows(value):
            left = layout.center(i) - layout.bar / 2
            bars.setdefault(color.rgb(), []).append(QRectF(left, top, layout.bar, bottom - top))
        elif math.isnan(value):
            _paint_undefined(painter, layout, i, look)
        elif math.isinf(value):
            _paint_infinite(painter, layout, i, value > 0, color, look)
        else:
            _paint_off_scale(painter, layout, i, value > 0, (top, bottom), color, look)
    painter.setPen(Qt.PenStyle.NoPen)
    for rgb, rects in bars.items():
        painter.setBrush(QColor(rgb))
        painter.drawRects(rects)


def _paint_off_scale(
    painter: QPainter,
    layout: BarLayout,
    index: int,
    up: bool,
    span: tuple[float, float],
    color: QColor,
    look: Theme,
) -> None:
    # The bar ends in a point, so that it cannot be read as a height.
    top, bottom = span
    tip = min(float(look.px(12)), (bottom - top) / 2)
    edge, base, foot = (top, top + tip, bottom) if up else (bottom, bottom - tip, top)
    left, right = layout.center(index) - layout.bar / 2, layout.center(index) + layout.bar / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(
        QPolygonF([
            QPointF(left, foot), QPointF(left, base), QPointF(layout.center(index), edge),
            QPointF(right, base), QPointF(right, foot),
        ])
    )  # fmt: skip


def _paint_infinite(
    painter: QPainter, layout: BarLayout, index: int, up: bool, color: QColor, look: Theme
) -> None:
    x, zero = layout.center(index), layout.y(0)
    end = layout.plot.top() if up else layout.plot.bottom()
    wing = max(3.0, min(float(look.px(10)), layout.slot / 3))
    pen = QPen(color, max(1.5, min(float(look.px(4)), layout.slot / 6)))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    back = end + wing if up else end - wing
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        QPolygonF([QPointF(x - wing, back), QPointF(x, end), QPointF(x + wing, back)])
    )
    pen.setDashPattern([0.5, 2.0])
    painter.setPen(pen)
    painter.drawLine(QPointF(x, zero), QPointF(x, back))


def _paint_undefined(painter: QPainter, layout: BarLayout, index: int, look: Theme) -> None:
    rect = QRectF(layout.center(index) - layout.bar / 2, layout.y(1), layout.bar,
                  layout.y(0) - layout.y(1))  # fmt: skip
    painter.fillRect(rect, QBrush(look.color("bad_ink"), Qt.BrushStyle.BDiagPattern))
    painter.setPen(QPen(look.color("bad_ink"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)


def _paint_active(painter: QPainter, layout: BarLayout, index: int, look: Theme) -> None:
    width = max(layout.slot, 3.0)
    rect = QRectF(layout.center(index) - width / 2, layout.plot.top(), width, layout.plot.height())
    painter.setPen(QPen(look.color("muted"), 1, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)


def _paint_labels(painter: QPainter, labels: list[Label], look: Theme, clear: bool = False) -> None:
    """Write the labels; clear: over a ground of their own, where outlines would cross them."""
    painter.setFont(look.font(VALUE_TEXT, VALUE_WEIGHT))
    for label in labels:
        if label.badge or clear:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("note_ground" if label.badge else "card"))
            painter.drawRoundedRect(themes.inset(label.rect, -4 * label.badge, 0), 4, 4)
    painter.setPen(look.color("ink"))
    for label in labels:
        change, _, text = label.text.rpartition("\n")
        rect = label.rect
        if change:
            _paint_change(painter, QRectF(rect), change, look)
            rect = QRectF(rect)
            rect.setTop(rect.center().y())
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def _paint_change(painter: QPainter, rect: QRectF, change: str, look: Theme) -> None:
    rect.setBottom(rect.center().y())
    painter.save()
    painter.setFont(look.font(TICK_TEXT, VALUE_WEIGHT))
    painter.setPen(look.color("accent_ink"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, change)
    painter.restore()
