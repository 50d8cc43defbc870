"""A Jacobian as a signed heat map: blue below 0, orange above, numbers while they fit."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetricsF, QImage, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from softmax_viz.core.errorfree import Array
from softmax_viz.core.jacobians import Jacobian
from softmax_viz.core.numbers import exact
from softmax_viz.core.state import State
from softmax_viz.text import named, tr, tr_noop
from softmax_viz.views.lenses.gradient.canvas import (
    TEXT,
    Canvas,
    name_width,
    number,
    paint_name,
)
from softmax_viz.views.speech import announce
from softmax_viz.views.text_width import text_width
from softmax_viz.views.theme import Theme

BELOW, ABOVE = 0, 4  # Okabe and Ito's blue and vermilion, among the colours of classes
STRONGEST = 0.62
CELL_TEXT = 12
NAMES_SHARE, NAMED_COLUMN = 0.32, 48
PARTIAL = tr_noop("∂pᵢ / ∂zⱼ")


class HeatMap(Canvas):
    """Show d output_i / d z_j, and the sum of each row.

    chosen: the class of a column that a person picks, to nudge its logit.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State | None = None
        self._jacobian: Jacobian | None = None
        self._reason = ""
        self._column = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Jacobian"))
        self.setAccessibleDescription(tr("Left and Right choose the column that is nudged."))

    def show_jacobian(self, state: State, jacobian: Jacobian, reason: str, column: int) -> None:
        """Show a Jacobian; column: the class that is nudged; reason: why all is 0 or undefined."""
        self._state, self._jacobian = state, jacobian
        self._reason, self._column = reason, column
        self.update()

    def _cells(self, state: State, jacobian: Jacobian, look: Theme) -> tuple[QRectF, float, bool]:
        """Return where the cells lie, how wide a row sum is, and whether columns have names."""
        classes = jacobian.classes.tolist()
        sums = look.px(52)
        top = look.px(18)
        bottom = look.px(18) if self._reason or len(classes) < state.count else look.px(2)
        high = min((self.height() - top - bottom) / len(classes), look.px(50))
        left = text_width(tr(PARTIAL), look, CELL_TEXT) + look.px(6)
        if high >= look.px(TEXT):
            left = max(left, name_width(look, state, classes, self.width() * NAMES_SHARE))
        wide = min((self.width() - left - sums) / len(classes), look.px(150))
        area = QRectF(left, top, wide * len(classes), high * len(classes))
        return area, float(sums), wide >= look.px(NAMED_COLUMN)

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw names, cells, row sums and the sentence below."""
        state, jacobian = self._state, self._jacobian
        if state is None or jacobian is None:
            return
        area, sums, named_columns = self._cells(state, jacobian, look)
        classes = jacobian.classes.tolist()
        count = len(classes)
        wide, high = area.width() / count, area.height() / count
        font = look.font(CELL_TEXT)
        metrics = QFontMetricsF(font)
        texts: list[list[str]] = []
        fits = high >= metrics.ascent() + 2 and wide >= metrics.horizontalAdvance("0.000")
        if fits:
            texts = [[number(v, state) for v in row] for row in jacobian.matrix.tolist()]
            fits = max(metrics.horizontalAdvance(t) for row in texts for t in row) <= wide - 3
        _paint_cells(painter, look, area, jacobian)
        if fits:
            painter.setFont(font)
            painter.setPen(look.color("ink"))
            for i, row in enumerate(texts):
                for j, text in enumerate(row):
                    cell = QRectF(area.left() + j * wide, area.top() + i * high, wide, high)
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
        elif min(wide, high) >= look.px(7):
            _paint_signs(painter, look, area, jacobian)
        for i, index in enumerate(classes):
            name = QRectF(0, area.top() + i * high, area.left(), high)
            paint_name(painter, look, state, index, name, self.active)
        self._paint_columns(painter, look, state, classes, area, named_columns)
        self._paint_sums(painter, look, state, jacobian, area, sums)
        self._paint_choice(painter, look, classes, area)
        self._paint_sentence(painter, look, state, classes)

    def _paint_columns(
        self, painter: QPainter, look: Theme, state: State, classes: list[int],
        area: QRectF, named_columns: bool,
    ) -> None:  # fmt: skip
        wide = area.width() / len(classes)
        for j, index in enumerate(classes):
            head = QRectF(area.left() + j * wide + 2, 0, wide - 3, look.px(16))
            if not named_columns:
                side = min(wide - 2, look.px(10))
                head = QRectF(head.center().x() - side / 2, 0, side, look.px(16))
            paint_name(painter, look, state, index, head, self.active)
        painter.setFont(look.font(CELL_TEXT))
        painter.setPen(look.color("muted"))
        corner = QRectF(0, 0, area.left() - look.px(4), look.px(16))
        painter.drawText(corner, Qt.AlignmentFlag.AlignVCenter, tr(PARTIAL))

    def _paint_sums(
        self, painter: QPainter, look: Theme, state: State, jacobian: Jacobian,
        area: QRectF, sums: float,
    ) -> None:  # fmt: skip
        high = area.height() / jacobian.classes.size
        painter.setFont(look.font(CELL_TEXT))
        if high < QFontMetricsF(painter.font()).ascent():
            return
        painter.setPen(look.color("muted"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left, wide = area.right(), sums - look.px(4)
        painter.drawText(QRectF(left, 0, wide, look.px(16)), right, tr("Σ row"))
        painter.setPen(look.color("ink"))
        for i, value in enumerate(jacobian.row_sums.tolist()):
            rect = QRectF(left, area.top() + i * high, wide, high)
            painter.drawText(rect, right, number(value, state))

    def _paint_choice(
        self, painter: QPainter, look: Theme, classes: list[int], area: QRectF
    ) -> None:
        wide, high = area.width() / len(classes), area.height() / len(classes)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._column in classes:
            j = classes.index(self._column)
            painter.setPen(QPen(look.color("focus"), look.px(2)))
            column = QRectF(area.left() + j * wide, area.top(), wide, area.height())
            painter.drawRect(column.adjusted(1, 1, -1, -1))
        if self.active in classes:
            i = classes.index(self.active)
            painter.setPen(QPen(look.color("ink"), 1.5))
            painter.drawRect(QRectF(area.left(), area.top() + i * high, area.width(), high))

    def _paint_sentence(
        self, painter: QPainter, look: Theme, state: State, classes: list[int]
    ) -> None:
        sentence = self.sentence(state, len(classes))
        if not sentence:
            return
        painter.setFont(look.font(CELL_TEXT))
        painter.setPen(look.color("muted"))
        line = QRectF(0, self.height() - look.px(17), self.width(), look.px(17))
        text = QFontMetricsF(painter.font()).elidedText(
            sentence, Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)

    def sentence(self, state: State, shown: int) -> str:
        """Return why there is nothing but 0 or no number, or what the sums are over."""
        if self._reason or shown == state.count:
            return self._reason
        return tr("Σ row is over all classes.")

    def _cell_at(self, x: float, y: float) -> tuple[int, int]:
        state, jacobian = self._state, self._jacobian
        if state is None or jacobian is None:
            return -1, -1
        area, _, _ = self._cells(state, jacobian, self.look())
        count = jacobian.classes.size
        j = math.floor((x - area.left()) / area.width() * count)
        i = math.floor((y - area.top()) / area.height() * count)
        return (i if 0 <= i < count else -1), (j if 0 <= j < count else -1)

    def class_at(self, x: float, y: float) -> int:
        """Return the class of the row at a place, of the column above the cells."""
        i, j = self._cell_at(x, y)
        place = i if i >= 0 else j
        return -1 if self._jacobian is None or place < 0 else int(self._jacobian.classes[place])

    def tip_at(self, x: float, y: float) -> str:
        """Return the exact value of a cell, or of a row's sum, or the sentence below."""
        state, jacobian = self._state, self._jacobian
        if state is None or jacobian is None:
            return ""
        i, j = self._cell_at(x, y)
        if i < 0 and y < self.look().px(18):
            told = tr("Row i, column j: how much output i moves for each unit of logit j.")
            return told if j < 0 else named(state.labels[jacobian.classes[j]])
        if i < 0:
            return self.sentence(state, jacobian.classes.size)
        row = named(state.labels[jacobian.classes[i]])
        if j < 0:
            return tr("The row of {row} sums to {value}.").format(
                row=row, value=exact(float(jacobian.row_sums[i]))
            )
        value = float(jacobian.matrix[i, j])
        column = named(state.labels[jacobian.classes[j]])
        if math.isnan(value):
            return tr("∂ {row} / ∂ z of {column} is undefined.").format(row=row, column=column)
        return tr("∂ {row} / ∂ z of {column} = {value}").format(
            row=row, column=column, value=exact(value)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the column to be nudged."""
        _, j = self._cell_at(event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and self._jacobian is not None and j >= 0:
            self.chosen.emit(int(self._jacobian.classes[j]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the column by Left and Right."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step or self._jacobian is None or self._state is None:
            super().keyPressEvent(event)
            return
        classes = self._jacobian.classes.tolist()
        place = classes.index(self._column) if self._column in classes else -step
        index = classes[min(max(place + step, 0), len(classes) - 1)]
        self.chosen.emit(index)
        announce(self, self._state.labels[index])


def heat(look: Theme, values: Array, largest: float) -> NDArray[np.uint32]:
    """Return the colours, 0xffRRGGBB, of values: the card's at 0, blue below it, orange above."""
    card, below, above = (
        np.array([color.red(), color.green(), color.blue()], dtype=np.float64)
        for color in (look.color("card"), look.class_color(BELOW), look.class_color(ABOVE))
    )
    size = np.abs(np.nan_to_num(values, nan=0.0)) / (largest or 1.0)
    strength = STRONGEST * np.sqrt(np.minimum(size, 1.0))[..., np.newaxis]
    poles = np.where((values > 0)[..., np.newaxis], above, below)
    mixed = np.rint(card + strength * (poles - card)).astype(np.uint32)
    red, green, blue = (mixed[..., k] << np.uint32(16 - 8 * k) for k in range(3))
    return np.asarray(np.uint32(0xFF000000) | red | green | blue)


def _paint_cells(painter: QPainter, look: Theme, area: QRectF, jacobian: Jacobian) -> None:
    """Draw the colours as one picture with a pixel a cell, hatched where there is no number."""
    count = jacobian.classes.size
    colors = np.ascontiguousarray(heat(look, jacobian.matrix, jacobian.largest))
    cells = QImage(colors.tobytes(), count, count, 4 * count, QImage.Format.Format_RGB32)
    painter.drawImage(area, cells)
    wide, high = area.width() / count, area.height() / count
    hatching = QBrush(look.color("line"), Qt.BrushStyle.BDiagPattern)
    for i, j in np.argwhere(np.isnan(jacobian.matrix)).tolist():
        cell = QRectF(area.left() + j * wide, area.top() + i * high, wide, high)
        painter.fillRect(cell, look.color("note_ground"))
        painter.fillRect(cell, hatching)
    if min(wide, high) >= look.px(7):
        painter.setPen(QPen(look.color("card"), 1))
        xs = [area.left() + k * wide for k in range(count + 1)]
        ys = [area.top() + k * high for k in range(count + 1)]
        painter.drawLines([QLineF(x, area.top(), x, area.bottom()) for x in xs])
        painter.drawLines([QLineF(area.left(), y, area.right(), y) for y in ys])
    painter.setPen(QPen(look.color("line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area)


def _paint_signs(painter: QPainter, look: Theme, area: QRectF, jacobian: Jacobian) -> None:
    """Draw the signs where numbers have no room, so that colour is never alone."""
    count = jacobian.classes.size
    wide, high, arm = area.width() / count, area.height() / count, look.px(2)
    strokes: list[QLineF] = []
    with np.errstate(invalid="ignore"):
        signs = np.sign(jacobian.matrix)
    for i, row in enumerate(signs.tolist()):
        y = area.top() + (i + 0.5) * high
        for j, sign in enumerate(row):
            x = area.left() + (j + 0.5) * wide
            if abs(sign) == 1:
                strokes.append(QLineF(x - arm, y, x + arm, y))
            if sign == 1:
                strokes.append(QLineF(x, y - arm, x, y + arm))
    painter.setPen(look.color("ink"))
    painter.drawLines(strokes)
