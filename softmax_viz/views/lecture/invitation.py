"""One line that invites newcomers to the course."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from softmax_viz.text import tr
from softmax_viz.views import svg, theme
from softmax_viz.views.elided import ElidedLabel

COURSE, TEMPERATURE = "course", "temperature"


class Invitation(QWidget):
    """Offer the built-in decks; opened: "course" or "temperature"; dismissed: not wanted."""

    opened = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = ElidedLabel()
        invitation = tr("New here? Take the course: the story of softmax, scene by scene.")
        self.label.setText(invitation)
        self.label.setToolTip(invitation)
        self.course_button = QPushButton(tr("Open the course"))
        self.course_button.clicked.connect(self._open_course)
        self.temperature_button = QPushButton(tr("Temperature in ten minutes"))
        self.temperature_button.clicked.connect(self._open_temperature)
        for button in (self.course_button, self.temperature_button):
            button.setProperty("role", "small")
            button.setAccessibleName(button.text())
            button.setAutoDefault(True)
        self.course_button.setToolTip(tr("A deck that asks first and shows then"))
        self.temperature_button.setToolTip(tr("A short deck on the temperature alone"))
        self.close_button = QToolButton()
        self.close_button.setAccessibleName(tr("Do not show this again"))
        self.close_button.setToolTip(tr("Do not show this again"))
        self.close_button.setAutoRaise(True)
        self.close_button.clicked.connect(self.dismissed)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.label, 1)
        for widget in (self.course_button, self.temperature_button, self.close_button):
            self._row.addWidget(widget)
        self.follow_theme()

    def _open_course(self) -> None:
        self.opened.emit(COURSE)

    def _open_temperature(self) -> None:
        self.opened.emit(TEMPERATURE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent_ground"))
        painter.drawRoundedRect(self.rect(), look.px(7), look.px(7))
        painter.end()

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        self.label.setStyleSheet(f"color: {look.colors.accent_ink};")
        for button in (self.course_button, self.temperature_button):
            button.setFixedHeight(look.px(25))
        self.close_button.setIcon(svg.icon("close", look.colors.accent_ink, look.px(13)))
        self.close_button.setIconSize(QSize(look.px(13), look.px(13)))
        self._row.setContentsMargins(look.px(12), look.px(4), look.px(6), look.px(4))
        self._row.setSpacing(look.px(8))
