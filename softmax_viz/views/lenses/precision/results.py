"""Eight small results: naive above stable for each format, side by side as far as they fit."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import QWidget

from softmax_viz.core.jacobians import largest_classes
from softmax_viz.core.numbers import displayed, exact
from softmax_viz.core.precision import FORMATS, Precision, Result
from softmax_viz.core.state import State
from softmax_viz.text import named, tr
from softmax_viz.views import theme
from softmax_viz.views.lenses.painted import ClassCanvas
from softmax_viz.views.speech import announce
from softmax_viz.views.theme import Theme
from softmax_viz.views.tooltip import show_tooltip

TEXT = 12
MOST_SHOWN = 4
MOST_DECIMALS = 3
ROLES = {"ok": "good", "lost": "note", "stalled": "note"}
SIGNS = {"good": "✓", "bad": "✕", "note": "○"}


class Results(ClassCanvas):
    """Show softmax in each format and form, with what went wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State | None = None
        self._precision: Precision | None = None
        self._places: list[int] = []
        self._current = 0
        self._across = len(FORMATS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Softmax in four formats, naive and stable"))
        self.setAccessibleDescription(tr("The arrow keys go from result to result."))

    def minimumSizeHint(self) -> QSize:
        """Return room for two lines in each result, as they stand now."""
        px, blocks = theme.current().px, len(FORMATS) // self._across
        return QSize(px(48 + 128 * self._across), px(94 * blocks))

    def show_precision(self, state: State, precision: Precision) -> None:
        """Show the results."""
        self._state, self._precision = state, precision
        scaled = precision.scaled
        most = MOST_SHOWN if scaled.size <= MOST_SHOWN else MOST_SHOWN - 1
        self._places = largest_classes(scaled, most).tolist()
        self.update()

    def put_side_by_side(self, across: int) -> None:
        """Put so many formats side by side, and the others below them."""
        if across != self._across:
            self._across = across
            self.updateGeometry()
            self.update()

    def _head(self) -> float:
        return float(self.look().px(17))

    def cell(self, number: int) -> QRectF:
        """Return where a result is drawn."""
        look = self.look()
        left, head = float(look.px(48)), self._head()
        wide = (self.width() - left) / self._across
        blocks = len(FORMATS) // self._across
        high = min((self.height() / blocks - head) / 2, float(look.px(140)))
        form, row = divmod(number, 2)
        block, column = divmod(form, self._across)
        top = block * (head + 2 * high) + head + row * high
        return QRectF(left + column * wide, top, wide - look.px(10), high)

    def _slot(self, cell: QRectF, k: int) -> QRectF:
        slots = max(len(self._places), 3)
        look = self.look()
        assert self._precision is not None
        more = look.px(16) if self._precision.scaled.size > len(self._places) else 0
        wide = (cell.width() - more) / slots
        high = cell.height() - look.px(24)
        return QRectF(cell.left() + k * wide, cell.top() + look.px(1), wide - look.px(4), high)

    def _bar_height(self, slot: QRectF) -> float:
        look = self.look()
        return max(min(slot.height() - look.px(14), look.px(70)), look.px(3))

    def focus_frame(self) -> QRectF:
        """Return where the result is that the arrow keys have reached."""
        known = self._precision is not None and self._precision.results
        return self.cell(self._current).adjusted(-5, -1, 5, -1) if known else QRectF()

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw the headline and the results, or why there are none."""
        known = self._precision
        if known is not None and known.reason:
            painter.setFont(look.font())
            painter.setPen(look.color("ink"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), flags, known.reason)
        elif known is not None:
            self._paint_headline(painter, look)
            for number, result in enumerate(known.results):
                self._paint_result(painter, look, result, self.cell(number))

    def _paint_headline(self, painter: QPainter, look: Theme) -> None:
        painter.setFont(look.font(TEXT, 600))
        painter.setPen(look.color("muted"))
        for number, form in enumerate(FORMATS):
            cell = self.cell(2 * number)
            painter.drawText(
                QRectF(cell.left(), cell.top() - self._head(), cell.width(), self._head()),
                Qt.AlignmentFlag.AlignVCenter, form.key,
            )  # fmt: skip
        words = tr("naive"), tr("stable")
        for first in range(0, 2 * len(FORMATS), 2 * self._across):
            for row, word in enumerate(words):
                cell = self.cell(first + row)
                painter.drawText(
                    QRectF(0, cell.top(), cell.left() - look.px(4), look.px(18)),
                    Qt.AlignmentFlag.AlignVCenter, word,
                )  # fmt: skip

    def _paint_result(self, painter: QPainter, look: Theme, result: Result, cell: QRectF) -> None:
        assert self._state is not None
        assert self._precision is not None
        decimals = min(self._state.decimals, MOST_DECIMALS)
        for k, place in enumerate(self._places):
            slot = self._slot(cell, k)
            index = int(self._precision.classes[place])
            value = float(result.values[place])
            active = index == self.active
            painter.setFont(look.font(TEXT, 700 if active else 500))
            painter.setPen(look.color("bad_ink" if math.isnan(value) else "ink"))
            metrics = QFontMetricsF(painter.font())
            text = displayed(value, decimals)
            painter.drawText(
                QRectF(slot.left(), slot.top(), slot.width(), look.px(16)),
                Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(text, Qt.TextElideMode.ElideRight, slot.width() + 2),
            )
            bar = QRectF(slot.left(), slot.top() + look.px(17), slot.width(), look.px(6))
            bar.setHeight(self._bar_height(slot))
            painter.fillRect(bar, look.color("grid"))
            if math.isfinite(value):
                bar.setWidth(bar.width() * min(max(value, 0.0), 1.0))
                painter.fillRect(bar, look.class_color(self._state.colors[index]))
        if self._precision.scaled.size > len(self._places):
            last = self._slot(cell, len(self._places))
            painter.setPen(look.color("muted"))
            left = self._slot(cell, len(self._places) - 1).right() + look.px(4)
            painter.drawText(
                QRectF(left, last.top(), look.px(16), look.px(16)),
                Qt.AlignmentFlag.AlignVCenter, "…",
            )  # fmt: skip
        self._paint_chip(painter, look, result, cell)

    def _paint_chip(self, painter: QPainter, look: Theme, result: Result, cell: QRectF) -> None:
        role = ROLES.get(result.code, "bad")
        painter.setFont(look.font(TEXT, 500))
        metrics = QFontMetricsF(painter.font())
        text = f"{SIGNS[role]} {result.verdict}"
        slot = self._slot(cell, 0)
        top = slot.top() + look.px(18) + self._bar_height(slot)
        error = "" if math.isnan(result.error) else _ulps(result.error)
        chip = QRectF(cell.left(), top, metrics.horizontalAdvance(text) + look.px(14), look.px(17))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(f"{role}_ground"))
        painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
        painter.setPen(look.color(f"{role}_ink"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(look.color("muted"))
        rest = QRectF(chip.right() + look.px(6), top, cell.right() - chip.right(), chip.height())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, error)

    def details(self, number: int) -> str:
        """Return what is to be said of a result."""
        assert self._precision is not None
        result = self._precision.results[number]
        form = tr("stable") if result.stable else tr("naive")
        text = f"{result.form.key}, {form}: {result.verdict}.\n{result.detail}"
        if not math.isnan(result.error):
            text += "\n" + tr("The largest error is {ulps} of {form}.").format(
                ulps=_ulps(result.error), form=result.form.key
            )
        return text

    def _number_at(self, x: float, y: float) -> int:
        count = 0 if self._precision is None else len(self._precision.results)
        return next((n for n in range(count) if self.cell(n).contains(x, y)), -1)

    def class_at(self, x: float, y: float) -> int:
        """Return the class whose number is at a place, -1 for none."""
        number = self._number_at(x, y)
        if number < 0 or self._precision is None:
            return -1
        for k, place in enumerate(self._places):
            if self._slot(self.cell(number), k).contains(x, y):
                return int(self._precision.classes[place])
        return -1

    def tip_at(self, x: float, y: float) -> str:
        """Explain the result at a place, with the exact value of a class."""
        number, index = self._number_at(x, y), self.class_at(x, y)
        if number < 0:
            return ""
        text = self.details(number)
        if index >= 0 and self._state is not None and self._precision is not None:
            place = int(np.searchsorted(self._precision.classes, index))
            value = float(self._precision.results[number].values[place])
            text = f"{named(self._state.labels[index])}: {exact(value)}\n{text}"
        return text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from result to result by the arrows, and explain it; Space explains too."""
        count = 0 if self._precision is None else len(self._precision.results)
        column, row = divmod(self._current, 2)
        moves = {
            Qt.Key.Key_Left: (max(column - 1, 0), row),
            Qt.Key.Key_Right: (min(column + 1, len(FORMATS) - 1), row),
            Qt.Key.Key_Up: (column, 0), Qt.Key.Key_Down: (column, 1),
            Qt.Key.Key_Space: (column, row),
        }  # fmt: skip
        target = moves.get(Qt.Key(event.key()))
        if target is None or not count:
            super().keyPressEvent(event)
            return
        self._current = 2 * target[0] + target[1]
        text = self.details(self._current)
        show_tooltip(self.mapToGlobal(self.cell(self._current).bottomLeft().toPoint()), text, self)
        announce(self, text)
        self.update()


def _ulps(error: float) -> str:
    if error >= 100:
        return tr("{error} ulp").format(error=f"{error:,.0f}" if error < 1e6 else f"{error:.0e}")
    return tr("{error} ulp").format(error=displayed(error, 1) if error >= 0.05 else
                                    ("0" if error == 0 else "<0.1"))  # fmt: skip
