"""The table beside the triangle, or below it: the shares of every point, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from softmax_viz.core.numbers import displayed
from softmax_viz.core.state import Vector
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.elided import elided_name
from softmax_viz.views.lenses.simplex.marks import DOT, paint_mark

TEXT = 13
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Corner:
    """Name the class at a corner, with its colour and whether it is emphasised."""

    name: str
    color: QColor
    active: bool


@dataclass(frozen=True, eq=False)
class ShareTable:
    """Hold a table: a column for each corner, and a row for each point.

    rows: the mark, the name and the shares of a point; sentence: what stands below.
    """

    corners: tuple[Corner, ...]
    rows: tuple[tuple[str, str, Vector], ...]
    decimals: int
    sentence: str

    def paint(self, painter: QPainter, area: QRectF, dot: QColor) -> None:
        """Draw the table; dot: the colour of the mark that can be dragged."""
        look, left = theme.current(), area.left()
        first, each = columns(area)
        painter.setFont(look.font(TEXT))
        text_line = QFontMetricsF(painter.font()).height()
        wrapped = (
            Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        )
        note = area.adjusted(0, 0, -look.px(6), -look.px(2))
        needed = painter.boundingRect(note, wrapped, self.sentence).height()
        line = min((area.height() - needed - look.px(6)) / 6, text_line * 1.7)
        for number, corner in enumerate(self.corners):
            column = QRectF(first + number * each, area.top(), each, line)
            self._paint_head(painter, corner, column)
        painter.setPen(QPen(look.color("line"), 1))
        under = area.top() + line
        painter.drawLine(QLineF(left, under, first + 3 * each, under))
        for row, (mark, name, p) in enumerate(self.rows, start=1):
            top = area.top() + row * line
            paint_mark(painter, mark, QPointF(left + look.px(9), top + line / 2), dot)
            painter.setFont(look.font(TEXT, 700 if mark == DOT else 400))
            painter.setPen(look.color("ink"))
            own = QFontMetricsF(painter.font())
            painter.drawText(
                QRectF(left + look.px(22), top, first - left, line), LEFT,
                own.elidedText(name, Qt.TextElideMode.ElideRight, first - left - look.px(22)),
            )  # fmt: skip
            for number in range(3):
                cell = QRectF(first + number * each, top, each, line)
                painter.drawText(cell, RIGHT, displayed(float(p[number]), self.decimals))
        self._paint_path(painter, QRectF(left, area.top() + 5 * line, area.width(), line))
        painter.drawText(note, wrapped, self.sentence)

    def _paint_head(self, painter: QPainter, corner: Corner, column: QRectF) -> None:
        look, line = theme.current(), column.height()
        if corner.active:
            ground = QRectF(column.left() + 4, column.top(), column.width() - 2, line * 5)
            painter.fillRect(ground, look.color("note_ground"))
        painter.setFont(look.font(TEXT, 600))
        bold = QFontMetricsF(painter.font())
        chip = look.px(9)
        text = elided_name(corner.name, bold, column.width() - chip * 2.4)
        painter.setPen(look.color("ink"))
        painter.drawText(column, RIGHT, text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(corner.color)
        x = column.right() - bold.horizontalAdvance(text) - chip * 1.6
        painter.drawRoundedRect(QRectF(x, column.top() + (line - chip) / 2, chip, chip), 2, 2)

    def _paint_path(self, painter: QPainter, row: QRectF) -> None:
        """Say what the dotted line is; leaves the pen of quiet words."""
        look, left, middle = theme.current(), row.left(), row.center().y()
        painter.setPen(QPen(look.color("ink"), look.px(1.5), Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(left + look.px(2), middle, left + look.px(17), middle))
        painter.setFont(look.font(TEXT))
        painter.setPen(look.color("muted"))
        painter.drawText(
            row.adjusted(look.px(22), 0, -look.px(2), 0), LEFT,
            tr("softmax as T goes from 0 (corner) to ∞ (centre)"),
        )  # fmt: skip


def columns(area: QRectF) -> tuple[float, float]:
    """Return where the first column of a table begins, and how wide each is."""
    px, right = theme.current().px, area.right() - theme.current().px(8)
    first = area.left() + max((right - area.left()) * 0.34, px(130))
    return first, min((right - first) / 3, px(130))


def corner_at(area: QRectF, x: float) -> int:
    """Return the corner whose column is at an x, -1 for none."""
    first, each = columns(area)
    corner = int((x - first) // each)
    return corner if 0 <= corner < 3 else -1
