"""A field for one number: takes what people write, keeps full precision, shows it rounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from softmax_viz.core.numbers import NumberError
from softmax_viz.views.line_field import LineField
from softmax_viz.views.speech import announce


@dataclass(frozen=True)
class Steps:
    """Say what the keys do.

    step: from a value and a size to the next value; arrow, fine, page: the sizes.
    """

    step: Callable[[float, float], float]
    arrow: float
    fine: float
    page: float

    def size(self, event: QKeyEvent, up: Qt.Key, down: Qt.Key) -> float:
        """Return the signed size that a key asks for, 0 for any other key."""
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        arrow = self.fine if fine else self.arrow
        return {
            up: arrow, down: -arrow,
            Qt.Key.Key_PageUp: self.page, Qt.Key.Key_PageDown: -self.page,
        }.get(Qt.Key(event.key()), 0.0)  # fmt: skip


class Bubble(QFrame):
    """Show a sentence about a wrong entry below the field it is about."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.ToolTip)
        self.setObjectName("problem")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setMaximumWidth(360)
        QHBoxLayout(self).addWidget(self._label)

    def show_below(self, owner: QWidget, text: str) -> None:
        """Show the sentence below a widget, inside its screen."""
        self._label.setText(text)
        self._label.setFixedWidth(min(360, self._label.fontMetrics().horizontalAdvance(text) + 8))
        self.adjustSize()
        spot = owner.mapToGlobal(QPoint(0, owner.height() + 4))
        screen = owner.screen().availableGeometry()
        if spot.y() + self.height() > screen.bottom():
            spot = owner.mapToGlobal(QPoint(0, -self.height() - 4))
        spot.setX(min(max(spot.x(), screen.left()), screen.right() - self.width()))
        self.move(spot)
        self.show()


class NumberField(LineField):
    """Edit one number as text.

    entered: a valid number that a person wrote or stepped to, and a gesture token.
    refused: why a wrong entry was given up when the field was left.
    A wrong entry is marked and explained, and changes nothing; Escape restores the old text.
    """

    entered = Signal(float, object)
    refused = Signal(str)

    def __init__(
        self, parse: Callable[[str], float], steps: Steps, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parse, self._steps = parse, steps
        self._value, self._shown, self._wrong = 0.0, "", ""
        self._bubble: Bubble | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.returnPressed.connect(self.commit)
        self.textEdited.connect(self._clear_problem)

    @property
    def value(self) -> float:
        """Return the number last shown, in full precision."""
        return self._value

    @property
    def problem(self) -> str:
        """Return the sentence on the present wrong entry, or ""."""
        return self._wrong

    def show_value(self, value: float, text: str) -> None:
        """Show a number; what is being typed stays until it is entered."""
        self._value = value
        if text != self._shown and not (self.hasFocus() and self.isModified()):
            self.setText(text)
            self._clear_problem()
        self._shown = text

    def commit(self) -> bool:
        """Enter what is written; return whether it was a number, or unchanged."""
        if not self.isModified() or self.text() == self._shown:
            self.restore()
            return True
        try:
            value = self._parse(self.text())
        except NumberError as error:
            self._explain(str(error))
            return False
        self._clear_problem()
        self.setModified(False)
        self.entered.emit(value, None)
        # The same number written another way leaves the state, and so the field, as it was.
        self.setText(self._shown)
        return True

    def restore(self) -> None:
        """Show the old number again."""
        self.setText(self._shown)
        self.setModified(False)
        self._clear_problem()

    def _explain(self, sentence: str) -> None:
        self._mark(sentence)
        announce(self, sentence)
        if self._bubble is None:
            self._bubble = Bubble(self)
        self._bubble.show_below(self, sentence)

    def _clear_problem(self) -> None:
        if self._wrong:
            self._mark("")
        if self._bubble is not None:
            self._bubble.hide()

    def _mark(self, sentence: str) -> None:
        self._wrong = sentence
        self.setAccessibleDescription(sentence)
        self.setProperty("wrong", bool(sentence))
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by the arrows, finer with Shift, wider by the page keys; Escape restores."""
        size = self._steps.size(event, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.key() == Qt.Key.Key_Escape and (self.isModified() or self.problem):
            self.restore()
        elif size:
            if self.commit():
                self.entered.emit(self._steps.step(self._value, size), None)
                self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Enter what is written; a wrong entry gives way to the old number."""
        if event.reason() != Qt.FocusReason.PopupFocusReason and not self.commit():
            self.refused.emit(self.problem)
            self.restore()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the explanation away with the field."""
        self._clear_problem()
        super().hideEvent(event)
