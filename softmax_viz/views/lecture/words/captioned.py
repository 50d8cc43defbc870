"""A text field with its caption, the numbers it can hold, and what is wrong with them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from softmax_viz.core.lecture.fields import problems
from softmax_viz.core.state import State
from softmax_viz.views import theme
from softmax_viz.views.lecture.words.field import Field
from softmax_viz.views.lecture.words.numbers_menu import NumbersMenu


class Hint(QLabel):
    """Say in a sentence what is wrong; nothing where nothing is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", "wrong")
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence, or nothing."""
        if sentence != self.text() or self.isHidden() != (not sentence):
            self.setText(sentence)
            self.setVisible(bool(sentence))


class Captioned(QWidget):
    """Hold a field; its live numbers are checked against the State."""

    def __init__(self, caption: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.caption = QLabel(caption)
        self.caption.setProperty("role", "muted")
        self.caption.setBuddy(field)
        self.numbers = NumbersMenu()
        self.hint = Hint()
        self._checked: tuple[str, tuple[str, ...]] | None = None
        self._problem = ""
        head = QHBoxLayout()
        head.addWidget(self.caption, 1)
        head.addWidget(self.numbers)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addLayout(head)
        self._box.addWidget(field)
        self._box.addWidget(self.hint)
        self.numbers.chosen.connect(self._insert)
        self.follow_theme()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Return the stops of the keyboard, in order."""
        return (self.field, self.numbers)

    def render_text(self, text: str, state: State) -> None:
        """Show a text, and what is wrong with its numbers."""
        self.field.show_text(text)
        self.check(text, state)

    def check(self, text: str, state: State) -> None:
        """Say what is wrong with the numbers of a text."""
        self.numbers.show_state(state)
        # A drag changes the numbers, and neither the text nor the names.
        before = self._checked
        if before is None or before[0] != text or before[1] is not state.labels:
            self._checked = (text, state.labels)
            found = problems(text, state)
            self._problem = found[0][1] if found else ""
        self.say(self._problem)

    def say(self, sentence: str) -> None:
        """Say what is wrong, or nothing."""
        self.hint.say(sentence)
        self.field.setAccessibleDescription(sentence)

    def _insert(self, text: str) -> None:
        self.field.setFocus()
        self.field.insert_text(text)

    def follow_theme(self) -> None:
        """Take the distances of the theme."""
        self._box.setSpacing(theme.current().px(2))
        self.numbers.follow_theme()
