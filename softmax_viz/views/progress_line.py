"""A slim line on long work: how far it is, and a button that stops it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from softmax_viz.text import tr
from softmax_viz.views import theme

TEXT = 12
HEIGHT, BAR = 24, 4


class ProgressLine(QWidget):
    """Show how much is done, in words and as a bar.

    to_cancel: what its button explains to stop.
    cancelled: the person stops the work; resumed: it is to go on.
    """

    cancelled = Signal()
    resumed = Signal()

    def __init__(self, name: str, to_cancel: str = "") -> None:
        super().__init__()
        self._to_cancel = to_cancel or tr("Stop computing; what is known stays")
        self._share = 0.0
        self._text = ""
        self._running = self._stopped = False
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button = QPushButton()
        self.button.setProperty("role", "small")
        self.button.clicked.connect(self._press)
        # Kept while it is hidden: nothing is to be laid out anew with each piece of work.
        policy = self.button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.button.setSizePolicy(policy)
        self._box = QHBoxLayout(self)
        self._box.addStretch(1)
        self._box.addWidget(self.button)
        self._name_button(tr("Cancel"), self._to_cancel)
        self.button.hide()
        self.follow_theme()

    @property
    def text(self) -> str:
        """Return what the line says."""
        return self._text

    def show_progress(self, share: float, text: str) -> None:
        """Show that work is going on; share: 0 to 1."""
        self._show(share, text, running=True, stopped=False)

    def show_stopped(self, text: str) -> None:
        """Show that work was stopped before its end, and may go on."""
        self._show(0.0, text, running=False, stopped=True)

    def show_rest(self, text: str) -> None:
        """Show that nothing is being computed."""
        self._show(0.0, text, running=False, stopped=False)

    def _show(self, share: float, text: str, running: bool, stopped: bool) -> None:
        if (running, stopped) != (self._running, self._stopped):
            self._running, self._stopped = running, stopped
            if stopped:
                self._name_button(tr("Go on"), tr("Compute what is missing"))
            elif running:
                self._name_button(tr("Cancel"), self._to_cancel)
            self.button.setVisible(running or stopped)
        if (share, text) != (self._share, self._text):
            self._share, self._text = share, text
            self.setAccessibleDescription(text)
            self.update()

    def _name_button(self, text: str, tip: str) -> None:
        self.button.setText(text)
        self.button.setToolTip(tip)
        self.button.setAccessibleName(f"{self.accessibleName()}: {text}")

    def _press(self) -> None:
        (self.cancelled if self._running else self.resumed).emit()

    def sizeHint(self) -> QSize:
        """Return the height of one line."""
        px = theme.current().px
        return QSize(px(300), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same height at less width."""
        px = theme.current().px
        return QSize(px(120), px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar beside the words."""
        look = theme.current()
        px = look.px
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("card"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.button.x() - px(10)
        left = 0.0
        if self._running:
            track = QRectF(0, (self.height() - px(BAR)) / 2, min(px(150), room / 3), px(BAR))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("line"))
            painter.drawRoundedRect(track, px(2), px(2))
            painter.setBrush(look.color("focus"))
            track.setWidth(track.width() * min(max(self._share, 0.0), 1.0))
            painter.drawRoundedRect(track, px(2), px(2))
            left = min(px(150), room / 3) + px(10)
        painter.setFont(look.font(TEXT))
        painter.setPen(look.color("muted"))
        where = QRectF(left, 0, room - left, self.height())
        text = painter.fontMetrics().elidedText(
            self._text, Qt.TextElideMode.ElideRight, int(where.width())
        )
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        px = theme.current().px
        self._box.setContentsMargins(0, 0, 0, 0)
        self.button.setFixedHeight(px(22))
        self.updateGeometry()
        self.update()
