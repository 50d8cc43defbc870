"""A line to type in that leaves the window's shortcuts to it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from softmax_viz.views.shortcuts import asks_for_undo, types_nothing


class LineField(QLineEdit):
    """Let the shortcuts of the window pass.

    takes_back: whether undo and redo are the field's own, once something is typed.
    """

    takes_back = True

    def event(self, event: QEvent) -> bool:
        """Let undo and redo pass."""
        if asks_for_undo(event) and not (self.takes_back and self.isModified()):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what is typed, but no shortcut."""
        if types_nothing(event):
            event.ignore()
        else:
            super().keyPressEvent(event)
