"""A line that is written first and entered then."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit

from softmax_viz.views.shortcuts import asks_for_undo


class Entry(QLineEdit):
    """A field for one line; undo and redo are left to the window until something is typed.

    given_up: Escape was pressed.
    """

    given_up = Signal()

    def event(self, event: QEvent) -> bool:
        """Let the shortcuts of the window pass."""
        if asks_for_undo(event) and not self.isModified():
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up by Escape; what ends the field is no key of what it is a part of."""
        ends = event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
        event.setAccepted(ends or event.isAccepted())
