"""What was drawn: frequencies against p, the last draws, and the noise of the last one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QFontMetricsF,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QWidget

from softmax_viz.core.describe import class_details
from softmax_viz.core.largest import largest
from softmax_viz.core.numbers import counted, displayed
from softmax_viz.core.sampling import Draws, Noisy, Sampler, axis, band, inside
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State
from softmax_viz.core.truncation import Truncation
from softmax_viz.text import named, tr
from softmax_viz.views import theme
from softmax_viz.views.charts.bar_layout import BarLayout
from softmax_viz.views.elided import elided_name
from softmax_viz.views.lenses.bars import BarGround
from softmax_viz.views.lenses.painted import ClassCanvas
from softmax_viz.views.theme import Theme

MOST_BARS = 12
MOST_ROWS = 12
TEXT, VALUE_TEXT = 13, 12
LEAST_HEIGHT = 140


@dataclass(frozen=True)
class Drawn:
    """Hold all that the picture shows.

    reason: why nothing can be drawn, or ""; cut: which classes are cut, shape (N,).
    """

    snapshot: Snapshot
    truncation: Truncation
    sampler: Sampler
    cut: NDArray[np.bool_]
    draws: Draws
    reason: str
    by_gumbel: bool

    def sentence(self) -> str:
        """Say how well the frequencies fit, or what to do."""
        if self.reason:
            return tr("Nothing can be drawn: {reason}.").format(reason=self.reason)
        total = self.draws.total
        if not total:
            return tr("No draws yet. A change of logits, T or cut clears the counts.")
        fitting, count = inside(self.draws.frequencies(), self.sampler.probabilities, total)
        return tr("{total} draws; {n} of {count} frequencies lie in their 95 % band.").format(
            total=counted(total), n=counted(fitting), count=counted(count)
        )


class Picture(ClassCanvas):
    """Draw the order of steps, the bars, the strip, and the Gumbel table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: Drawn | None = None
        self._shown: list[int] = []
        self._few: State | None = None
        self._few_of: tuple[object, ...] = ()
        self._ground = BarGround()
        self._layout: BarLayout | None = None
        self._rows: list[tuple[QRectF, int]] = []
        self.setAccessibleName(tr("Frequencies of the draws against softmax"))

    def minimumSizeHint(self) -> QSize:
        """Return room for the bars and the table."""
        px = theme.current().px
        return QSize(px(440), px(LEAST_HEIGHT))

    def show_drawn(self, drawn: Drawn) -> None:
        """Show what was drawn."""
        self._drawn = drawn
        shown = sorted(largest(drawn.snapshot.state.logits, MOST_BARS))
        state = drawn.snapshot.state
        made_of = (shown, state.labels, state.colors)
        if self._few is None or made_of != self._few_of:
            self._few = replace(
                state, logits=state.logits[shown], example="",
                labels=tuple(state.labels[i] for i in shown),
                colors=tuple(state.colors[i] for i in shown),
            )  # fmt: skip
            self._few_of = made_of
        self._shown = shown
        self.setAccessibleDescription(drawn.sentence())
        self.update()

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw everything."""
        self._rows = []
        drawn, align = self._drawn, Qt.AlignmentFlag
        if drawn is None:
            return
        painter.setFont(look.font(TEXT))
        metrics = QFontMetricsF(painter.font())
        line = metrics.height()
        width = float(self.width())
        table = min(look.px(340), width * 0.46) if drawn.by_gumbel and not drawn.reason else 0.0
        left_width = width - table - (look.px(14) if table else 0)
        pipeline, sentence = drawn.truncation.pipeline(), drawn.sentence()
        gap = look.px(24)
        one_line = metrics.horizontalAdvance(pipeline + sentence) + gap <= width
        top = round(line if one_line else 2 * line) + look.px(2)
        head = QRectF(0, 0, width, 2 * line)
        painter.setPen(look.color("muted"))
        painter.drawText(head, align.AlignLeft | align.AlignTop, pipeline)
        painter.setPen(look.color("bad_ink" if drawn.reason else "ink"))
        if one_line:
            painter.drawText(head, align.AlignRight | align.AlignTop, sentence)
        else:
            fitting = metrics.elidedText(sentence, Qt.TextElideMode.ElideRight, width)
            painter.drawText(head, align.AlignLeft | align.AlignBottom, fitting)
        strip = look.px(13)
        self._paint_strip(painter, drawn, QRectF(0, self.height() - strip, left_width, strip))
        area = QRectF(0, top, round(left_width), round(self.height() - top - strip - look.px(5)))
        if area.height() > look.px(36):
            self._paint_bars(painter, drawn, area)
        if table:
            self._paint_table(
                painter, drawn, QRectF(width - table, top, table, self.height() - top)
            )

    def _paint_bars(self, painter: QPainter, drawn: Drawn, area: QRectF) -> None:
        if self._few is None:
            return
        look, state, draws = theme.current(), self._few, drawn.draws
        layout = self._layout = self._ground.paint(
            painter, area, state, axis(drawn.sampler.probabilities)
        )
        p = drawn.sampler.probabilities[self._shown]
        if drawn.reason:
            return
        total = draws.total
        frequencies = draws.frequencies()[self._shown]
        low, high = band(p, total) if total else (p, p)
        written: list[tuple[int, float, float, str]] = []
        for i, index in enumerate(self._shown):
            center, half = layout.center(i), layout.bar / 2
            left, right = center - half, center + half
            bottom = layout.plot.bottom()
            if index == self.active:
                painter.setPen(QPen(look.color("muted"), 1, Qt.PenStyle.DotLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(
                    QRectF(center - layout.slot / 2, layout.plot.top(), layout.slot,
                           layout.plot.height())
                )  # fmt: skip
            if drawn.cut[index]:
                shade = QRectF(left, layout.plot.top(), layout.bar, layout.plot.height())
                painter.fillRect(shade, QBrush(look.color("faint"), Qt.BrushStyle.BDiagPattern))
                top, text = layout.plot.bottom() - look.px(2), tr("cut")
            else:
                share = float(frequencies[i]) if total else 0.0
                y = layout.y(share)
                painter.fillRect(
                    QRectF(left, y, layout.bar, bottom - y),
                    look.class_color(state.colors[i]),
                )
                upper, lower = layout.y(float(high[i])), layout.y(float(low[i]))
                expected = layout.y(float(p[i]))
                painter.setPen(QPen(look.color("ink"), look.px(1.5)))
                painter.drawLine(QLineF(left - 3, expected, right + 3, expected))
                if total:
                    wing = min(half * 0.5, float(look.px(8)))
                    painter.drawLine(QLineF(center, upper, center, lower))
                    painter.drawLine(QLineF(center - wing, upper, center + wing, upper))
                    painter.drawLine(QLineF(center - wing, lower, center + wing, lower))
                top = min(y, upper, expected)
                text = displayed(share if total else float(p[i]), drawn.snapshot.state.decimals)
            written.append((index, center, top, text))
        self._paint_values(painter, drawn, written)

    def _paint_values(
        self, painter: QPainter, drawn: Drawn, written: list[tuple[int, float, float, str]]
    ) -> None:
        look, p = theme.current(), drawn.sampler.probabilities
        painter.setFont(look.font(VALUE_TEXT, 600))
        metrics = QFontMetricsF(painter.font())
        placed: list[QRectF] = []
        # All that fit: the hovered class first, then the larger shares.
        for index, center, top, text in sorted(
            written, key=lambda entry: (entry[0] != self.active, -float(p[entry[0]]))
        ):
            wide = metrics.horizontalAdvance(text) + 4
            place = QRectF(center - wide / 2, top - metrics.height() - 1, wide, metrics.height())
            if any(place.intersects(other) for other in placed):
                continue
            placed.append(place)
            quiet = drawn.cut[index] or not drawn.draws.total
            painter.setPen(look.color("muted" if quiet else "ink"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_strip(self, painter: QPainter, drawn: Drawn, area: QRectF) -> None:
        look, colors = theme.current(), drawn.snapshot.state.colors
        side = area.height()
        fitting = int(area.width() / (side + 1))
        for place, index in enumerate(drawn.draws.recent[-fitting:]):
            square = QRectF(place * (side + 1), area.top(), side, side)
            painter.fillRect(square, look.class_color(colors[index]))
            if index == self.active:
                painter.setPen(QPen(look.color("ink"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(square.adjusted(1, 1, -1, -1))

    def _paint_table(self, painter: QPainter, drawn: Drawn, area: QRectF) -> None:
        look, align, last = theme.current(), Qt.AlignmentFlag, drawn.draws.last
        painter.setFont(look.font(TEXT))
        line = QFontMetricsF(painter.font()).height()
        if last is None:
            painter.setPen(look.color("muted"))
            painter.drawText(
                area, Qt.TextFlag.TextWordWrap | align.AlignLeft | align.AlignTop,
                tr("Each draw adds Gumbel noise g = −log(−log u) to the logits and takes the "
                   "largest sum: the same frequencies as drawing from softmax."),
            )  # fmt: skip
            return
        fitting = max(1, int(area.height() / line) - 2)
        rows = sorted(largest(last.sums, min(fitting, MOST_ROWS)))
        # Rows have room to breathe where there is some.
        line = min(area.height() / (len(rows) + 2), line * 1.6)
        first = area.left() + area.width() * 0.31
        each = (area.right() - look.px(20) - first) / 3
        scores = tr("log p") if drawn.sampler.shifted else "z/T"
        self._row(painter, area, 0, line, ["", scores, tr("+ noise"), tr("= sum")], each, False)
        painter.setPen(QPen(look.color("line"), 1))
        under = area.top() + line
        painter.drawLine(QLineF(area.left(), under, area.right(), under))
        for row, index in enumerate(rows, start=1):
            self._paint_noisy(painter, drawn, last, index, (area, row, line, each))
        painter.setFont(look.font(VALUE_TEXT))
        painter.setPen(look.color("muted"))
        note = tr("◀ the largest sum was drawn last")
        if len(rows) < drawn.snapshot.state.count:
            note = tr("◀ drawn last; {k} largest sums of {n}").format(
                k=len(rows), n=counted(drawn.snapshot.state.count)
            )
        painter.drawText(
            QRectF(area.left(), area.top() + (len(rows) + 1) * line, area.width(), line),
            align.AlignRight | align.AlignVCenter, note,
        )  # fmt: skip

    def _paint_noisy(
        self,
        painter: QPainter,
        drawn: Drawn,
        last: Noisy,
        index: int,
        where: tuple[QRectF, int, float, float],
    ) -> None:
        look, state = theme.current(), drawn.snapshot.state
        area, row, line, each = where
        won = index == last.winner
        top = area.top() + row * line
        self._rows.append((QRectF(area.left(), top, area.width(), line), index))
        if won or index == self.active:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("good_ground" if won else "note_ground"))
            painter.drawRoundedRect(QRectF(area.left(), top, area.width(), line), 4, 4)
        chip = look.px(9)
        painter.fillRect(
            QRectF(area.left() + 4, top + (line - chip) / 2, chip, chip),
            look.class_color(state.colors[index]),
        )
        decimals = min(state.decimals, 3)
        numbers = (last.scores[index], last.noise[index], last.sums[index])
        cells = [named(state.labels[index]), *(displayed(float(x), decimals) for x in numbers)]
        self._row(painter, area, row, line, cells, each, won)
        if won:
            painter.drawText(
                QRectF(area.right() - look.px(18), top, look.px(16), line),
                Qt.AlignmentFlag.AlignCenter, "◀",
            )  # fmt: skip

    def _row(
        self,
        painter: QPainter,
        area: QRectF,
        row: int,
        line: float,
        cells: list[str],
        each: float,
        strong: bool,
    ) -> None:
        look, align = theme.current(), Qt.AlignmentFlag
        painter.setFont(look.font(TEXT, 700 if strong else 400))
        painter.setPen(look.color("muted" if row == 0 else "ink"))
        metrics = QFontMetricsF(painter.font())
        top = area.top() + row * line
        first = area.right() - look.px(20) - 3 * each
        room = first - area.left() - look.px(17)
        painter.drawText(
            QRectF(area.left() + look.px(19), top, room, line),
            align.AlignLeft | align.AlignVCenter,
            elided_name(cells[0], metrics, room),
        )  # fmt: skip
        for column, text in enumerate(cells[1:]):
            painter.drawText(
                QRectF(first + column * each, top, each, line),
                align.AlignRight | align.AlignVCenter, text,
            )  # fmt: skip

    def class_at(self, x: float, y: float) -> int:
        """Return the class at a place, of a bar or of a row of the table; -1 for none."""
        for row, index in self._rows:
            if row.contains(x, y):
                return index
        place = -1 if self._layout is None else self._layout.index_at(x)
        return self._shown[place] if 0 <= place < len(self._shown) else -1

    def tip_at(self, x: float, y: float) -> str:
        """Tell all of the class below the pointer."""
        index = self.class_at(x, y)
        if index < 0 or self._drawn is None:
            return ""
        return class_details(self._drawn.snapshot, index)
