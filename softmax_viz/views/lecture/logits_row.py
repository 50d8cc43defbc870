"""The logits of a scene in one painted row, each in the colour of its class."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from softmax_viz.core.lecture.logits_line import NO_COLOR, Piece, logits_line
from softmax_viz.core.lecture.work import Work
from softmax_viz.views import theme
from softmax_viz.views.lecture.bare import bare_size
from softmax_viz.views.lecture.ink import readable

LEAST = 0.5


class LogitsRow:
    """Lay out and paint z = [ −0.25, 1, −0.75 ]   Σ z = 0, shrunk to the width."""

    def __init__(self) -> None:
        self._width = 1.0
        self._shrunk = 1.0
        self._pieces: tuple[Piece, ...] = ()

    def begin(self, width: float) -> None:
        """Forget how far the row was shrunk: another scene or width comes."""
        self._width, self._shrunk = width, 1.0

    def show_work(self, work: Work) -> None:
        """Take the logits of a work: nothing where an editor shows them."""
        # Where no chart stands above the names, a colour alone would have to tell them.
        names = not work.screen.visible_charts
        editor = work.screen.shows("editor")
        self._pieces = () if editor else logits_line(work.state, names)

    @property
    def text(self) -> str:
        """Return what stands in the row."""
        return "".join(text for text, _ in self._pieces)

    @property
    def height(self) -> float:
        """Return the height of the row, 0 where there is nothing in it."""
        return theme.current().px(1.4 * self._size) if self._pieces else 0.0

    @property
    def _size(self) -> float:
        return bare_size(32, 20, self._width)

    def paint(self, painter: QPainter, top: float) -> None:
        """Paint the row; what does not fit even when it is small ends in …."""
        look = theme.current()
        widths = self._widths()
        if sum(widths) > self._width:
            # It only ever gets smaller within a scene: a size that follows a drag would flicker.
            self._shrunk = max(0.98 * self._shrunk * self._width / sum(widths), LEAST)
            widths = self._widths()
        left = 0.0
        for (text, color), width in zip(self._pieces, widths, strict=True):
            if left + width > self._width:
                text, color = "…", NO_COLOR
            ink = look.color("muted")
            if color != NO_COLOR:
                ink = readable(look.class_color(color), look.color("window"))
            painter.setFont(self._font(color))
            painter.setPen(ink)
            rect = QRectF(left, top, width + 2, self.height)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
            left += width
            if left > self._width:
                break

    def _font(self, color: int) -> QFont:
        weight = 400 if color == NO_COLOR else 600
        return theme.current().font(self._shrunk * self._size, weight)

    def _widths(self) -> list[float]:
        return [
            QFontMetricsF(self._font(color)).horizontalAdvance(text) for text, color in self._pieces
        ]
