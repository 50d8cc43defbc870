"""The marks by which the four points are told apart, in the triangle and in the table."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from softmax_viz.views import theme

DOT, SQUARE, DIAMOND, RING = "dot", "square", "diamond", "ring"


def paint_mark(painter: QPainter, mark: str, at: QPointF, dot: QColor) -> None:
    """Draw a mark; dot: the colour of the one that can be dragged."""
    look = theme.current()
    size = float(look.px(6))
    painter.setPen(QPen(look.color("card"), 1.5))
    painter.setBrush(look.color("ink"))
    if mark == DOT:
        painter.setPen(QPen(look.color("card"), 2))
        painter.setBrush(dot)
        painter.drawEllipse(at, size * 1.15, size * 1.15)
    elif mark == SQUARE:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("ink"), 2))
        side = size * 2.1
        painter.drawRect(QRectF(at.x() - side / 2, at.y() - side / 2, side, side))
    elif mark == DIAMOND:
        painter.setBrush(look.color("bad_ink"))
        half = size * 1.2
        painter.drawPolygon(
            QPolygonF([
                at + QPointF(0, -half), at + QPointF(half, 0),
                at + QPointF(0, half), at + QPointF(-half, 0),
            ])
        )  # fmt: skip
    else:
        painter.setBrush(look.color("card"))
        painter.setPen(QPen(look.color("ink"), 2))
        painter.drawEllipse(at, size * 0.85, size * 0.85)
