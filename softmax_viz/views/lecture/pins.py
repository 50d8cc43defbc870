"""What is pinned, and the way to take it off."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from softmax_viz.core import edits
from softmax_viz.core.compare import LETTERS, pin_words
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import MAX_PINS
from softmax_viz.text import tr
from softmax_viz.views import svg, theme


class PinBar(QWidget):
    """Show one entry for each pinned state, with how it differs from the present one."""

    edited = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self.entries = [PinEntry(place) for place in range(MAX_PINS)]
        self._heading = QLabel(tr("Pinned"))
        self._heading.setProperty("role", "heading")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._heading)
        for entry in self.entries:
            entry.unpinned.connect(self._unpin)
            self._row.addWidget(entry)
        self._row.addStretch(1)
        self.hide()
        self.follow_theme()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show the pins of a snapshot; without any, the bar is not there."""
        self._snapshot = snapshot
        count = len(snapshot.pins)
        for place, entry in enumerate(self.entries):
            if place < count:
                entry.show_words(pin_words(snapshot, place))
            entry.setVisible(place < count)
        self.setVisible(count > 0)

    def _unpin(self, place: int) -> None:
        if self._snapshot is not None:
            self.edited.emit(edits.unpin(self._snapshot.state, place), None)

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        self._row.setSpacing(theme.current().px(14))
        for entry in self.entries:
            entry.follow_theme()


class PinEntry(QWidget):
    """Show one pin: its outline and letter, its words, and a button that takes it off."""

    unpinned = Signal(int)

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self.sample = _Sample(place)
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QToolButton()
        self.button.setProperty("role", "quiet")
        self.button.setAccessibleName(tr("Unpin {letter}").format(letter=LETTERS[place]))
        self.button.setToolTip(tr("Unpin {letter} (Delete)").format(letter=LETTERS[place]))
        self.button.clicked.connect(self._tell)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for part in (self.sample, self.label, self.button):
            self._row.addWidget(part)

    def show_words(self, words: str) -> None:
        """Say how the pinned state differs from the present one."""
        if words != self.label.text():
            self.label.setText(words)
            name = tr("Unpin {letter}: {words}")
            self.button.setAccessibleName(name.format(letter=LETTERS[self._place], words=words))

    def _tell(self) -> None:
        self.unpinned.emit(self._place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the pin off by Delete."""
        if event.key() == Qt.Key.Key_Delete:
            self._tell()
        else:
            super().keyPressEvent(event)

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        self._row.setSpacing(look.px(6))
        self.button.setIcon(svg.icon("close", look.colors.muted, look.px(12)))
        self.button.setIconSize(QSize(look.px(12), look.px(12)))
        self.sample.setFixedSize(look.px(20), look.px(20))


class _Sample(QWidget):
    """Draw the outline by which the charts show a pin, with its letter."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        style = Qt.PenStyle.SolidLine if self._place == 0 else Qt.PenStyle.DashLine
        painter.setPen(QPen(look.color("ink"), max(1.5, look.px(1.5)), style))
        frame = theme.inset(QRectF(self.rect()), look.px(2), look.px(2))
        painter.drawRect(frame)
        painter.setFont(look.font(theme.SMALL_TEXT, 600))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, LETTERS[self._place])
        painter.end()
