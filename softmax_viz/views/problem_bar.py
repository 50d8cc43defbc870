"""A sentence on what could not be done, shown until it is read."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from softmax_viz.text import tr
from softmax_viz.views import svg, theme
from softmax_viz.views.speech import announce

SHOWN_MS = 12_000


class ProblemBar(QFrame):
    """Show one problem at a time; it goes by itself, or by its button or Escape."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problem")
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setAccessibleName(tr("Problem"))
        self.close_button = QToolButton()
        self.close_button.setAccessibleName(tr("Close the message"))
        self.close_button.setToolTip(tr("Close the message"))
        self.close_button.setAutoRaise(True)
        self.close_button.clicked.connect(self.hide)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(self.close_button)
        # A hidden widget's shortcut is off, so that Escape stays free for the rest.
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.hide)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.follow_theme()
        self.hide()

    def show_problem(self, sentence: str) -> None:
        """Show a sentence."""
        if not sentence:
            return
        self.label.setText(sentence)
        self.show()
        self._timer.start()
        announce(self.label, sentence)

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        self.close_button.setIcon(svg.icon("close", look.colors.bad_ink, look.px(14)))
        self.close_button.setIconSize(QSize(look.px(14), look.px(14)))
        self._row.setContentsMargins(look.px(12), look.px(4), look.px(6), look.px(4))
