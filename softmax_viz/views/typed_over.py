"""A line whose text is typed over by whoever comes to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent

from softmax_viz.views.line_field import LineField


class TypedOver(LineField):
    """Select all where the focus comes, by a key or by a click; a second click sets the cursor."""

    _was_clicked = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all, to be typed over."""
        super().focusInEvent(event)
        self._was_clicked = event.reason() == Qt.FocusReason.MouseFocusReason
        self.selectAll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select all again, where the click that brought the focus has set the cursor."""
        super().mouseReleaseEvent(event)
        if self._was_clicked and not self.hasSelectedText():
            self.selectAll()
        self._was_clicked = False
