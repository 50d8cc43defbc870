"""A plot with a dot for each class."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter

from softmax_viz.core.curves import Curve
from softmax_viz.core.largest import largest
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State
from softmax_viz.text import named
from softmax_viz.views import theme
from softmax_viz.views.lenses.marks import Labels, nearest, paint_dot
from softmax_viz.views.lenses.painted import ClassCanvas
from softmax_viz.views.plot import Plot
from softmax_viz.views.theme import Theme

MOST_DOTS = 50
NAMED_DOTS = 8
FEW = 6


class ClassPlot(ClassCanvas):
    """Show classes as dots on a curve; tell which one the pointer is on."""

    def __init__(self) -> None:
        super().__init__()
        self.snapshot: Snapshot | None = None
        self._dots: list[tuple[int, QPointF]] = []

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which a curve can be seen."""
        px = theme.current().px
        return QSize(px(140), px(120))

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        self.snapshot = snapshot
        self.update()

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw the plot."""
        if self.snapshot is not None:
            self.paint_plot(painter, self.snapshot)

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
        self.paint_before_names(painter, labels)
        first = (self.active, *largest(state.logits, NAMED_DOTS))
        rank = {index: place for place, index in reversed(list(enumerate(first)))}
        order = sorted(range(len(dots)), key=lambda k: rank.get(dots[k][0], len(first)))
        for k in order[:NAMED_DOTS]:
            far = len(dots) <= FEW
            labels.write(dots[k][1], texts[k], look.color("ink"), far_too=far)

    def paint_before_names(self, painter: QPainter, labels: Labels) -> None:
        """Write what needs its place more than names do."""

    def class_at(self, x: float, y: float) -> int:
        """Return the class whose dot is near a place, -1 for none."""
        return nearest(self._dots, QPointF(x, y))


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
