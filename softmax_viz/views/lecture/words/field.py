"""Fields for plain text that tell of every letter, and that showing a text does not disturb."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QMimeData, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from softmax_viz.views import theme
from softmax_viz.views.lecture.plain import one_line, plain
from softmax_viz.views.line_field import LineField
from softmax_viz.views.shortcuts import asks_for_undo, types_nothing

MOST_LINES = 14


class WordsField(LineField):
    """Edit one line; required: a blank one is no text, and gives way to the old one.

    written: the text at every letter, and one gesture token for each stay in the field.
    """

    written = Signal(str, object)
    takes_back = False

    def __init__(self, name: str, required: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._required = required
        self._shown = ""
        self._gesture: object = object()
        self.setAccessibleName(name)
        self.textEdited.connect(self._write)

    @property
    def words(self) -> str:
        """Return what is written, without blanks around it."""
        return one_line(self.text()).strip()

    def show_text(self, text: str) -> None:
        """Show a text, where it is another than was last shown or written."""
        if text != self._shown:
            self._shown = text
            self.restore()

    def restore(self) -> None:
        """Show the last text again, in place of one that could not be taken."""
        if self.words != self._shown or not self.hasFocus():
            place = self.cursorPosition()
            if self.text() != self._shown:
                self.setText(self._shown)
            self.setCursorPosition(min(place, len(self._shown)))

    def insert_text(self, text: str) -> None:
        """Write a text at the cursor."""
        self.insert(text)

    def _write(self) -> None:
        words = self.words
        if words == self._shown or (self._required and not words):
            return
        self._shown = words
        self.written.emit(words, self._gesture)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin a step of undo."""
        self._gesture = object()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show what was taken."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.restore()


class TextField(QPlainTextEdit):
    """Edit plain text, as high as the text; Tab leaves the field.

    written: the text at every letter, and one gesture token for each stay in the field.
    """

    written = Signal(str, object)

    def __init__(self, name: str, lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._shown = ""
        self._gesture: object = object()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._write)

    @property
    def words(self) -> str:
        """Return what is written."""
        # toPlainText would make of every no-break space a common one.
        return plain(self.document().toRawText())

    def show_text(self, text: str) -> None:
        """Show a text, where it is another than was last shown or written."""
        if text == self._shown:
            return
        self._shown = text
        place = self.textCursor().position()
        with QSignalBlocker(self):
            self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self._fit()

    def insert_text(self, text: str) -> None:
        """Write a text at the cursor."""
        self.insertPlainText(text)

    def _write(self) -> None:
        self._fit()
        words = self.words
        if words != self._shown:
            self._shown = words
            self.written.emit(words, self._gesture)

    def _fit(self) -> None:
        lines, block = 0, self.document().firstBlock()
        while block.isValid() and lines <= MOST_LINES:
            # To ask for its place lays a block out.
            self.blockBoundingRect(block)
            lines += block.layout().lineCount()
            block = block.next()
        bar = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            bar.ScrollBarAsNeeded if lines > MOST_LINES else bar.ScrollBarAlwaysOff
        )
        line = self.document().firstBlock().layout().lineAt(0).height()
        edges = 2 * (self.document().documentMargin() + theme.current().px(2) + 2)
        wanted = math.ceil(min(max(lines, self._lines), MOST_LINES) * line + edges)
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the text has at this width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def sizeHint(self) -> QSize:
        """Return any width, and the height of the text."""
        return QSize(theme.current().px(120), self.height())

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        if asks_for_undo(event):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what is typed, but no shortcut."""
        if types_nothing(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the type."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin a step of undo."""
        self._gesture = object()
        super().focusInEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain text, without control characters."""
        self.insertPlainText(plain(source.text()))


Field = WordsField | TextField
