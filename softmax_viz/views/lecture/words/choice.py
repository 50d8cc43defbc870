"""One choice of a question."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QToolButton, QWidget

from softmax_viz.text import tr
from softmax_viz.views import svg, theme
from softmax_viz.views.lecture.words.field import WordsField


class ChoiceRow(QWidget):
    """Hold whether a choice is right, its text, and the button that removes it.

    changed: a gesture token, None for a tick; removed: the row itself; finished: Return was
    pressed, by the row.
    """

    changed = Signal(object)
    removed = Signal(object)
    finished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.right = QRadioButton()
        self.right.setToolTip(tr("This choice is right"))
        self.field = WordsField("")
        self.remove = QToolButton()
        self.remove.setProperty("role", "quiet")
        self.remove.setToolTip(tr("Remove this choice"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.right)
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self.remove)
        self.right.clicked.connect(self._tick)
        self.field.written.connect(self._write)
        self.field.returnPressed.connect(self._finish)
        self.remove.clicked.connect(self._remove)
        self.follow_theme()

    def number(self, place: int) -> None:
        """Say which choice this is."""
        self.field.setAccessibleName(tr("Choice {n}").format(n=place + 1))
        self.field.setToolTip(tr("Choice {n}; Return goes on to the next").format(n=place + 1))
        self.field.setPlaceholderText(tr("Choice {n}").format(n=place + 1))
        self.right.setAccessibleName(tr("Choice {n} is right").format(n=place + 1))
        self.remove.setAccessibleName(tr("Remove choice {n}").format(n=place + 1))

    def _tick(self) -> None:
        self.changed.emit(None)

    def _write(self, text: str, gesture: object) -> None:
        self.changed.emit(gesture)

    def _finish(self) -> None:
        self.finished.emit(self)

    def _remove(self) -> None:
        self.removed.emit(self)

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        self._row.setSpacing(look.px(4))
        self.remove.setIcon(svg.icon("close", look.colors.muted, look.px(12)))
        self.remove.setIconSize(QSize(look.px(12), look.px(12)))
