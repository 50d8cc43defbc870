"""A label of as many lines as its text needs."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class WrappedLabel(QLabel):
    """Show plain text in lines, as high as it needs to be at the width there is.

    To a layout it has that height and no other: one with a height for every width makes what
    scrolls around it as high as all its parts would like to be.
    longest: a text for which there is room at all times, so that nothing moves when it is shown.
    """

    def __init__(self, text: str = "", longest: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._longest = longest
        self.setProperty("role", "muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """Show another text."""
        if text != self.text():
            self.setText(text)
            self.fit()

    def fit(self) -> None:
        """Take the height that the text needs."""
        # Qt asks for no less than the height that is fixed now.
        self.setMinimumHeight(0)
        room = QRect(0, 0, self.width(), 0)
        longest = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self._longest)
        self.setFixedHeight(max(self.heightForWidth(self.width()), longest.height()))

    def hasHeightForWidth(self) -> bool:
        """Tell a layout that the height is what it is."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height for another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()
