"""The foot of what an audience sees: the temperature, the lesson, and which scene is on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from softmax_viz.core.lecture import captions
from softmax_viz.core.lecture.work import Work
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.lecture.bare import bare_size


class Footer(QWidget):
    """Show T where no control does, the title of the deck, and the scene's number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = ("", "", "")
        self._temperature = ""
        self._shows_temperature = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Place in the lesson"))
        self.follow_theme()

    @property
    def texts(self) -> tuple[str, str, str]:
        """Return what stands on the left, in the middle and on the right."""
        left = self._temperature if self._shows_temperature else ""
        return left, self._texts[1], self._texts[2]

    def render_work(self, work: Work) -> None:
        """Show where a work is."""
        self._shows_temperature = not work.screen.shows("temperature")
        self._texts = "", work.deck.title, captions.place(work)
        self.setAccessibleDescription(captions.spoken_place(work))
        self.update()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show the temperature of a snapshot."""
        self._temperature = captions.temperature(snapshot.state)
        self.update()

    @property
    def _size(self) -> float:
        return bare_size(22, 14, self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the three texts; the title takes what the others leave."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("window"))
        font = look.font(self._size)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(look.color("muted"))
        box, align = QRectF(self.rect()), Qt.AlignmentFlag
        left, title, right = self.texts
        painter.drawText(box, align.AlignLeft | align.AlignVCenter, left)
        painter.drawText(box, align.AlignRight | align.AlignVCenter, right)
        beside = max(metrics.horizontalAdvance(left), metrics.horizontalAdvance(right))
        room = box.adjusted(beside + look.px(24), 0, -beside - look.px(24), 0)
        text = metrics.elidedText(title, Qt.TextElideMode.ElideRight, max(room.width(), 0))
        one_line = align.AlignCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(room, one_line, text)
        painter.end()

    def sizeHint(self) -> QSize:
        """Return the height of one line."""
        px = theme.current().px
        return QSize(px(300), px(1.5 * self._size))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow with the width."""
        super().resizeEvent(event)
        self.follow_theme()

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        self.setFixedHeight(self.sizeHint().height())
        self.update()
