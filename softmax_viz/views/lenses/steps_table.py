"""The worked table: a formula with numbers in it, then a column for each stage, painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from softmax_viz.core.describe import class_details
from softmax_viz.core.largest import shown_of
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.steps import Column, Form, Runs, Worked, filled_in, flat, work_out
from softmax_viz.text import named, tr
from softmax_viz.views import theme
from softmax_viz.views.elided import elided_name
from softmax_viz.views.speech import announce
from softmax_viz.views.text_width import DIGITS_TO_ZERO, text_width
from softmax_viz.views.theme import Theme
from softmax_viz.views.tooltip import show_tooltip

LINE, TALLEST_LINE, LARGEST_TEXT = 20, 44, 20
HEAD, FORMULA = 18, 23
ROOMY_LINE, ROOMY_FORMULA = 30, 36
HEAD_TEXT, FORMULA_TEXT, ROOMY_FORMULA_TEXT = 12, 15, 19
RAISED = 0.76
WIDEST_NAME, NARROWEST_NAME = 240, 70
GAP = 16
PLACE = 16
MEASURED_ROWS = 50
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Frame:
    """Hold where things stand.

    top: of the first row; line: the height of a row; size: of its text.
    name: the right end of the names; rights: that of each column; widths: what its texts take.
    """

    top: float
    line: float
    size: float
    name: float
    rights: tuple[float, ...]
    widths: tuple[float, ...]


class StepsTable(QWidget):
    """Show a function worked out for each class, as far as the stage that is reached.

    hovered: the class of a row; stepped: the number of columns a person asks to see.
    """

    hovered = Signal(int)
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._worked: Worked | None = None
        self._revealed = -1
        self._active = -1
        self._least = QSize(1, 1)
        self._widths: dict[tuple[Theme, float], tuple[float, ...]] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Worked table"))
        self.setAccessibleDescription(
            tr("Left and Right go from stage to stage, Up and Down from class to class.")
        )

    def show_steps(self, snapshot: Snapshot, key: str, form: Form) -> None:
        """Show a function worked out."""
        self._snapshot = snapshot
        self._worked = work_out(snapshot, key, form)
        self._widths = {}
        if self._active >= snapshot.state.count:
            self._active = -1
        self._keep_room()
        self.update()

    def reveal(self, columns: int) -> None:
        """Show so many columns, all with -1."""
        if columns != self._revealed:
            self._revealed = columns
            self.update()

    def highlight(self, index: int) -> None:
        """Emphasise a class, or none with -1."""
        if index != self._active:
            self._active = index
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
        if self._active >= 0 or self._snapshot is None:
            return self._active
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

    def _trouble_height(self, width: float) -> float:
        look = theme.current()
        if not self._worked or not self._worked.trouble:
            return 0.0
        metrics = QFontMetricsF(look.font(theme.SMALL_TEXT + 1))
        room = QRectF(0, 0, max(width - look.px(26), 60), 1000)
        flags = Qt.TextFlag.TextWordWrap
        return metrics.boundingRect(room, flags, self._worked.trouble).height() + look.px(7)

    def _formula_height(self) -> int:
        look = theme.current()
        return look.px(ROOMY_FORMULA if self._is_roomy() else FORMULA)

    def _is_roomy(self) -> bool:
        if self._worked is None:
            return False
        look = theme.current()
        rows = self._worked.classes.size + 1
        return self.height() >= look.px(ROOMY_FORMULA) + look.px(HEAD) + rows * look.px(ROOMY_LINE)

    def _keep_room(self) -> None:
        # Asked for again only where it changed, since laying out is expensive.
        look = theme.current()
        if self._worked is None:
            return
        rows = self._worked.classes.size + 1
        height = look.px(FORMULA) + look.px(HEAD) + rows * look.px(LINE) + look.px(3)
        widths = self._natural_widths(theme.BASE_TEXT)
        needed = sum(widths) + self._least_name() + look.px(GAP) * len(widths)
        least = QSize(round(needed), round(height + self._trouble_height(self.width())))
        if least != self._least:
            self._least = least
            self.updateGeometry()

    def _least_name(self) -> float:
        look = theme.current()
        title = text_width(tr("class"), look, HEAD_TEXT) + look.px(10)
        return max(title, float(look.px(NARROWEST_NAME)))

    def _natural_name(self, size: float) -> float:
        if self._worked is None or self._snapshot is None:
            return 0.0
        look, labels = theme.current(), self._snapshot.state.labels
        metrics = QFontMetricsF(look.font(size))
        first = self._worked.classes[:MEASURED_ROWS].tolist()
        return max(metrics.horizontalAdvance(named(labels[i])) for i in first) + look.px(36)

    def minimumSizeHint(self) -> QSize:
        """Return room for every row, and for the columns at their usual size."""
        return self._least

    def sizeHint(self) -> QSize:
        """Return the same."""
        return self._least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the sentence on what goes wrong the height that the width asks for."""
        super().resizeEvent(event)
        self._keep_room()

    def _natural_widths(self, size: float) -> tuple[float, ...]:
        if self._worked is None:
            return ()
        look = theme.current()
        if (look, size) not in self._widths:
            rows = range(min(self._worked.classes.size, MEASURED_ROWS))
            self._widths[look, size] = tuple(
                _column_width(column, rows, look, size) for column in self._worked.columns
            )
        return self._widths[look, size]

    def frame_of(self) -> Frame:
        """Return where things stand at the present size."""
        look = theme.current()
        rows = self._worked.classes.size + 1 if self._worked else 1
        top = self._formula_height() + self._trouble_height(self.width()) + look.px(HEAD)
        line = min(
            max((self.height() - top - look.px(3)) / rows, look.px(LINE)), look.px(TALLEST_LINE)
        )
        size = min(max(theme.BASE_TEXT, round(line / look.scale * 0.5)), LARGEST_TEXT)
        widths = self._natural_widths(size)
        gaps = look.px(GAP) * len(widths)
        if sum(widths) + gaps + self._least_name() > self.width():
            size = theme.BASE_TEXT
            widths = self._natural_widths(size)
        free = self.width() - sum(widths) - gaps
        # Names of one beginning, as of very many classes, are told apart by their ends alone.
        wanted = min(self._natural_name(size), free * 0.8)
        name = min(max(free * 0.4, self._least_name(), wanted), look.px(WIDEST_NAME))
        spread = max((free - name - look.px(8)) / max(len(widths), 1), 0.0) + look.px(GAP)
        rights: list[float] = []
        x = name
        for width in widths:
            x += spread + width
            rights.append(x)
        return Frame(top, line, size, name, tuple(rights), widths)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows inside what is to be painted."""
        look, worked, snapshot = theme.current(), self._worked, self._snapshot
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), look.color("card"))
        if worked is not None and snapshot is not None:
            frame = self.frame_of()
            self._paint_head(painter, frame, worked, look)
            clip = event.rect()
            first = max(int((clip.top() - frame.top) // frame.line), 0)
            last = min(int((clip.bottom() - frame.top) // frame.line) + 1, worked.classes.size)
            for row in range(first, last):
                self._paint_row(painter, frame, worked, row, look)
            self._paint_sums(painter, frame, worked, look)
        if self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(theme.inset(QRectF(self.rect()), 1, 1), 5, 5)
        painter.end()

    def _paint_head(self, painter: QPainter, frame: Frame, worked: Worked, look: Theme) -> None:
        inset, height = float(look.px(8)), float(self._formula_height())
        painter.setPen(look.color("ink"))
        room = QRectF(inset, 0, self.width() - 2 * inset, height)
        size = ROOMY_FORMULA_TEXT if self._is_roomy() else FORMULA_TEXT
        _paint_runs(painter, room, self.heading(), look, size, fit=True)
        if self.trouble:
            self._paint_trouble(painter, look)
        top = frame.top - look.px(HEAD)
        for place, (column, right, width) in enumerate(
            zip(worked.columns, frame.rights, frame.widths, strict=True)
        ):
            now = self.revealed < self.stages and place == self.revealed - 1
            if now:
                field = QRectF(
                    right - width - look.px(8), top, width + look.px(16),
                    frame.line * (worked.classes.size + 1) + look.px(HEAD),
                )  # fmt: skip
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("accent_ground"))
                painter.drawRoundedRect(field, look.px(5), look.px(5))
            painter.setPen(look.color("accent_ink" if now else "muted"))
            room = QRectF(right - width, top, width, look.px(HEAD))
            _paint_runs(painter, room, column.title, look, HEAD_TEXT, right=True)
        painter.setPen(look.color("muted"))
        painter.setFont(look.font(HEAD_TEXT))
        room = QRectF(inset, top, frame.rights[0] - frame.widths[0] - inset, look.px(HEAD))
        painter.drawText(room, LEFT, tr("class"))

    def _paint_trouble(self, painter: QPainter, look: Theme) -> None:
        height = self._trouble_height(self.width()) - look.px(2)
        band = QRectF(look.px(4), self._formula_height(), self.width() - look.px(8), height)
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
        y = frame.top + row * frame.line
        if index == self._active:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_ground"))
            field = QRectF(look.px(2), y, self.width() - look.px(4), frame.line)
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
        room = frame.rights[0] - frame.widths[0] - left - look.px(4)
        name = elided_name(named(state.labels[index]), metrics, room)
        painter.drawText(QRectF(left, y, max(room, 0.0) + 2, frame.line), LEFT, name)
        for column, right in zip(worked.columns[: self.revealed], frame.rights, strict=False):
            self._paint_cell(
                painter, column, column.text(row), bool(column.wrong[row]), right, y, frame, look
            )

    def _paint_sums(self, painter: QPainter, frame: Frame, worked: Worked, look: Theme) -> None:
        y = frame.top + worked.classes.size * frame.line
        painter.setPen(QPen(look.color("line"), 1))
        line = round(y) + 0.5
        painter.drawLine(QPointF(look.px(2), line), QPointF(self.width() - look.px(2), line))
        painter.setPen(look.color("ink"))
        painter.setFont(look.font(frame.size))
        painter.drawText(QRectF(look.px(12), y, look.px(40), frame.line), LEFT, "Σ")
        for column, right in zip(worked.columns[: self.revealed], frame.rights, strict=False):
            self._paint_cell(
                painter, column, column.total_text(), column.total_wrong, right, y, frame, look
            )

    def _paint_cell(
        self, painter: QPainter, column: Column, text: str, wrong: bool, right: float, y: float,
        frame: Frame, look: Theme,
    ) -> None:  # fmt: skip
        if not text:
            return
        weight = 700 if column.strong else 400
        width = text_width(text, look, frame.size, weight)
        cell = QRectF(right - width - 2, y, width + 2, frame.line)
        if wrong:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("bad_ground"))
            painter.drawRoundedRect(
                cell.adjusted(-look.px(4), look.px(1.5), look.px(4), -look.px(1.5)), 4, 4
            )
        painter.setPen(look.color("bad_ink" if wrong else "ink"))
        painter.setFont(look.font(frame.size, weight))
        painter.drawText(cell, RIGHT, text)

    def class_at(self, y: float) -> int:
        """Return the class whose row is at a height, -1 where there is none."""
        if self._worked is None:
            return -1
        frame = self.frame_of()
        row = int((y - frame.top) // frame.line)
        inside = 0 <= row < self._worked.classes.size
        return int(self._worked.classes[row]) if inside else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which class the pointer is on."""
        index = self.class_at(event.position().y())
        if index != self._active:
            self.hovered.emit(index)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on no class."""
        self.hovered.emit(-1)

    def event(self, event: QEvent) -> bool:
        """Show the exact values of the class below the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.class_at(event.pos().y())
            if index < 0 or self._snapshot is None:
                QToolTip.hideText()
            else:
                show_tooltip(event.globalPos(), class_details(self._snapshot, index), self)
            return True
        return super().event(event)

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
            row, last = self._worked.row_of(self._active), self._worked.classes.size - 1
            step = 1 if key == Qt.Key.Key_Down else -1
            row = min(max(row + step, 0), last) if row >= 0 else (0 if step > 0 else last)
            self.hovered.emit(int(self._worked.classes[row]))
            announce(self, flat(self.heading()))
        elif key == Qt.Key.Key_Escape and self._active >= 0:
            self.hovered.emit(-1)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size and the colours of the theme."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._keep_room()
            self.update()
        super().changeEvent(event)


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
