"""A plot with a dot for each class."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from softmax_viz.core.curves import Curve
from softmax_viz.core.largest import largest
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State
from softmax_viz.text import named
from softmax_viz.views import theme
from softmax_viz.views.lenses.marks import Labels, nearest, paint_dot, paint_focus
from softmax_viz.views.plot import Plot

MOST_DOTS = 50
NAMED_DOTS = 8
FEW = 6


class ClassPlot(QWidget):
    """Show classes as dots on a curve; tell which one the pointer is on."""

    hovered = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.snapshot: Snapshot | None = None
        self.active = -1
        self._dots: list[tuple[int, QPointF]] = []
        self._written: tuple[int, QPointF] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which a curve can be seen."""
        px = theme.current().px
        return QSize(px(140), px(120))

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        self.snapshot = snapshot
        self.update()

    def highlight(self, index: int) -> None:
        """Emphasise the dot of a class."""
        if index != self.active:
            self.active = index
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the plot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.current().color("card"))
        if self.snapshot is not None:
            self.paint_plot(painter, self.snapshot)
            if self.hasFocus():
                paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def paint_plot(self, painter: QPainter, snapshot: Snapshot) -> None:
        """Draw what is shown of a snapshot."""
        raise NotImplementedError

    def paint_dots(
        self, painter: QPainter, state: State, dots: list[tuple[int, QPointF]], area: QRectF,
        texts: Sequence[str], plot: Plot, curve: Curve,
    ) -> None:  # fmt: skip
        """Draw dots, the largest logit on top, with their texts where there is room."""
        look = theme.current()
        self._dots = dots
        labels = Labels(painter, area)
        labels.keep_curve_free(plot, curve.xs, curve.ys)
        for index, where in reversed(dots):
            paint_dot(painter, where, look.class_color(state.colors[index]), index == self.active)
            labels.keep_dot_free(where)
        first = (self.active, *largest(state.logits, NAMED_DOTS))
        rank = {index: place for place, index in reversed(list(enumerate(first)))}
        order = sorted(range(len(dots)), key=lambda k: rank.get(dots[k][0], len(first)))
        for k in order[:NAMED_DOTS]:
            far = len(dots) <= FEW
            labels.write(dots[k][1], texts[k], look.color("ink"), far_too=far)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which class the pointer is on."""
        self.hovered.emit(nearest(self._dots, event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on no class."""
        self.hovered.emit(-1)


def shown_classes(state: State, active: int) -> list[int]:
    """Return the classes that get a dot: those of the largest logits, and the emphasised one."""
    shown = list(largest(state.logits, MOST_DOTS))
    if 0 <= active < state.count and active not in shown:
        shown.append(active)
    return shown


def short_name(state: State, index: int) -> str:
    """Return a name that fits beside a dot."""
    name = named(state.labels[index])
    return name if len(name) <= 16 else name[:15] + "…"
