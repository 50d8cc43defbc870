"""What the plots of several lenses share: dots, names beside them, and lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from softmax_viz.core.state import Vector
from softmax_viz.views import theme
from softmax_viz.views.elided import elided_name
from softmax_viz.views.plot import Plot

TEXT = 13
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_gestures = count()


def new_gesture(name: str) -> object:
    """Return a token for one drag, unlike any before."""
    return (name, next(_gestures))


def paint_dot(painter: QPainter, where: QPointF, color: QColor, active: bool = False) -> None:
    """Draw the dot of a class, larger with a ring where it is emphasised."""
    look = theme.current()
    painter.setPen(QPen(look.color("ink" if active else "card"), look.px(2) if active else 1.5))
    painter.setBrush(color)
    radius = look.px(7 if active else 5)
    painter.drawEllipse(where, radius, radius)


def paint_handle(painter: QPainter, where: QPointF, color: QColor) -> None:
    """Draw the knob by which a line is dragged."""
    look = theme.current()
    painter.setBrush(look.color("card"))
    painter.setPen(QPen(color, look.px(3)))
    painter.drawEllipse(where, look.px(6), look.px(6))


def paint_arrow(painter: QPainter, tip: QPointF, towards: QPointF, color: QColor) -> None:
    """Draw a small arrow head at the border, for what lies beyond it; towards: a unit vector."""
    size = theme.current().px(7)
    across = QPointF(-towards.y(), towards.x())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    foot = tip - towards * (1.4 * size)
    painter.drawPolygon(
        QPolygonF([tip, foot + across * (0.7 * size), foot - across * (0.7 * size)])
    )


class Labels:
    """Write texts beside points where there is room, and nothing upon anything else."""

    def __init__(self, painter: QPainter, area: QRectF, size: float = TEXT) -> None:
        self._painter, self._area = painter, area
        painter.setFont(theme.current().font(size))
        self._metrics = QFontMetricsF(painter.font())
        self._taken = np.empty((0, 4))

    def keep_free(self, rect: QRectF) -> None:
        """Write nothing there."""
        box = [[rect.left(), rect.top(), rect.right(), rect.bottom()]]
        self._taken = np.concatenate([self._taken, box])

    def keep_dot_free(self, where: QPointF) -> None:
        """Write nothing on a dot."""
        size = theme.current().px(5)
        self.keep_free(QRectF(where.x() - size, where.y() - size, 2 * size, 2 * size))

    def keep_curve_free(self, plot: Plot, xs: Vector, ys: Vector) -> None:
        """Write nothing on the points of a curve, given as values of a plot."""
        size, area = theme.current().px(5), plot.area
        x = area.left() + plot.x.fractions(xs) * area.width()
        y = area.bottom() - plot.y.fractions(ys) * area.height()
        boxes = np.column_stack([x - size, y - size, x + size, y + size])
        self._taken = np.concatenate([self._taken, boxes])

    def write(
        self, where: QPointF, text: str, color: QColor, must: bool = False, far_too: bool = False
    ) -> None:
        """Write a text on a free side of a point, or else near it, or not at all.

        must: it is moved into the area, and written in any case.
        """
        width = min(self._metrics.horizontalAdvance(text) + 2, self._area.width())
        sides = list(self._sides(where, width, self._metrics.height()))
        if must:
            sides = [_moved_into(rect, self._area) for rect in sides]
        rect = self._first_free(sides)
        if rect is None and far_too:
            rect = self.place_near(where, text)
        if rect is None and must:
            rect = sides[0]
        if rect is not None:
            self.keep_free(rect)
            self._painter.setPen(color)
            self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def write_at(self, rects: Sequence[QRectF], text: str) -> None:
        """Write a text, in the painter's font and colour, in the first place that is free.

        Where none is, in the first of all.
        """
        rect = self._first_free(list(rects)) or rects[0]
        self.keep_free(rect)
        self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def place_near(self, where: QPointF, text: str) -> QRectF | None:
        """Return the first free place for a text around a point, further away if need be."""
        width, height = self._metrics.horizontalAdvance(text) + 4, self._metrics.height()
        left, top = where.x() - width / 2, where.y() - height / 2
        rect = self._first_free(
            [
                QRectF(left + across * width, top + up * height, width, height)
                for distance in range(1, 9)
                for up in (-distance, distance)
                for across in (0.0, 0.55, -0.55, 1.0, -1.0)
            ]
        )
        if rect is not None:
            self.keep_free(rect)
        return rect

    def _first_free(self, rects: list[QRectF]) -> QRectF | None:
        inside = [rect for rect in rects if self._area.contains(rect)]
        if not inside:
            return None
        sides = np.array([(r.left(), r.top(), r.right(), r.bottom()) for r in inside])
        left, top, right, bottom = sides.T[:, :, None]
        lefts, tops, rights, bottoms = self._taken.T
        meets = (lefts < right) & (rights > left) & (tops < bottom) & (bottoms > top)
        free = ~meets.any(axis=1)
        return inside[int(np.argmax(free))] if free.any() else None

    def _sides(self, where: QPointF, width: float, height: float) -> Iterator[QRectF]:
        gap = theme.current().px(8)
        x, y = where.x(), where.y()
        yield QRectF(x + gap, y - height / 2, width, height)
        yield QRectF(x - gap - width, y - height / 2, width, height)
        yield QRectF(x - width / 2, y - gap - height, width, height)
        yield QRectF(x - width / 2, y + gap, width, height)
        yield QRectF(x + gap, y + gap / 2, width, height)
        yield QRectF(x - gap - width, y - gap / 2 - height, width, height)


def _moved_into(rect: QRectF, area: QRectF) -> QRectF:
    moved = QRectF(rect)
    moved.moveLeft(min(max(rect.left(), area.left()), area.right() - rect.width()))
    moved.moveTop(min(max(rect.top(), area.top()), area.bottom() - rect.height()))
    return moved


def nearest(points: Sequence[tuple[int, QPointF]], spot: QPointF) -> int:
    """Return the class whose dot is nearest to the pointer and close to it, -1 for none."""
    reach = theme.current().px(14)
    best, found = float(reach * reach), -1
    for index, point in points:
        away = point - spot
        distance = QPointF.dotProduct(away, away)
        if distance <= best:
            best, found = distance, index
    return found


def paint_focus(painter: QPainter, rect: QRectF) -> None:
    """Draw the frame around what has the keyboard."""
    look = theme.current()
    painter.setPen(QPen(look.color("focus"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(theme.inset(rect, 1, 1), look.px(5), look.px(5))


def write_line(
    painter: QPainter, rect: QRectF, text: str, role: str, size: float = TEXT, weight: int = 400
) -> None:
    """Write one line from the left, shortened to the room there is."""
    metrics = _take_pen(painter, role, size, weight)
    painter.drawText(
        rect, LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    )


def write_name(
    painter: QPainter, rect: QRectF, name: str, role: str, size: float = TEXT, weight: int = 400
) -> None:
    """Write the name of a class from the left, so that it is told from others in any room."""
    metrics = _take_pen(painter, role, size, weight)
    painter.drawText(rect, LEFT, elided_name(name, metrics, rect.width()))


def _take_pen(painter: QPainter, role: str, size: float, weight: int) -> QFontMetricsF:
    look = theme.current()
    painter.setFont(look.font(size, weight))
    painter.setPen(look.color(role))
    return QFontMetricsF(painter.font())
