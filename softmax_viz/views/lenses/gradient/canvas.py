"""What the painted parts of the lens share: rows of classes, hovering, hatching for no number."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from softmax_viz.core.numbers import displayed
from softmax_viz.core.state import State
from softmax_viz.views import theme
from softmax_viz.views.elided import elided_name
from softmax_viz.views.magnified import Magnified
from softmax_viz.views.theme import Theme
from softmax_viz.views.tooltip import show_tooltip

TEXT = 13
ROW = 17
MOST_DECIMALS = 4
LEAST = (150, 84)


class Canvas(Magnified):
    """A part that paints itself, with one row a class.

    hovered: the class below the pointer, -1 for none.
    """

    hovered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.active = -1
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Return room for three rows and a headline."""
        px = theme.current().px
        return QSize(px(LEAST[0]), px(LEAST[1]))

    def highlight(self, index: int) -> None:
        """Emphasise a class, or none with -1."""
        if index != self.active:
            self.active = index
            self.update()

    def class_at(self, x: float, y: float) -> int:
        """Return the class at a place, -1 for none."""
        raise NotImplementedError

    def tip_at(self, x: float, y: float) -> str:
        """Return what a tooltip says of a place, or ""."""
        raise NotImplementedError

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw on the ground of the card."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything."""
        look = self.look()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("card"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, look)
        if self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(theme.inset(QRectF(self.rect()), 1, 1), 5, 5)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which class the pointer is on."""
        spot = event.position()
        self.hovered.emit(self.class_at(spot.x(), spot.y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on no class."""
        self.hovered.emit(-1)

    def event(self, event: QEvent) -> bool:
        """Give the exact numbers below the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.tip_at(event.pos().x(), event.pos().y())
            if text:
                show_tooltip(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)


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
