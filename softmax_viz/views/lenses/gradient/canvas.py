"""What the painted parts of the lens share: rows of classes, their names and their numbers."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from softmax_viz.core.numbers import displayed
from softmax_viz.core.state import State
from softmax_viz.views import theme
from softmax_viz.views.elided import elided_name
from softmax_viz.views.lenses.painted import ClassCanvas
from softmax_viz.views.theme import Theme

TEXT = 13
ROW = 17
MOST_DECIMALS = 4
LEAST = (150, 84)


class Canvas(ClassCanvas):
    """A part with one row a class."""

    def minimumSizeHint(self) -> QSize:
        """Return room for three rows and a headline."""
        px = theme.current().px
        return QSize(px(LEAST[0]), px(LEAST[1]))


def paint_name(
    painter: QPainter, look: Theme, state: State, index: int, rect: QRectF, active: int
) -> None:
    """Draw the swatch of a class and its name, as far as there is room."""
    side = min(look.px(10), rect.height() - 2)
    swatch = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.class_color(state.colors[index]))
    painter.drawRoundedRect(swatch, 2, 2)
    weight = 600 if index == active else 400
    room = rect.width() - side - look.px(5)
    if look.px(TEXT) > rect.height() or room < look.px(14):
        return
    painter.setFont(look.font(TEXT, weight))
    painter.setPen(look.color("ink"))
    painter.drawText(
        rect.adjusted(side + look.px(5), 0, 0, 0),
        Qt.AlignmentFlag.AlignVCenter,
        _elided(state.labels[index], int(room), look, weight),
    )


@lru_cache(maxsize=1024)
def _elided(text: str, room: int, look: Theme, weight: int) -> str:
    metrics = QFontMetricsF(look.font(TEXT, weight))
    return elided_name(text, metrics, room)


def name_width(look: Theme, state: State, classes: list[int], most: float) -> float:
    """Return room for the swatch and the longest name, as far as there is so much."""
    metrics = QFontMetricsF(look.font(TEXT, 600))
    widest = max(metrics.horizontalAdvance(state.labels[i][:40]) for i in classes)
    return float(min(widest + look.px(22), most))


def number(value: float, state: State) -> str:
    """Return a number for a narrow column: the state's decimals, four at most."""
    return displayed(value, min(state.decimals, MOST_DECIMALS))
