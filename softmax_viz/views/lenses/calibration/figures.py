"""The figures of calibration as a small table: at the present T, and at the best one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lenses.marks import paint_focus, write_line
from softmax_viz.views.theme import Theme
from softmax_viz.views.tooltip import show_tooltip

TEXT, NOTE, LARGE, LESS = 13, 12, 20, 16
HEAD, ROW, NOTE_LINE, GAP = 26, 36, 17, 3
LEAST = (270, 130)
Rows = tuple[tuple[str, str, str], ...]


class Figures(QWidget):
    """Show names with values, below the head of each column; and notes below all of them."""

    def __init__(self) -> None:
        super().__init__()
        self._corner = ""
        self._head, self._other_head = "", ""
        self._rows: Rows = ()
        self._others: tuple[str, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._pale = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Figures of calibration"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return room for all of it."""
        px = theme.current().px
        return QSize(px(LEAST[0]), px(HEAD + 4 * ROW + 2 * NOTE_LINE))

    def minimumSizeHint(self) -> QSize:
        """Return the least room that shows every figure."""
        px = theme.current().px
        return QSize(px(LEAST[0]), px(LEAST[1]))

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

    def explanation(self) -> str:
        """Return what every figure means, below what is said of all of them."""
        return "\n".join([*self._notes, *(f"{n}: {meaning}" for n, _, meaning in self._rows)])

    def _row(self, number: int) -> QRectF:
        px = theme.current().px
        notes = px(NOTE_LINE) * len(self._notes) + px(GAP)
        room = max(self.height() - px(HEAD) - notes, px(4 * 20))
        high = min(room / 4, px(ROW))
        return QRectF(0, px(HEAD) + number * high, self.width(), high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the columns, and the notes as far as they have room."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("card"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, second = self._columns(look)
        head = QRectF(0, 0, first - look.px(74), look.px(HEAD))
        write_line(painter, head, self._corner, "muted", NOTE)
        self._write_right(painter, look, first, head, self._head, TEXT, 600)
        if self._others:
            self._write_right(painter, look, second, head, self._other_head, NOTE, 400, "muted")
        for number, (name, value, _) in enumerate(self._rows):
            row = self._row(number)
            painter.fillRect(QRectF(0, row.top(), self.width(), 1), look.color("grid"))
            write_line(painter, row, name, "muted", TEXT)
            size = LARGE if row.height() >= look.px(28) else LESS
            role = "muted" if self._pale else "ink"
            self._write_right(painter, look, first, row, value, size, 600, role)
            if number < len(self._others):
                other = self._others[number]
                self._write_right(painter, look, second, row, other, TEXT, 400, "muted")
        top = self._row(len(self._rows)).top() + look.px(GAP)
        for number, note in enumerate(self._notes):
            line = QRectF(0, top + number * look.px(NOTE_LINE), self.width(), look.px(NOTE_LINE))
            write_line(painter, line, note, "ink" if number == 0 else "muted", NOTE)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def _columns(self, look: Theme) -> tuple[float, float]:
        right = self.width() - look.px(2)
        return right - look.px(72), right

    def _write_right(
        self, painter: QPainter, look: Theme, right: float, row: QRectF, text: str,
        size: float, weight: int, role: str = "ink",
    ) -> None:  # fmt: skip
        painter.setFont(look.font(size, weight))
        painter.setPen(look.color(role))
        width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 2
        where = QRectF(right - width, row.top(), width, row.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def event(self, event: QEvent) -> bool:
        """Explain the figure below the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.explanation()
            for number, (name, _, meaning) in enumerate(self._rows):
                if self._row(number).contains(event.pos().toPointF()):
                    text = f"{name}: {meaning}"
            show_tooltip(event.globalPos(), text, self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Explain the figures by Space."""
        if event.key() == Qt.Key.Key_Space:
            below = self.mapToGlobal(self.rect().bottomLeft())
            show_tooltip(below, self.explanation(), self)
        else:
            super().keyPressEvent(event)
