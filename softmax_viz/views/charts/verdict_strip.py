"""The verdicts below a chart: a glyph and a few words each, a sentence on demand."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from softmax_viz.core.verdicts import Mark, Verdict
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.speech import announce
from softmax_viz.views.text_width import text_width
from softmax_viz.views.theme import Theme
from softmax_viz.views.tooltip import show_tooltip

CHIP_TEXT = 12
ONE_ROW_WIDTH = 560
ROLES = {Mark.HOLDS: "good", Mark.FAILS: "bad", Mark.NOTE: "note"}

# Where it stands, its role, its text, and the verdicts that it stands for.
Chip = tuple[QRectF, str, str, slice]


class VerdictStrip(QWidget):
    """Show verdicts as chips, in two rows where one is too narrow; the rest fold into the last."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdicts: tuple[Verdict, ...] = ()
        self._chips: list[Chip] = []
        self._current = -1
        self._short = False
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("{title}: what holds").format(title=title))

    def show_verdicts(self, verdicts: tuple[Verdict, ...]) -> None:
        """Show verdicts, the most pressing first; that an output exists goes without saying."""
        shown = tuple(v for v in verdicts if not (v.code == "defined" and v.mark is Mark.HOLDS))
        before, self._verdicts = self._verdicts, shown
        # Mostly only the numbers of an explanation are others.
        if _words(shown) != _words(before):
            chips = self._chips
            self._arrange()
            self._update_changed(chips)

    def describe(self) -> None:
        """Refresh what a screen reader finds here."""
        self.setAccessibleDescription(" ".join(v.detail for v in self._verdicts))

    def sizeHint(self) -> QSize:
        """Return the height of the rows that this width needs."""
        look = theme.current()
        return QSize(look.px(200), self.height_of(self._rows()))

    def height_of(self, rows: int) -> int:
        """Return the height of so many rows."""
        return rows * (self._row_height() + theme.current().px(4))

    def minimumSizeHint(self) -> QSize:
        """Return the same height at any width."""
        return QSize(0, self.sizeHint().height())

    def _rows(self) -> int:
        return 1 if self._short or self.width() >= theme.current().px(ONE_ROW_WIDTH) else 2

    def set_short(self, short: bool) -> None:
        """Keep to one row, where the chart needs the height."""
        if short != self._short:
            self._short = short
            self._arrange()
            self.updateGeometry()
            self.update()

    def _row_height(self) -> int:
        return theme.current().px(23)

    def _arrange(self) -> None:
        look = theme.current()
        glyph, pad, gap, height = look.px(15), look.px(7), look.px(4), self._row_height()
        pitch = height + look.px(4)
        x, row, last_row = 0.0, 0, self._rows() - 1
        self._chips = []
        for position, verdict in enumerate(self._verdicts):
            rest = self._verdicts[position:]
            beside = look.px(40) if len(rest) > 1 else 0
            reserve = beside if row == last_row else 0
            room = self.width() - 2.0 * pad - glyph - beside
            text, words = _elided(verdict.text, room, look)
            width = words + 2 * pad + glyph
            if x > 0 and x + width + reserve > self.width():
                if row == last_row:
                    folded = QRectF(x, row * pitch, look.px(36), height)
                    more, stands_for = tr("+{n}").format(n=len(rest)), slice(position, None)
                    self._chips.append((folded, ROLES[rest[0].mark], more, stands_for))
                    return
                x, row = 0.0, row + 1
            rect = QRectF(x, row * pitch, width, height)
            stands_for = slice(position, position + 1)
            self._chips.append((rect, ROLES[verdict.mark], text, stands_for))
            x += width + gap

    def _update_changed(self, before: list[Chip]) -> None:
        for old, new in zip_longest(before, self._chips):
            if old is None or new is None or old[:3] != new[:3]:
                for chip in filter(None, (old, new)):
                    self.update(chip[0].toAlignedRect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the chips anew."""
        self._arrange()
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chips."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(CHIP_TEXT))
        painter.fillRect(self.rect(), look.color("card"))
        for i, (rect, role, text, _) in enumerate(self._chips):
            if not event.rect().intersects(rect.toAlignedRect()):
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            if self.hasFocus() and i == max(self._current, 0):
                painter.setPen(QPen(look.color("focus"), 2))
            painter.setBrush(look.color(f"{role}_ground"))
            painter.drawRoundedRect(theme.inset(rect, 1, 1), rect.height() / 2, rect.height() / 2)
            painter.setPen(look.color(f"{role}_ink"))
            words = rect.adjusted(look.px(7), 0, -look.px(4), 0)
            if not text.startswith("+"):
                _paint_glyph(painter, role, rect, look)
                words.setLeft(rect.left() + look.px(22))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Explain the chip below the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for rect, _, _, stands_for in self._chips:
                if rect.contains(QPointF(event.pos())):
                    self._explain(event.globalPos(), self._detail(stands_for))
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from chip to chip by Left and Right, and explain it; Space explains too."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Space: 0}
        if event.key() not in steps or not self._chips:
            super().keyPressEvent(event)
            return
        target = max(self._current, 0) + steps[Qt.Key(event.key())]
        self._current = min(max(target, 0), len(self._chips) - 1)
        rect, _, _, stands_for = self._chips[self._current]
        detail = self._detail(stands_for)
        self._explain(self.mapToGlobal(rect.bottomLeft().toPoint()), detail)
        announce(self, detail)
        self.update()

    def _detail(self, stands_for: slice) -> str:
        return "\n".join(verdict.detail for verdict in self._verdicts[stands_for])

    def _explain(self, where: QPoint, detail: str) -> None:
        show_tooltip(where, detail, self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size and the colours of the theme."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._arrange()
            self.updateGeometry()
            self.update()
        super().changeEvent(event)


def _words(verdicts: tuple[Verdict, ...]) -> list[tuple[Mark, str]]:
    return [(verdict.mark, verdict.text) for verdict in verdicts]


def _elided(text: str, room: float, look: Theme) -> tuple[str, float]:
    """Return as much of a text as there is room for, and its width."""
    width = text_width(text, look, CHIP_TEXT)
    return (text, width) if width <= room else _cut(text, room, look)


@lru_cache(maxsize=256)
def _cut(text: str, room: float, look: Theme) -> tuple[str, float]:
    """Return as much of a text as there is room for, and its width: most stay as T changes."""
    metrics = QFontMetricsF(look.font(CHIP_TEXT))
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    return text, metrics.horizontalAdvance(text)


def _paint_glyph(painter: QPainter, role: str, rect: QRectF, look: Theme) -> None:
    size = look.px(8)
    box = QRectF(rect.left() + look.px(9), rect.center().y() - size / 2, size, size)
    pen = QPen(look.color(f"{role}_ink"), max(1.6, look.px(2) * 0.85))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if role == "good":
        painter.drawPolyline(
            QPolygonF([
                QPointF(box.left(), box.center().y() + 1),
                QPointF(box.left() + size * 0.36, box.bottom() - 0.5),
                QPointF(box.right(), box.top() + 0.5),
            ])
        )  # fmt: skip
    elif role == "bad":
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.bottomLeft(), box.topRight())
    else:
        painter.drawEllipse(box)
