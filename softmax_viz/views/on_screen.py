"""A window lies wholly on its screen, its frame included."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

# What a title bar and borders may take: they are known only once the window is on the screen.
FRAME = QSize(4, 40)
FILLING = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen


class OnScreen(QObject):
    """Show a window whole: at its size where the screen has room for it, else maximised.

    Put back from there, it is as large as the screen lets it be.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        # The first paint comes after the window manager has put its frame around the window.
        self._framed = QTimer(self, singleShot=True, interval=0)
        self._framed.timeout.connect(self._bring_in)
        window.installEventFilter(self)

    def show(self) -> None:
        """Show the window."""
        self._fill_if_large(FRAME)
        self._window.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look once at where the window has come to lie."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._framed.start()
        return False

    def _room(self) -> QRect:
        # Before a window is shown, it knows no other screen than the first.
        window = self._window
        screen = QGuiApplication.screenAt(window.frameGeometry().center()) or window.screen()
        return screen.availableGeometry()

    def _fill_if_large(self, frame: QSize) -> bool:
        window, most = self._window, self._room().size() - frame
        if window.windowState() & FILLING or window.size() == window.size().boundedTo(most):
            return False
        window.resize(window.size().boundedTo(most))
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
        return True

    def _bring_in(self) -> None:
        window, room = self._window, self._room()
        frame = window.frameGeometry()
        if window.windowState() & FILLING or room.contains(frame):
            return
        if not self._fill_if_large(frame.size() - window.size()):
            window.move(
                max(min(frame.left(), room.right() + 1 - frame.width()), room.left()),
                max(min(frame.top(), room.bottom() + 1 - frame.height()), room.top()),
            )
