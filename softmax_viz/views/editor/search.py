"""The field that finds a class by its name or its index."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from softmax_viz.core.class_search import ClassSearch, Matches
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.line_field import LineField
from softmax_viz.views.speech import announce


class SearchField(LineField):
    """A line whose keys go from match to match.

    asked: to go on by 1 or −1; left: the person goes back to the table.
    """

    asked = Signal(int)
    left = Signal()
    # What is typed here changes nothing.
    takes_back = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter or Down, back by Shift+Enter or Up, leave by Escape."""
        key = event.key()
        backwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit(-1 if backwards else 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SearchBar(QWidget):
    """Find classes; say how many there are, and which of them is chosen.

    found: a class to be chosen; sought: whether anything is; closed: the person is done.
    """

    found = Signal(int)
    sought = Signal(bool)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: tuple[str, ...] = ()
        self._search: ClassSearch | None = None
        self._matches: Matches | None = None
        self._row = -1
        self.field = SearchField()
        self.field.setPlaceholderText(tr("Find a class (Ctrl+F)"))
        self.field.setAccessibleName(tr("Find a class"))
        self.field.setToolTip(
            tr("A part of a name, or an index as 17 or #17.\n"
               "Enter: the next match; Shift+Enter: the one before; Escape: back to the table.")
        )  # fmt: skip
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.field, 1)
        self._line.addWidget(self.count)
        self.count.hide()
        self.field.textEdited.connect(self._seek)
        self.field.asked.connect(self._go_on)
        self.field.left.connect(self.close_search)
        self.follow_theme()

    def render_labels(self, labels: tuple[str, ...]) -> None:
        """Search other names from now on; emits nothing."""
        if labels is not self._labels:
            self._labels, self._search, self._matches = labels, None, None
            if self.field.text():
                self._say()

    def open_search(self, row: int) -> None:
        """Take the keyboard, to search from a row on."""
        self._row = row
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_search(self) -> None:
        """Forget what was sought."""
        self.field.clear()
        self._matches = None
        self._say()
        self.closed.emit()

    def show_row(self, row: int) -> None:
        """Take note of the chosen class, where the search goes on."""
        self._row = row
        if self.field.text():
            self._say()

    @property
    def matches(self) -> Matches:
        """Return the classes that were found."""
        if self._search is None:
            self._search = ClassSearch(self._labels)
        if self._matches is None:
            self._matches = self._search.find(self.field.text())
        return self._matches

    def _seek(self) -> None:
        self._matches = None
        self._choose(self.matches.first(max(self._row, 0)))

    def _go_on(self, by: int) -> None:
        if self.field.text():
            self._choose(
                self.matches.after(self._row) if by > 0 else self.matches.before(self._row)
            )

    def _choose(self, row: int) -> None:
        if row >= 0:
            self._row = row
            self.found.emit(row)
        self._say()

    def _say(self) -> None:
        words = self.matches.words(self._row) if self.field.text().strip() else ""
        self.count.setText(words)
        self.count.setVisible(bool(words))
        self.sought.emit(bool(words))
        self.field.setAccessibleDescription(words)
        announce(self.field, words)

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        self._line.setSpacing(theme.current().px(6))
