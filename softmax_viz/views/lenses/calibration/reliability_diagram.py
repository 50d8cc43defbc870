"""The reliability diagram: how often the winner is right, by how sure softmax is of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QToolTip

from softmax_viz.core.calibration.sums import Bin, Tally
from softmax_viz.core.calibration.words import bin_text
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lenses.marks import write_line
from softmax_viz.views.lenses.painted import Painted
from softmax_viz.views.plot import Plot, Scale
from softmax_viz.views.speech import announce
from softmax_viz.views.theme import Theme
from softmax_viz.views.tooltip import show_tooltip

TEXT, TICK_TEXT = 13, 12
HEAD, COUNTS, FOOT, LEGEND = 26, 20, 20, 12
LEAST = (170, 130)
SHARES = Scale(0.0, 1.0, (0.0, 0.5, 1.0))


class ReliabilityDiagram(Painted):
    """Show a bar of accuracy for each bin of confidence, the gap to the diagonal, and the rows."""

    def __init__(self) -> None:
        super().__init__()
        self._bins: tuple[Bin, ...] = ()
        self._pale = False
        self._active = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Reliability diagram"))
        self._describe()

    def sizeHint(self) -> QSize:
        """Return room for a square plot."""
        px = theme.current().px
        return QSize(px(260), px(220))

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which bins can be told apart."""
        px = theme.current().px
        return QSize(px(LEAST[0]), px(LEAST[1]))

    def show_tally(self, tally: Tally | None, pale: bool) -> None:
        """Show the bins of a tally; pale where they are not the last word."""
        self._bins, self._pale = () if tally is None else tally.bins, pale
        if self._active >= len(self._bins):
            self._active = -1
        self.update()

    @property
    def active(self) -> int:
        """Return the bin that is pointed at, -1 for none."""
        return self._active

    def plot(self) -> Plot:
        """Return the frame of the bars; the rows of each bin stand below it."""
        px = theme.current().px
        left, right, below = px(34), px(10), px(COUNTS + FOOT)
        wide = max(self.width() - left - right, 20)
        # Square at most, so that the diagonal is never steeper than one to one.
        high = min(max(self.height() - px(HEAD) - below, 20), wide)
        return Plot(QRectF(left, px(HEAD), wide, high), SHARES, SHARES)

    def bin_at(self, x: float) -> int:
        """Return the bin at an x of this widget, -1 for none."""
        area = self.plot().area
        share = (x - area.left()) / area.width()
        if not self._bins or not 0 <= share <= 1:
            return -1
        return min(int(share * len(self._bins)), len(self._bins) - 1)

    def paint(self, painter: QPainter, look: Theme) -> None:
        """Draw the bars, their gaps, the diagonal, and the rows of each bin."""
        plot = self.plot()
        self._paint_head(painter, look, plot)
        self._paint_frame(painter, look, plot)
        most = max((part.count for part in self._bins), default=0)
        painter.setOpacity(0.45 if self._pale else 1.0)
        for number, part in enumerate(self._bins):
            if part.count:
                self._paint_bin(painter, look, plot, part, number == self._active)
                self._paint_count(painter, look, plot, part, most)
        painter.setOpacity(1.0)
        painter.setPen(QPen(look.color("ink"), look.px(1.5), Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(plot.point(0.0, 0.0), plot.point(1.0, 1.0)))
        if self._active >= 0:
            part = self._bins[self._active]
            column = QRectF(plot.point(part.low, 1.0), plot.point(part.high, 0.0))
            column.setBottom(plot.area.bottom() + look.px(COUNTS + 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("focus"), look.px(1.5)))
            painter.drawRect(column)

    def _paint_head(self, painter: QPainter, look: Theme, plot: Plot) -> None:
        head = QRectF(look.px(4), 0, self.width() - look.px(8), look.px(HEAD))
        title = tr("Accuracy by confidence")
        write_line(painter, head, title, "muted", TEXT, 600)
        used = QFontMetricsF(painter.font()).horizontalAdvance(title) + look.px(14)
        painter.setFont(look.font(TICK_TEXT))
        text, side = tr("gap"), look.px(LEGEND)
        width = QFontMetricsF(painter.font()).horizontalAdvance(text) + look.px(4)
        if head.left() + used + side + width > plot.area.right():
            return
        swatch = QRectF(plot.area.right() - width - side, head.center().y() - side / 2, side, side)
        _paint_gap(painter, look, swatch)
        painter.setPen(look.color("muted"))
        where = QRectF(swatch.right() + look.px(4), head.top(), width, head.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_frame(self, painter: QPainter, look: Theme, plot: Plot) -> None:
        area = plot.area
        painter.setFont(look.font(TICK_TEXT))
        line = QFontMetricsF(painter.font()).height()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        foot = area.bottom() + look.px(COUNTS + 3)
        for tick, text in ((0.0, "0"), (0.5, "0.5"), (1.0, "1")):
            y = round(plot.point(0.0, tick).y()) + 0.5
            painter.setPen(QPen(look.color("faint" if tick == 0 else "grid"), 1))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(look.color("muted"))
            # The name of the counts stands below the lowest one.
            painter.drawText(QRectF(0, y - line, area.left() - look.px(6), 2 * line), right, text)
            x = plot.point(tick, 0.0).x()
            width = look.px(40)
            left = min(x - width / 2, area.right() + look.px(4) - width / 2)
            painter.drawText(QRectF(left, foot, width, line), Qt.AlignmentFlag.AlignCenter, text)
        rows = QRectF(0, area.bottom() + look.px(5), area.left() - look.px(6), look.px(COUNTS))
        painter.drawText(rows, right, tr("rows"))
        base = area.bottom() + look.px(COUNTS) + 0.5
        painter.setPen(QPen(look.color("grid"), 1))
        painter.drawLine(QLineF(area.left(), base, area.right(), base))
        axis = tr("confidence")
        middle = QRectF(area.left() + area.width() / 2 + look.px(16), foot, area.width() / 2, line)
        painter.setPen(look.color("ink"))
        # The title tells it too, where there is no room between the numbers.
        if QFontMetricsF(painter.font()).horizontalAdvance(axis) <= middle.width() - look.px(26):
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(middle, flags, axis)

    def _column(self, plot: Plot, part: Bin, bottom: float, top: float) -> QRectF:
        return QRectF(plot.point(part.low, top), plot.point(part.high, bottom)).adjusted(1, 0, 0, 0)

    def _paint_bin(
        self, painter: QPainter, look: Theme, plot: Plot, part: Bin, active: bool
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.class_color(0))
        painter.drawRect(self._column(plot, part, 0.0, part.accuracy))
        low, high = sorted((part.accuracy, part.confidence))
        _paint_gap(painter, look, self._column(plot, part, low, high))
        # The top of the bar stays seen where the gap reaches below it.
        y = plot.point(0.0, part.accuracy).y()
        column = self._column(plot, part, 0.0, 0.0)
        painter.setPen(QPen(look.color("ink"), look.px(2)))
        painter.drawLine(QLineF(column.left(), y, column.right(), y))

    def _paint_count(
        self, painter: QPainter, look: Theme, plot: Plot, part: Bin, most: int
    ) -> None:
        room = look.px(COUNTS - 5)
        high = max(room * part.count / most, look.px(1.5))
        base = plot.area.bottom() + look.px(COUNTS)
        column = self._column(plot, part, 0.0, 0.0)
        painter.fillRect(
            QRectF(column.left(), base - high, column.width(), high), look.color("muted")
        )

    def _point_at(self, number: int, where: QPoint) -> None:
        if number == self._active:
            return
        self._active = number
        self._describe()
        self.update()
        if number < 0:
            QToolTip.hideText()
        else:
            show_tooltip(self.mapToGlobal(where), bin_text(self._bins[number]), self)

    def _describe(self) -> None:
        pointed = self._active >= 0
        self.setAccessibleDescription(
            bin_text(self._bins[self._active]) if pointed
            else tr("Left and Right go through the bins of confidence")
        )  # fmt: skip

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Describe the bin that the pointer is on."""
        spot = event.position()
        self._point_at(self.bin_at(spot.x()), spot.toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        """Point at no bin."""
        self._point_at(-1, QPoint())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at no bin."""
        self._point_at(-1, QPoint())
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the bins by Left and Right, Home and End."""
        last = len(self._bins) - 1
        places = {
            Qt.Key.Key_Left: self._active - 1 if self._active >= 0 else last,
            Qt.Key.Key_Right: self._active + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        place = places.get(Qt.Key(event.key()))
        if place is None or not self._bins:
            super().keyPressEvent(event)
            return
        place = min(max(place, 0), last)
        plot, part = self.plot(), self._bins[place]
        self._point_at(place, plot.point(part.high, 0.5).toPoint())
        announce(self, bin_text(part))


def _paint_gap(painter: QPainter, look: Theme, rect: QRectF) -> None:
    """Draw what lies between accuracy and confidence: tinted and hatched."""
    tint = QColor(look.color("bad_ink"))
    painter.setPen(Qt.PenStyle.NoPen)
    tint.setAlphaF(0.25)
    painter.fillRect(rect, tint)
    painter.fillRect(rect, QBrush(look.color("bad_ink"), Qt.BrushStyle.BDiagPattern))
    painter.setPen(QPen(look.color("bad_ink"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
