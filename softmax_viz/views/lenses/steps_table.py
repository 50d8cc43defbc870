"""The worked table: a formula with numbers in it, then a column for each stage, painted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)

from softmax_viz.core.describe import class_details
from softmax_viz.core.largest import shown_of
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.steps import Column, Form, Runs, Worked, filled_in, flat, work_out
from softmax_viz.text import named, tr
from softmax_viz.views import theme
from softmax_viz.views.elided import elided_name
from softmax_viz.views.lenses.painted import ClassCanvas
from softmax_viz.views.lenses.steps_frame import HEAD_TEXT, RAISED, Frame, Measures
from softmax_viz.views.speech import announce
from softmax_viz.views.text_width import text_width
from softmax_viz.views.theme import Theme

FORMULA_TEXT, ROOMY_FORMULA_TEXT = 15, 19
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class StepsTable(ClassCanvas):
    """Show a function worked out for each class, as far as the stage that is reached.

    stepped: the number of columns a person asks to see.
    """

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._worked: Worked | None = None
        self._revealed = -1
        self._least = QSize(1, 1)
        self._natural = self._least
        self._measured: Measures | None = None
        self._exposed = QRect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Worked table"))
        self.setAccessibleDescription(
            tr("Left and Right go from stage to stage, Up and Down from class to class.")
        )

    def show_steps(self, snapshot: Snapshot, key: str, form: Form) -> None:
        """Show a function worked out."""
        self._snapshot = snapshot
        self._worked = work_out(snapshot, key, form)
        self._measured = None
        if self.active >= snapshot.state.count:
            self.active = -1
        self._keep_room()
        self.update()

    def reveal(self, columns: int) -> None:
        """Show so many columns, all with -1."""
        if columns != self._revealed:
            self._revealed = columns
            self.update()

    @property
    def stages(self) -> int:
        """Return how many columns there are."""
        return len(self._worked.columns) if self._worked else 0

    @property
    def revealed(self) -> int:
        """Return how many columns are seen."""
        return self.stages if self._revealed < 0 else min(self._revealed, self.stages)

    @property
    def trouble(self) -> str:
        """Return the sentence on what goes wrong, as far as it is seen."""
        return self._worked.trouble if self._worked and self.revealed == self.stages else ""

    def heading(self) -> Runs:
        """Return the formula with numbers in it, or what the present stage does."""
        if self._snapshot is None or self._worked is None:
            return ()
        if self.revealed < self.stages:
            note = self._worked.columns[self.revealed - 1].note
            return ((f"{self.revealed} / {self.stages}   {note}", False),)
        return filled_in(self._worked, self._formula_class(), self._snapshot)

    def _formula_class(self) -> int:
        if self.active >= 0 or self._snapshot is None:
            return self.active
        return max(self._snapshot.prediction.index, 0)

    def about(self) -> str:
        """Say which classes have a row, "" where all have."""
        if self._snapshot is None or self._worked is None:
            return ""
        p, state = self._snapshot.output("softmax").values, self._snapshot.state
        return shown_of(p, self._worked.classes.tolist(), state.decimals)

    def text(self) -> str:
        """Return what is displayed as cells."""
        if self._snapshot is None or self._worked is None:
            return ""
        labels, shown = self._snapshot.state.labels, self._worked.columns[: self.revealed]
        rows = [[tr("class"), *(flat(column.title) for column in shown)]]
        rows += [
            [labels[index], *(column.text(row) for column in shown)]
            for row, index in enumerate(self._worked.classes.tolist())
        ]
        rows.append(["Σ", *(column.total_text() for column in shown)])
        lines = ["\t".join(cell.replace("\t", " ") for cell in row) for row in rows]
        said = [flat(self.heading()), self.trouble, self.about()]
        return "\n".join(filter(None, [*said, *lines]))

    def _measures(self, worked: Worked, snapshot: Snapshot) -> Measures:
        look, known = theme.current(), self._measured
        if known is None or known.look != look or known.size != self.size():
            known = self._measured = Measures(worked, snapshot.state.labels, look, self.size())
        return known

    def _keep_room(self) -> None:
        # Asked for again only where it changed, since laying out is expensive.
        if self._worked is None or self._snapshot is None:
            return
        measures = self._measures(self._worked, self._snapshot)
        needed = measures.least(), measures.natural()
        if needed != (self._least, self._natural):
            self._least, self._natural = needed
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return room for every row, and for the widest column at its usual size."""
        return self._least

    def sizeHint(self) -> QSize:
        """Return room for every row, and for all columns side by side."""
        return self._natural

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many lines a row, and for what goes wrong, as the width asks for."""
        super().resizeEvent(event)
        self._keep_room()

    def frame_of(self) -> Frame:
        """Return where things stand at the present size."""
        assert self._worked is not None
        assert self._snapshot is not None
        return self._measures(self._worked, self._snapshot).frame()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is to be painted of very many rows."""
        self._exposed = event.rect()
        super().paintEvent(event)

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw the formula, the rows and their sums."""
        worked, snapshot = self._worked, self._snapshot
        if worked is None or snapshot is None:
            return
        measures = self._measures(worked, snapshot)
        frame = measures.frame()
        self._paint_head(painter, frame, measures)
        top, bottom = self._exposed.top() - frame.top, self._exposed.bottom() - frame.top
        first = max(int(top // frame.row), 0)
        last = min(int(bottom // frame.row) + 1, worked.classes.size)
        for row in range(first, last):
            self._paint_row(painter, frame, worked, row, look)
        self._paint_sums(painter, frame, worked, look)

    def _paint_head(self, painter: QPainter, frame: Frame, measures: Measures) -> None:
        look, worked = measures.look, measures.worked
        inset, height = float(look.px(8)), float(measures.formula_height)
        painter.setPen(look.color("ink"))
        room = QRectF(inset, 0, self.width() - 2 * inset, height)
        size = ROOMY_FORMULA_TEXT if measures.is_roomy else FORMULA_TEXT
        _paint_runs(painter, room, self.heading(), look, size, fit=True)
        if self.trouble:
            self._paint_trouble(painter, measures)
        top = frame.top - measures.head * frame.lines_a_row
        for place, (column, right, width, line) in enumerate(
            zip(worked.columns, frame.rights, frame.widths, frame.lines, strict=True)
        ):
            title = QRectF(right - width, top + line * measures.head, width, measures.head)
            now = self.revealed < self.stages and place == self.revealed - 1
            if now:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("accent_ground"))
                side = look.px(8)
                for field in self._fields(frame, title, line, worked.classes.size + 1):
                    painter.drawRoundedRect(
                        field.adjusted(-side, 0, side, 0), look.px(5), look.px(5)
                    )
            painter.setPen(look.color("accent_ink" if now else "muted"))
            _paint_runs(painter, title, column.title, look, HEAD_TEXT, right=True)
        painter.setPen(look.color("muted"))
        painter.setFont(look.font(HEAD_TEXT))
        room = QRectF(inset, top, frame.name_room - inset, measures.head)
        painter.drawText(room, LEFT, tr("class"))

    def _fields(self, frame: Frame, title: QRectF, line: int, rows: int) -> list[QRectF]:
        """Return where a column is: in one piece where no other stands below it."""
        if frame.lines_a_row == 1:
            return [title.adjusted(0, 0, 0, frame.line * rows)]
        cell = QRectF(title.left(), frame.top + line * frame.line, title.width(), frame.line)
        return [title, *(cell.translated(0, row * frame.row) for row in range(rows))]

    def _paint_trouble(self, painter: QPainter, measures: Measures) -> None:
        look, top = measures.look, measures.formula_height
        height = measures.trouble_height - look.px(2)
        band = QRectF(look.px(4), top, self.width() - look.px(8), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("bad_ground"))
        painter.drawRoundedRect(band, look.px(5), look.px(5))
        painter.setPen(QPen(look.color("bad_ink"), max(1.6, look.px(2) * 0.85)))
        size = look.px(4)
        x, y = band.left() + look.px(11), band.top() + look.px(3) + look.px(8)
        painter.drawLine(QLineF(x - size, y - size, x + size, y + size))
        painter.drawLine(QLineF(x - size, y + size, x + size, y - size))
        painter.setFont(look.font(theme.SMALL_TEXT + 1))
        words = band.adjusted(look.px(22), 0, 0, 0)
        painter.drawText(words, LEFT | Qt.TextFlag.TextWordWrap, self.trouble)

    def _paint_row(
        self, painter: QPainter, frame: Frame, worked: Worked, row: int, look: Theme
    ) -> None:
        if self._snapshot is None:
            return
        state = self._snapshot.state
        index = int(worked.classes[row])
        y = frame.top + row * frame.row
        if index == self.active:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_ground"))
            field = QRectF(look.px(2), y, self.width() - look.px(4), frame.row)
            painter.drawRoundedRect(field, look.px(5), look.px(5))
        side = look.px(11)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.class_color(state.colors[index]))
        swatch = QRectF(look.px(12), y + (frame.line - side) / 2, side, side)
        painter.drawRoundedRect(swatch, look.px(3), look.px(3))
        painter.setPen(look.color("ink"))
        painter.setFont(look.font(frame.size))
        left = look.px(12) + side + look.px(7)
        metrics = QFontMetricsF(painter.font())
        room = frame.name_room - left - look.px(4)
        name = elided_name(named(state.labels[index]), metrics, room)
        painter.drawText(QRectF(left, y, max(room, 0.0) + 2, frame.line), LEFT, name)
        for place, column in enumerate(worked.columns[: self.revealed]):
            wrong = bool(column.wrong[row])
            self._paint_cell(painter, column, column.text(row), wrong, place, y, frame, look)

    def _paint_sums(self, painter: QPainter, frame: Frame, worked: Worked, look: Theme) -> None:
        y = frame.top + worked.classes.size * frame.row
        painter.setPen(QPen(look.color("line"), 1))
        line = round(y) + 0.5
        painter.drawLine(QPointF(look.px(2), line), QPointF(self.width() - look.px(2), line))
        painter.setPen(look.color("ink"))
        painter.setFont(look.font(frame.size))
        painter.drawText(QRectF(look.px(12), y, look.px(40), frame.line), LEFT, "Σ")
        for place, column in enumerate(worked.columns[: self.revealed]):
            wrong = column.total_wrong
            self._paint_cell(painter, column, column.total_text(), wrong, place, y, frame, look)

    def _paint_cell(
        self, painter: QPainter, column: Column, text: str, wrong: bool, place: int, y: float,
        frame: Frame, look: Theme,
    ) -> None:  # fmt: skip
        if not text:
            return
        weight = 700 if column.strong else 400
        width = text_width(text, look, frame.size, weight)
        y += frame.lines[place] * frame.line
        cell = QRectF(frame.rights[place] - width - 2, y, width + 2, frame.line)
        if wrong:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("bad_ground"))
            painter.drawRoundedRect(
                cell.adjusted(-look.px(4), look.px(1.5), look.px(4), -look.px(1.5)), 4, 4
            )
        painter.setPen(look.color("bad_ink" if wrong else "ink"))
        painter.setFont(look.font(frame.size, weight))
        painter.drawText(cell, RIGHT, text)

    def class_at(self, x: float, y: float) -> int:
        """Return the class whose row is at a height, -1 where there is none."""
        if self._worked is None:
            return -1
        frame = self.frame_of()
        row = int((y - frame.top) // frame.row)
        inside = 0 <= row < self._worked.classes.size
        return int(self._worked.classes[row]) if inside else -1

    def tip_at(self, x: float, y: float) -> str:
        """Return the exact values of the class at a place."""
        index = self.class_at(x, y)
        return "" if index < 0 or self._snapshot is None else class_details(self._snapshot, index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from stage to stage by Left and Right, from class to class by Up and Down."""
        key = Qt.Key(event.key())
        stage = {
            Qt.Key.Key_Left: max(self.revealed - 1, 1),
            Qt.Key.Key_Right: min(self.revealed + 1, self.stages),
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: self.stages,
        }.get(key)
        if self._worked is None:
            super().keyPressEvent(event)
        elif stage is not None:
            self.stepped.emit(stage)
            announce(self, flat(self.heading()))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            row, last = self._worked.row_of(self.active), self._worked.classes.size - 1
            step = 1 if key == Qt.Key.Key_Down else -1
            row = min(max(row + step, 0), last) if row >= 0 else (0 if step > 0 else last)
            self.hovered.emit(int(self._worked.classes[row]))
            announce(self, flat(self.heading()))
        elif key == Qt.Key.Key_Escape and self.active >= 0:
            self.hovered.emit(-1)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size and the colours of the theme."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._keep_room()
            self.update()
        super().changeEvent(event)


def _paint_runs(
    painter: QPainter, room: QRectF, runs: Runs, look: Theme, size: float,
    right: bool = False, fit: bool = False,
) -> None:  # fmt: skip
    """Draw runs in one line; fit: at a smaller size where they are too long, and cut at last."""

    def width_at(size: float) -> float:
        return sum(
            text_width(text, look, size * (RAISED if raised else 1.0)) for text, raised in runs
        )

    width = width_at(size)
    while fit and width > room.width() and size > theme.SMALL_TEXT + 1:
        size -= 1
        width = width_at(size)
    metrics = QFontMetricsF(look.font(size))
    x = room.right() - width if right else room.left()
    baseline = room.center().y() + (metrics.ascent() - metrics.descent()) / 2
    for text, raised in runs:
        part = size * (RAISED if raised else 1.0)
        advance = text_width(text, look, part)
        painter.setFont(look.font(part))
        y = baseline - metrics.ascent() * 0.36 if raised else baseline
        if fit and x + advance > room.right() + 1:
            left = max(room.right() - x, 0.0)
            text = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, left)
            painter.drawText(QPointF(x, y), text)
            return
        painter.drawText(QPointF(x, y), text)
        x += advance
