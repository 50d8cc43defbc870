"""Where everything in the worked table stands: pure geometry, in logical pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF

from softmax_viz.core.steps import Column, Worked
from softmax_viz.text import named, tr
from softmax_viz.views import theme
from softmax_viz.views.text_width import DIGITS_TO_ZERO, text_width
from softmax_viz.views.theme import Theme

LINE, TALLEST_LINE, LARGEST_TEXT = 20, 44, 20
HEAD, FORMULA = 18, 23
ROOMY_LINE, ROOMY_FORMULA = 30, 36
HEAD_TEXT = 12
RAISED = 0.76
WIDEST_NAME, NARROWEST_NAME = 240, 70
GAP = 16
PLACE = 16
MEASURED_ROWS = 50


@dataclass(frozen=True)
class Frame:
    """Hold where things stand.

    top: of the first row; line: the height of a line; size: of its text.
    name: the right end of the names; rights: that of each column; widths: what its texts take.
    lines: in which line of its row each column stands.
    """

    top: float
    line: float
    size: float
    name: float
    rights: tuple[float, ...]
    widths: tuple[float, ...]
    lines: tuple[int, ...]

    @property
    def lines_a_row(self) -> int:
        """Return how many lines a row has."""
        return _count(self.lines)

    @property
    def row(self) -> float:
        """Return the height of a row, of all its lines."""
        return self.line * self.lines_a_row

    @property
    def name_room(self) -> float:
        """Return where the first column begins, up to which a name may reach."""
        return self.rights[0] - self.widths[0]


@dataclass(frozen=True, eq=False)
class Measures:
    """Measure a table of some size: what it needs, and where things stand in it."""

    worked: Worked
    labels: tuple[str, ...]
    look: Theme
    size: QSize

    @cached_property
    def _widths(self) -> tuple[float, ...]:
        return self._widths_at(theme.BASE_TEXT)

    def _widths_at(self, size: float) -> tuple[float, ...]:
        rows = range(min(self.worked.classes.size, MEASURED_ROWS))
        return tuple(_column_width(each, rows, self.look, size) for each in self.worked.columns)

    @property
    def _gap(self) -> int:
        return self.look.px(GAP)

    @cached_property
    def _least_name(self) -> float:
        title = text_width(tr("class"), self.look, HEAD_TEXT) + self.look.px(10)
        return max(title, float(self.look.px(NARROWEST_NAME)))

    def _natural_name(self, size: float) -> float:
        metrics = QFontMetricsF(self.look.font(size))
        first = self.worked.classes[:MEASURED_ROWS].tolist()
        widest = max(metrics.horizontalAdvance(named(self.labels[i])) for i in first)
        return widest + self.look.px(36)

    @cached_property
    def lines(self) -> tuple[int, ...]:
        """Return in which line of its row each column stands: as many in one as there is room."""
        room = self.size.width() - self._least_name
        lines, used = [0] * len(self._widths), 0.0
        for place, width in enumerate(self._widths):
            lines[place] = lines[place - 1] if place else 0
            if used and used + width + self._gap > room:
                lines[place], used = lines[place] + 1, 0.0
            used += width + self._gap
        return tuple(lines)

    @property
    def _rows(self) -> int:
        """Return how many lines all rows have, that of the sums included."""
        return (self.worked.classes.size + 1) * _count(self.lines)

    @property
    def head(self) -> int:
        """Return the height of a line of titles."""
        return self.look.px(HEAD)

    @property
    def _heads(self) -> int:
        return self.head * _count(self.lines)

    @property
    def is_roomy(self) -> bool:
        """Tell whether there is room for a larger formula."""
        px = self.look.px
        needed = px(ROOMY_FORMULA) + self._heads + self._rows * px(ROOMY_LINE)
        return self.size.height() >= needed

    @property
    def formula_height(self) -> int:
        """Return the height of the formula above the table."""
        return self.look.px(ROOMY_FORMULA if self.is_roomy else FORMULA)

    @cached_property
    def trouble_height(self) -> float:
        """Return the height of the sentence on what goes wrong, 0 where there is none."""
        if not self.worked.trouble:
            return 0.0
        metrics = QFontMetricsF(self.look.font(theme.SMALL_TEXT + 1))
        room = QRectF(0, 0, max(self.size.width() - self.look.px(26), 60), 1000)
        flags = Qt.TextFlag.TextWordWrap
        return metrics.boundingRect(room, flags, self.worked.trouble).height() + self.look.px(7)

    @property
    def _height(self) -> int:
        px = self.look.px
        height = px(FORMULA) + self._heads + self._rows * px(LINE) + px(3)
        return round(height + self.trouble_height)

    def least(self) -> QSize:
        """Return room for every row, with the widest column alone in a line of it."""
        widest = max(self._widths, default=0.0)
        return QSize(round(self._least_name + widest + self._gap), self._height)

    def natural(self) -> QSize:
        """Return room for every row, with all columns in one line."""
        needed = self._least_name + sum(self._widths) + self._gap * len(self._widths)
        return QSizeF(needed + 0.5, self._height).toSize()

    def frame(self) -> Frame:
        """Return where things stand."""
        px, width, lines = self.look.px, self.size.width(), self.lines
        top = self.formula_height + self.trouble_height + self._heads
        line = (self.size.height() - top - px(3)) / self._rows
        line = min(max(line, px(LINE)), px(TALLEST_LINE))
        size = min(max(theme.BASE_TEXT, round(line / self.look.scale * 0.5)), LARGEST_TEXT)
        widths = self._widths_at(size)
        gaps = self._gap * len(widths)
        if _count(lines) > 1 or sum(widths) + gaps + self._least_name > width:
            size, widths = theme.BASE_TEXT, self._widths
        free = [
            width - sum(each + self._gap for each, at in zip(widths, lines, strict=True) if at == k)
            for k in range(_count(lines))
        ]
        # Names of one beginning, as of very many classes, are told apart by their ends alone.
        wanted = min(self._natural_name(size), min(free) * 0.8)
        name = min(max(min(free) * 0.4, self._least_name, wanted), px(WIDEST_NAME))
        rights: list[float] = []
        for k, left in enumerate(free):
            x, columns = name, lines.count(k)
            spread = max((left - name - px(8)) / max(columns, 1), 0.0) + self._gap
            for place in range(len(rights), len(rights) + columns):
                x += spread + widths[place]
                rights.append(x)
        return Frame(top, line, size, name, tuple(rights), widths, lines)


def _count(lines: Sequence[int]) -> int:
    return max(lines, default=0) + 1


def _column_width(column: Column, rows: range, look: Theme, size: float) -> float:
    weight = 700 if column.strong else 400
    texts = {column.text(row).translate(DIGITS_TO_ZERO) for row in rows}
    texts.add(column.total_text().translate(DIGITS_TO_ZERO))
    widest = max(text_width(text, look, size, weight) for text in texts)
    title = sum(
        text_width(text, look, HEAD_TEXT * (RAISED if raised else 1.0))
        for text, raised in column.title
    )
    # In steps, so that the columns stand still while the numbers change.
    place = look.px(PLACE)
    return place * -(-max(widest, title) // place)
