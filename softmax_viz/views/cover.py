"""What is laid over a part of the screen until it is revealed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from softmax_viz.text import tr
from softmax_viz.views import theme

TITLE_TEXT, LARGE_TITLE = 24, 34
ROOMY = 420


class Cover(QWidget):
    """Ask what will happen in place of a part; lifted: the person wants to see it."""

    lifted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._words = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setToolTip(tr("Covered: click, or press Enter, to go on"))
        self.show_words("")

    def show_name(self, name: str) -> None:
        """Name what is covered."""
        self._name = name
        self.show_words(self._words)

    @property
    def words(self) -> str:
        """Return what the cover asks."""
        return self._words

    def show_words(self, words: str) -> None:
        """Ask something, "" for the usual question."""
        self._words = words or tr("What will happen?")
        self.setAccessibleName(tr("{name}, covered: {words}").format(
            name=self._name, words=self._words
        ))  # fmt: skip
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask to be lifted."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.lifted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press, so that the release comes here."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask to be lifted by Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.lifted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a dashed frame with the name as a question, and the words below."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color("window"))
        focused = self.hasFocus()
        pen = QPen(look.color("focus" if focused else "faint"), look.px(2))
        if not focused:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        frame = theme.inset(QRectF(self.rect()), 2, 2)
        painter.drawRoundedRect(frame, look.px(9), look.px(9))
        room = theme.inset(frame, look.px(14), look.px(8))
        title = look.font(LARGE_TITLE if self.width() > look.px(ROOMY) else TITLE_TEXT, 700)
        words = look.font(theme.LARGE_TEXT if self.width() > look.px(ROOMY) else theme.BASE_TEXT)
        height = QFontMetricsF(title).height()
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        below = QFontMetricsF(words).boundingRect(room, int(flags), self._words).height()
        top = room.center().y() - (height + look.px(8) + below) / 2
        painter.setPen(look.color("ink"))
        painter.setFont(title)
        name = tr("{name}?").format(name=self._name.rstrip("?"))
        name = QFontMetricsF(title).elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRectF(room.left(), top, room.width(), height), int(flags), name)
        painter.setPen(look.color("muted"))
        painter.setFont(words)
        painter.drawText(
            QRectF(room.left(), top + height + look.px(8), room.width(), below + look.px(4)),
            int(flags), self._words,
        )  # fmt: skip
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when the look changes."""
        self.update()
        super().changeEvent(event)
