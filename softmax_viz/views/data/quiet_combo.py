"""A choice that a wheel passing over it does not change."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from softmax_viz.views import theme
from softmax_viz.views.lenses.marks import paint_focus


class QuietCombo(QComboBox):
    """Take one of a few hundred at most, in as little room as there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(3)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def explain(self, name: str, tip: str) -> None:
        """Name the choice, and its list too, for a screen reader."""
        for part in (self, self.view()):
            part.setAccessibleName(name)
            part.setToolTip(tip)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step, when focused."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the choice; Fusion shows the focus after the Tab key alone."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            paint_focus(painter, QRectF(self.rect()))
            painter.end()

    def follow_theme(self) -> None:
        """Take the height of the theme."""
        self.setFixedHeight(theme.current().px(26))
