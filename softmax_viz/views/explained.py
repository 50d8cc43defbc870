"""A painted widget that explains itself: by a resting pointer, and by Space."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QHelpEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QWidget

from softmax_viz.views.tooltip import show_tooltip


class Explained(QWidget):
    """Show an explanation on demand; it is reached by Tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def explanation(self, place: QPointF | None = None) -> str:
        """Return what stands at a place means, or what all of it means."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Explain what is below the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            show_tooltip(event.globalPos(), self.explanation(event.pos().toPointF()), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Explain all of it by Space."""
        if event.key() == Qt.Key.Key_Space:
            below = self.mapToGlobal(self.rect().bottomLeft())
            show_tooltip(below, self.explanation(), self)
        else:
            super().keyPressEvent(event)
