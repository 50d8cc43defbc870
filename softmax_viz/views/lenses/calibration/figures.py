"""The figures of calibration as a small table: at the present T, and at the best one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.explained import Explained
from softmax_viz.views.lenses.marks import paint_focus, write_line
from softmax_viz.views.theme import Theme

TEXT, NOTE, LARGE, LESS = 13, 12, 20, 16
HEAD, ROW, NOTE_LINE, GAP = 26, 36, 17, 3
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
WIDTH, LEAST_HEIGHT = 270, 130
# In less width, a name stands above its values.
NARROW, NARROW_ROW = 250, 38
NARROW_WIDTH = 170
Rows = tuple[tuple[str, str, str], ...]


class Figures(Explained):
    """Show names with values, below the head of each column; and notes below all of them."""

    def __init__(self) -> None:
        super().__init__()
        self._corner = ""
        self._head, self._other_head = "", ""
        self._rows: Rows = ()
        self._others: tuple[str, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._pale = False
        self._least = WIDTH
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Figures of calibration"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def set_room(self, narrow: bool, alone: bool) -> None:
        """Take so little width, or all there is where nothing stands beside."""
        self._least = NARROW_WIDTH if narrow else WIDTH
        across = QSizePolicy.Policy.Expanding if alone else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return room for all of it."""
        px = theme.current().px
        return QSize(px(self._least), px(HEAD + 4 * ROW + 2 * NOTE_LINE))

    def minimumSizeHint(self) -> QSize:
        """Return the least room that shows every figure."""
        px = theme.current().px
        narrow = px(HEAD + 4 * NARROW_ROW + 3 * NOTE_LINE)
        return QSize(px(self._least), narrow if self._least < NARROW else px(LEAST_HEIGHT))

    @property
    def _is_narrow(self) -> bool:
        return self.width() < theme.current().px(NARROW)

    def show_figures(
        self, corner: str, head: str, rows: Rows, notes: tuple[str, ...], pale: bool
    ) -> None:
        """Show figures: name, value and meaning of each; pale where they are not the last word."""
        shown = corner, head, rows, notes, pale
        if shown != (self._corner, self._head, self._rows, self._notes, self._pale):
            self._corner, self._head, self._rows, self._notes, self._pale = shown
            self._describe()

    def show_others(self, head: str, values: tuple[str, ...]) -> None:
        """Show a second column of values for comparison, none where there are no values."""
        if (head, values) != (self._other_head, self._others):
            self._other_head, self._others = head, values
            self._describe()

    def _describe(self) -> None:
        lines = [f"{self._corner}, {self._head}"]
        lines += [f"{name}: {value}" for name, value, _ in self._rows]
        if self._others:
            lines.append(self._other_head)
            pairs = zip(self._rows, self._others, strict=False)
            lines += [f"{name}: {value}" for (name, _, _), value in pairs]
        self.setAccessibleDescription("\n".join([*lines, *self._notes]))
        self.update()

    def explanation(self, place: QPointF | None = None) -> str:
        """Return what the figure at a place means; else of all, below what is said of them."""
        for number, (name, _, meaning) in enumerate(self._rows):
            if place is not None and self._row(number).contains(place):
                return f"{name}: {meaning}"
        return "\n".join([*self._notes, *(f"{n}: {meaning}" for n, _, meaning in self._rows)])

    def _row(self, number: int) -> QRectF:
        px, narrow = theme.current().px, self._is_narrow
        head = px(HEAD + NOTE_LINE if narrow else HEAD)
        notes = sum(self._note_heights()) + px(GAP)
        least, most = (NARROW_ROW, NARROW_ROW + 4) if narrow else (20, ROW)
        high = min(max((self.height() - head - notes) / 4, px(least)), px(most))
        return QRectF(0, head + number * high, self.width(), high)

    def _note_heights(self) -> list[float]:
        look = theme.current()
        metrics, room = QFontMetricsF(look.font(NOTE)), QRectF(0, 0, self.width(), 1e4)
        spacing = look.px(NOTE_LINE) - metrics.height()
        heights = [metrics.boundingRect(room, WRAP, note).height() for note in self._notes]
        return [height + spacing for height in heights]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the columns, and the notes as far as they have room."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("card"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, second = self._columns(look)
        head = QRectF(0, 0, self.width(), look.px(HEAD))
        corner = QRectF(head)
        if self._is_narrow:
            corner.setHeight(look.px(NOTE_LINE))
            head.moveTop(corner.bottom())
        else:
            corner.setRight(first - look.px(74))
        write_line(painter, corner, self._corner, "muted", NOTE)
        self._write_right(painter, look, first, head, self._head, TEXT, 600)
        if self._others:
            self._write_right(painter, look, second, head, self._other_head, NOTE, 400, "muted")
        for number, (name, value, _) in enumerate(self._rows):
            row = self._row(number)
            painter.fillRect(QRectF(0, row.top(), self.width(), 1), look.color("grid"))
            caption = QRectF(row)
            if self._is_narrow:
                caption.setHeight(look.px(NOTE_LINE))
                row.setTop(caption.bottom())
            write_line(painter, caption, name, "muted", TEXT)
            size = LARGE if row.height() >= look.px(28) else LESS
            role = "muted" if self._pale else "ink"
            self._write_right(painter, look, first, row, value, size, 600, role)
            if number < len(self._others):
                other = self._others[number]
                self._write_right(painter, look, second, row, other, TEXT, 400, "muted")
        top = self._row(len(self._rows)).top() + look.px(GAP)
        painter.setFont(look.font(NOTE))
        for number, (note, high) in enumerate(zip(self._notes, self._note_heights(), strict=True)):
            painter.setPen(look.color("ink" if number == 0 else "muted"))
            painter.drawText(QRectF(0, top, self.width(), high), WRAP, note)
            top += high
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def _columns(self, look: Theme) -> tuple[float, float]:
        right = self.width() - look.px(2)
        head = QFontMetricsF(look.font(NOTE)).horizontalAdvance(self._other_head)
        return right - max(look.px(72), head + look.px(10)), right

    def _write_right(
        self, painter: QPainter, look: Theme, right: float, row: QRectF, text: str,
        size: float, weight: int, role: str = "ink",
    ) -> None:  # fmt: skip
        painter.setFont(look.font(size, weight))
        painter.setPen(look.color(role))
        width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 2
        where = QRectF(right - width, row.top(), width, row.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
