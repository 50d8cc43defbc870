"""The pointer while presenting: ringed for the audience, and out of the way when it is still."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtWidgets import QApplication

from softmax_viz.views.lecture.audience import Audience
from softmax_viz.views.lecture.counterpart import counterpart
from softmax_viz.views.lecture.presenter import Presenter
from softmax_viz.views.settings import make_settings

STILL_MS = 3000
SETTING = "present/halo"


class Pointer(QObject):
    """Follow the pointer over both windows, in the audience's look.

    A place in the speaker's window is ringed where the audience sees the same thing.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._audience: Audience | None = None
        self._hides_cursor = False
        self._halo = True
        self._still = QTimer(self, singleShot=True, interval=STILL_MS)
        self._still.timeout.connect(self.rest)

    def start(self, audience: Audience) -> None:
        """Follow the pointer from now on."""
        self._audience = audience
        self._halo = bool(make_settings().value(SETTING, True, type=bool))
        self.wake()

    def stop(self) -> None:
        """Leave the pointer as it was."""
        self._audience = None
        self._still.stop()
        self._show_cursor()

    def follow(self, event: QMouseEvent, presenter: Presenter | None) -> None:
        """Ring where the pointer is, if the ring is on and the audience can see the place."""
        audience = self._audience
        if audience is None:
            return
        self.wake()
        place = _place(event.globalPosition().toPoint(), audience, presenter)
        if place is None or not self._halo:
            audience.halo.leave()
        else:
            audience.point_at(place, bool(event.buttons() & Qt.MouseButton.LeftButton))

    def toggle_halo(self) -> None:
        """Show the ring or not, and remember it."""
        self._halo = not self._halo
        make_settings().setValue(SETTING, self._halo)
        if not self._halo and self._audience is not None:
            self._audience.halo.leave()

    def wake(self) -> None:
        """Show the pointer, until it is still for some time."""
        self._show_cursor()
        self._still.start()

    def rest(self) -> None:
        """Take the ring away, and the pointer where it is in the audience's sight."""
        audience = self._audience
        if audience is None or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        audience.halo.leave()
        over = audience.rect().contains(audience.mapFromGlobal(QCursor.pos()))
        if over and not self._hides_cursor:
            self._hides_cursor = True
            QApplication.setOverrideCursor(Qt.CursorShape.BlankCursor)

    def _show_cursor(self) -> None:
        if self._hides_cursor:
            self._hides_cursor = False
            QApplication.restoreOverrideCursor()


def _place(spot: QPoint, audience: Audience, presenter: Presenter | None) -> QPoint | None:
    """Return the place of the audience's window that a spot on the desktop is about."""
    if presenter is not None and presenter.frameGeometry().contains(spot):
        board = presenter.board
        place = counterpart(board, audience.board, board.mapFromGlobal(spot))
        return None if place is None else audience.board.mapTo(audience, place)
    place = audience.mapFromGlobal(spot)
    return place if audience.rect().contains(place) else None
