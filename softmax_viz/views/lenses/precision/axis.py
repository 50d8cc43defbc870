"""An axis with the sign of its numbers and their logarithm, and where exp overflows on it."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from softmax_viz.core.numbers import counted, displayed, entered, exact
from softmax_viz.core.precision import FORMATS, Precision
from softmax_viz.core.state import State
from softmax_viz.text import named, tr
from softmax_viz.views import theme
from softmax_viz.views.lenses.painted import ClassCanvas
from softmax_viz.views.lenses.precision.results import MOST_SHOWN
from softmax_viz.views.theme import Theme

REACH = 1e4
TICKS = (-1000.0, -100.0, -10.0, -1.0, 0.0, 1.0)
TEXT = 12
MOST_DOTS = 200


def place(value: float) -> float:
    """Return where a number lies, 0 to 1, 0.5 at 0: linear near 0, logarithmic far away."""
    far = math.asinh(min(max(value, -REACH), REACH)) / math.asinh(REACH)
    return (far + 1) / 2


class ThresholdAxis(ClassCanvas):
    """Show z/T of each class as a dot, and from where on exp is infinite in each format."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State | None = None
        self._precision: Precision | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("z/T and where exp overflows"))
        limits = ", ".join(f"{form.key} {displayed(form.limit, 2)}" for form in FORMATS)
        self.setAccessibleDescription(limits)

    def sizeHint(self) -> QSize:
        """Return room for the names above the axis and the numbers below it."""
        px = self.look().px
        return QSize(px(500), px(46))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which dots can still be told apart."""
        return QSize(theme.current().px(300), self.look().px(46))

    def show_precision(self, state: State, precision: Precision) -> None:
        """Show the logits."""
        self._state, self._precision = state, precision
        self.update()

    def x_of(self, value: float) -> float:
        """Return the x of a number in this widget; infinities lie at the ends."""
        margin = self.look().px(12)
        if math.isinf(value):
            return float(margin if value < 0 else self.width() - margin)
        return margin + place(value) * (self.width() - 2 * margin)

    def _dots(self) -> list[tuple[int, float, float]]:
        if self._precision is None:
            return []
        known = self._precision
        among = np.flatnonzero(~np.isnan(known.scaled))
        if among.size > MOST_DOTS:
            upwards = among[np.argsort(known.scaled[among], kind="stable")]
            among = upwards[np.linspace(0, upwards.size - 1, MOST_DOTS).astype(np.intp)]
        return [
            (int(known.classes[k]), float(known.scaled[k]), self.x_of(float(known.scaled[k])))
            for k in among
        ]

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw the axis, the thresholds and the dots."""
        y = float(look.px(24))
        self._paint_thresholds(painter, look, y)
        painter.setPen(QPen(look.color("faint"), 1))
        painter.drawLine(QLineF(self.x_of(-REACH), y, self.x_of(REACH), y))
        self._paint_ticks(painter, look, y)
        if self._state is not None:
            card = QPen(look.color("card"), 1)
            ring = QPen(look.color("ink"), look.px(2))
            for index, _, x in sorted(self._dots(), key=lambda dot: dot[0] == self.active):
                active = index == self.active
                painter.setPen(ring if active else card)
                painter.setBrush(look.class_color(self._state.colors[index]))
                size = look.px(7 if active else 5.5)
                painter.drawEllipse(QPointF(x, y), size, size)

    def _paint_thresholds(self, painter: QPainter, look: Theme, y: float) -> None:
        painter.setFont(look.font(TEXT))
        metrics = QFontMetricsF(painter.font())
        first = self.x_of(FORMATS[0].limit)
        overflow = QRectF(first, y - look.px(8), self.x_of(REACH) - first, look.px(16))
        painter.fillRect(overflow, look.color("bad_ground"))
        painter.setPen(QPen(look.color("bad_ink"), 1.5))
        for form in FORMATS:
            x = round(self.x_of(form.limit)) + 0.5
            painter.drawLine(QLineF(x, y - look.px(9), x, y + look.px(9)))
        names = [f"{form.key} {displayed(form.limit, 2)}" for form in FORMATS]
        half, single, twice, double = names
        # bfloat16 and float32 overflow so nearly alike that they share the line below the axis.
        for text, limit, top in (
            (half, FORMATS[0].limit, 0.0), (double, FORMATS[3].limit, 0.0),
            (f"{single}, {twice}", FORMATS[2].limit, y + look.px(8)),
        ):  # fmt: skip
            width = metrics.horizontalAdvance(text) + 2
            left = min(self.x_of(limit) - width / 2, self.width() - width)
            box = QRectF(left, top, width, look.px(15))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(look.color("muted"))
        words = self._words()
        room = self.x_of(FORMATS[0].limit) - metrics.horizontalAdvance("float16 11.09") / 2
        painter.drawText(
            QRectF(0, 0, room - look.px(8), look.px(15)), Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(words, Qt.TextElideMode.ElideRight, room - look.px(8)),
        )  # fmt: skip

    def _words(self) -> str:
        """Say what the dots are, and how many classes the results below are of."""
        count = 0 if self._precision is None else self._precision.classes.size
        if self._state is None or count <= MOST_SHOWN:
            return tr("z/T of each class; exp is infinite above")
        if count < self._state.count:
            return tr("z/T; below: the {shown} largest").format(shown=MOST_SHOWN - 1)
        return tr("z/T of {count} classes; below: the {shown} largest").format(
            count=counted(count), shown=MOST_SHOWN - 1
        )

    def _paint_ticks(self, painter: QPainter, look: Theme, y: float) -> None:
        painter.setFont(look.font(TEXT))
        for tick in TICKS:
            x = round(self.x_of(tick)) + 0.5
            painter.setPen(QPen(look.color("faint"), 1))
            painter.drawLine(QLineF(x, y - look.px(3), x, y + look.px(3)))
            painter.setPen(look.color("muted"))
            box = QRectF(x - 40, y + look.px(8), 80, look.px(15))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, entered(tick, 0))

    def class_at(self, x: float, y: float) -> int:
        """Return the class whose dot is at an x, -1 for none."""
        near = [(abs(at - x), index) for index, _, at in self._dots()]
        distance, index = min(near, default=(math.inf, -1))
        return index if distance <= self.look().px(8) else -1

    def tip_at(self, x: float, y: float) -> str:
        """Give the exact z/T of the class at a place."""
        index = self.class_at(x, y)
        if index < 0 or self._state is None:
            return ""
        values = {dot: value for dot, value, _ in self._dots()}
        return tr("{label}: z/T = {value}").format(
            label=named(self._state.labels[index]), value=exact(values[index])
        )
