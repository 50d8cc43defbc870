"""Rows of numbers beside the heat map: what a nudge does, and what a true class teaches."""

from __future__ import annotations

import math
from itertools import accumulate

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from softmax_viz.core.jacobians import Nudge
from softmax_viz.core.numbers import entered, exact
from softmax_viz.core.state import State
from softmax_viz.core.training import Training
from softmax_viz.text import named, tr
from softmax_viz.views.lenses.gradient.canvas import (
    ROW,
    TEXT,
    Canvas,
    name_width,
    number,
    paint_name,
)
from softmax_viz.views.text_width import text_width
from softmax_viz.views.theme import Theme

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Rows(Canvas):
    """Rows of classes below a headline, as many as fit, and a line of text below.

    WIDTHS: of the columns of numbers, to each other.
    """

    WIDTHS: tuple[float, ...] = (1.0, 1.0)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: State | None = None
        self.classes: list[int] = []
        self.footer = ""

    def _fitting(self, look: Theme) -> tuple[int, float]:
        """Return how many rows fit, and how high each is."""
        room = self.height() - look.px(18) - look.px(18)
        most = max(room // look.px(ROW), 1)
        count = min(most, len(self.classes))
        return count, min(room / max(count, 1), look.px(50))

    def rows(self) -> list[int]:
        """Return the classes that are shown: as many as fit, in the order of their index."""
        return sorted(self.classes[: self._fitting(self.look())[0]])

    def class_at(self, x: float, y: float) -> int:
        """Return the class of the row at a place."""
        look = self.look()
        count, high = self._fitting(look)
        place = math.floor((y - look.px(18)) / high)
        return self.rows()[place] if 0 <= place < count else -1

    def tip_at(self, x: float, y: float) -> str:
        """Return the row in exact numbers, or the line below."""
        index = self.class_at(x, y)
        return self.footer if index < 0 else self.details(index)

    def details(self, index: int) -> str:
        """Return the exact numbers of a class."""
        raise NotImplementedError

    def headline(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        raise NotImplementedError

    def numbers(self, index: int) -> tuple[float, ...]:
        """Return the numbers of a class, one a column."""
        raise NotImplementedError

    def texts(self, index: int, state: State) -> tuple[str, ...]:
        """Return the numbers of a class as they are written."""
        return tuple(number(value, state) for value in self.numbers(index))

    def columns_end(self) -> float:
        """Return where the last column of numbers ends."""
        return float(self.width()) - self.look().px(8)

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw headline, rows and the line below."""
        if self.state is None or not self.classes:
            return
        state, shown = self.state, self.rows()
        high = self._fitting(look)[1]
        heads = self.headline()
        texts = {index: self.texts(index, state) for index in shown}
        left, rights = self._columns(look, state, shown, [heads, *texts.values()])
        painter.setFont(look.font(12))
        painter.setPen(look.color("muted"))
        for head, right in zip(heads, rights, strict=True):
            painter.drawText(QRectF(0, 0, right, look.px(16)), RIGHT, head)
        top = float(look.px(18))
        for index in shown:
            row = QRectF(0, top, self.width(), high)
            if index == self.active:
                painter.fillRect(row, look.color("accent_ground"))
            paint_name(painter, look, state, index, QRectF(0, top, left, high), self.active)
            painter.setFont(look.font(TEXT))
            painter.setPen(look.color("ink"))
            for text, right in zip(texts[index], rights, strict=True):
                painter.drawText(QRectF(0, top, right, high), RIGHT, text)
            self.paint_more(painter, look, index, row)
            top += high
        painter.setFont(look.font(12))
        painter.setPen(look.color("muted"))
        line = QRectF(0, self.height() - look.px(17), self.width(), look.px(17))
        metrics = QFontMetricsF(painter.font())
        text = metrics.elidedText(self._footer(), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)

    def _columns(
        self, look: Theme, state: State, shown: list[int], lines: list[tuple[str, ...]]
    ) -> tuple[float, list[float]]:
        """Return where the names end, and each column of numbers: no name is cut without need."""
        gap, end = look.px(8), self.columns_end()
        widest = [max(text_width(text, look, TEXT) for text in column) + gap
                  for column in zip(*lines, strict=True)]  # fmt: skip
        left = name_width(look, state, shown, max(end - sum(widest), look.px(16)))
        spare = (end - left - sum(widest)) / sum(self.WIDTHS)
        widths = [least + spare * part for least, part in zip(widest, self.WIDTHS, strict=True)]
        return left, [left + width for width in accumulate(widths)]

    def _footer(self) -> str:
        if len(self.rows()) == len(self.classes):
            return self.footer
        rows = tr("{n} of {count} rows").format(n=len(self.rows()), count=len(self.classes))
        return f"{rows} · {self.footer}"

    def paint_more(self, painter: QPainter, look: Theme, index: int, row: QRectF) -> None:
        """Draw what else a row has."""


class NudgeTable(Rows):
    """Show the predicted beside the actual change of each output."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nudge: Nudge | None = None
        self._places: dict[int, int] = {}
        self.setAccessibleName(tr("Predicted and actual change"))

    def show_nudge(self, state: State, classes: list[int], nudge: Nudge, order: list[int]) -> None:
        """Show a nudge of these classes; order: the classes, those first that must be seen."""
        self.state, self._nudge, self.classes = state, nudge, order
        self._places = {index: place for place, index in enumerate(classes)}
        self.footer = tr("predicted = J·ε, actual = f(z + ε) − f(z)")
        self.update()

    def headline(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tr("predicted"), tr("actual")

    def numbers(self, index: int) -> tuple[float, ...]:
        """Return both changes of a class."""
        if self._nudge is None:
            return ()
        place = self._places[index]
        return float(self._nudge.predicted[place]), float(self._nudge.actual[place])

    def details(self, index: int) -> str:
        """Return both changes of a class, exactly."""
        if self.state is None or self._nudge is None:
            return ""
        predicted, actual = self.numbers(index)
        return tr("{label}: predicted {predicted}, actual {actual}").format(
            label=named(self.state.labels[index]), predicted=exact(predicted), actual=exact(actual)
        )


class TrainingTable(Rows):
    """Show output, one-hot target and the gradient, with the way each logit will go."""

    WIDTHS = (1.0, 0.3, 1.1)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training: Training | None = None
        self.setAccessibleName(tr("Output, target and gradient"))

    def show_training(self, state: State, training: Training, order: list[int]) -> None:
        """Show what is learnt; order: the classes, those first that must be seen."""
        self.state, self._training, self.classes = state, training, order
        loss = tr("loss −log p = {loss}").format(loss=number(training.loss, state))
        total = tr("gradient Σ = {total}").format(total=number(training.total, state))
        self.footer = f"{loss} · " + (training.reason or total)
        self.update()

    def headline(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tr("p"), tr("y"), tr("(p − y)/T")

    def numbers(self, index: int) -> tuple[float, ...]:
        """Return output, target and gradient of a class."""
        if self._training is None:
            return ()
        taught = self._training
        return (
            float(taught.outputs[index]),
            float(taught.target[index]),
            float(taught.gradient[index]),
        )

    def texts(self, index: int, state: State) -> tuple[str, ...]:
        """Return the numbers of a class as they are written; the target is 0 or 1."""
        output, target, gradient = self.numbers(index)
        return number(output, state), entered(target, 0), number(gradient, state)

    def details(self, index: int) -> str:
        """Return output, target and gradient of a class, exactly."""
        if self.state is None or self._training is None:
            return ""
        output, target, gradient = map(exact, self.numbers(index))
        return tr("{label}: p = {output}, y = {target}, gradient = {gradient}").format(
            label=named(self.state.labels[index]), output=output, target=target, gradient=gradient
        )

    def columns_end(self) -> float:
        """Return where the arrows begin."""
        return self.width() * 0.74

    def paint_more(self, painter: QPainter, look: Theme, index: int, row: QRectF) -> None:
        """Draw an arrow along which the logit goes: against its gradient."""
        if self._training is None or self.state is None:
            return
        left, right = self.columns_end() + look.px(16), self.width() - look.px(8)
        middle, half = (left + right) / 2, (right - left) / 2
        y = row.center().y()
        painter.setPen(QPen(look.color("faint"), 1))
        painter.drawLine(QLineF(middle, row.top() + 1, middle, row.bottom() - 1))
        share = self._training.share(index)
        if share == 0:
            return
        tip = middle - share * half
        color = look.class_color(self.state.colors[index])
        size = min(float(look.px(5)), abs(tip - middle))
        side = math.copysign(size, tip - middle)
        painter.setPen(QPen(color, look.px(4), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QLineF(middle, y, tip - side, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        back, wing = tip - side, look.px(5)
        head = [QPointF(tip, y), QPointF(back, y - wing), QPointF(back, y + wing)]
        painter.drawPolygon(QPolygonF(head))
