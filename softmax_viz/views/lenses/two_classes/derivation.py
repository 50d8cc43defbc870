"""Softmax of two classes beside the sigmoid, and how the one becomes the other."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from softmax_viz.core.numbers import displayed, exact
from softmax_viz.core.state import State
from softmax_viz.core.two_classes import TwoClasses
from softmax_viz.text import named, tr
from softmax_viz.views import theme
from softmax_viz.views.lenses.marks import TEXT, paint_dot, write_line, write_name
from softmax_viz.views.lenses.painted import ClassCanvas
from softmax_viz.views.theme import Theme


def derivation(state: State, compared: TwoClasses) -> tuple[tuple[str, str], ...]:
    """Return the lines from softmax to the sigmoid: the formula, and the same in numbers."""

    def show(value: float) -> str:
        return displayed(value, state.decimals)

    (one, other), power = compared.powers, compared.power
    return (
        (
            tr("softmax = exp(a/T) / (exp(a/T) + exp(b/T))"),
            f"{show(one)} / ({show(one)} + {show(other)})",
        ),
        (tr("= 1 / (1 + exp(−(a − b)/T))"), f"1 / (1 + {show(power)})"),
        (
            tr("= σ((a − b)/T)"),
            f"σ({show(compared.x)}) = {show(compared.sigmoid[0])}",
        ),
    )


def table(state: State, compared: TwoClasses, pair: tuple[int, int]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the comparison, below their heading."""
    rows = [("", tr("softmax([a, b])"), tr("[σ, 1 − σ]"), tr("difference"))]
    for place, index in enumerate(pair):
        rows.append(
            (
                named(state.labels[index]),
                displayed(compared.softmax[place], state.decimals),
                displayed(compared.sigmoid[place], state.decimals),
                exact(compared.difference[place]),
            )
        )
    return tuple(rows)


class Derivation(ClassCanvas):
    """Show the comparison, and the derivation below."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[State, TwoClasses, tuple[int, int]] | None = None
        self._remark = ""
        self._line = 1.0
        self.setAccessibleName(tr("Softmax of two classes beside the sigmoid"))

    def minimumSizeHint(self) -> QSize:
        """Return room for the lines."""
        px = theme.current().px
        return QSize(px(300), px(96))

    def show_comparison(
        self, state: State, compared: TwoClasses, pair: tuple[int, int], remark: str
    ) -> None:
        """Show two classes compared, with a remark below."""
        self._shown, self._remark = (state, compared, pair), remark
        self.update()

    def class_at(self, x: float, y: float) -> int:
        """Return the class whose row is at a height, -1 for none."""
        row = int(y / self._line)
        return self._shown[2][row - 1] if self._shown is not None and 1 <= row <= 2 else -1

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw the lines."""
        if self._shown is None:
            return
        size = 15 if self.height() > look.px(230) else TEXT
        remark = self._shown[1].reason or self._remark
        line = QFontMetricsF(look.font(size)).height() + look.px(2 if size == TEXT else 8)
        self._line = line = min(line, (self.height() - look.px(6)) / (7 if remark else 6))
        bottom = self._paint_table(painter, line, size)
        bottom = self._paint_derivation(painter, bottom + look.px(4), line, size)
        write_line(painter, QRectF(0, bottom, self.width(), line), remark, "accent_ink", size, 600)

    def _paint_table(self, painter: QPainter, line: float, size: float) -> float:
        assert self._shown is not None
        look, (state, compared, pair) = theme.current(), self._shown
        px = look.px
        name = min(self.width() * 0.3, px(170))
        column = min((self.width() - name) / 3, px(170))
        for row, cells in enumerate(table(state, compared, pair)):
            y = row * line
            if row:
                if pair[row - 1] == self.active:
                    wide = QRectF(0, y, name + 3 * column, line)
                    painter.fillRect(wide, look.color("accent_ground"))
                paint_dot(
                    painter, QRectF(0, y, px(14), line).center(),
                    look.class_color(state.colors[pair[row - 1]]),
                )  # fmt: skip
                write_name(painter, QRectF(px(18), y, name - px(20), line), cells[0], "ink", size)
            for place, cell in enumerate(cells[1:]):
                painter.setFont(look.font(size if row else TEXT, 600 if row else 400))
                painter.setPen(look.color("ink" if row else "muted"))
                # A small difference is told by its first digits and its exponent.
                cell = QFontMetricsF(painter.font()).elidedText(
                    cell, Qt.TextElideMode.ElideMiddle, column - px(8)
                )
                painter.drawText(
                    QRectF(name + place * column, y, column, line),
                    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, cell,
                )  # fmt: skip
        y = round(3 * line + px(1)) + 0.5
        painter.setPen(QPen(look.color("line"), 1))
        painter.drawLine(QLineF(0, y, min(name + 3 * column, self.width()), y))
        return 3 * line + px(2)

    def _paint_derivation(self, painter: QPainter, top: float, line: float, size: float) -> float:
        assert self._shown is not None
        look, (state, compared, _) = theme.current(), self._shown
        lines = derivation(state, compared)
        metrics = QFontMetricsF(look.font(size))
        widest = max(metrics.horizontalAdvance(formula) for formula, _ in lines)
        right = min(widest + look.px(16), self.width() * 0.62)
        for row, (formula, numbers) in enumerate(lines):
            y = top + row * line
            write_line(painter, QRectF(0, y, right - look.px(8), line), formula, "ink", size)
            write_line(
                painter, QRectF(right, y, self.width() - right, line),
                "= " + numbers, "ink", size, 600,
            )  # fmt: skip
        return top + len(lines) * line
