"""A small field for the number of hands that a choice got."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QWidget

from softmax_viz.core.lecture.poll import MOST_HANDS
from softmax_viz.text import tr
from softmax_viz.views.typed_over import TypedOver

DIGITS = QRegularExpression(f"[0-9]{{0,{len(str(MOST_HANDS))}}}")


class HandsField(TypedOver):
    """Take a number of hands, at every digit; Up and Down count, Enter and Escape leave."""

    counted = Signal(int)
    entered = Signal()
    left = Signal()
    takes_back = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setValidator(QRegularExpressionValidator(DIGITS, self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText("0")
        self.setToolTip(tr("How many hands? Tab leads to the next choice."))
        self.textEdited.connect(self._tell)
        self.returnPressed.connect(self.entered)

    @property
    def hands(self) -> int:
        """Return the number that stands here, 0 for none."""
        return int(self.text() or "0")

    def show_hands(self, hands: int) -> None:
        """Show a number; 0 leaves the field empty."""
        if hands != self.hands:
            self.setText(str(hands) if hands else "")

    def type_digit(self, digit: int) -> None:
        """Write a digit where the cursor is, as its key would."""
        self.insert(str(digit))
        self._tell()

    def _tell(self) -> None:
        self.counted.emit(self.hands)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count by Up and Down; leave by Escape."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self.counted.emit(min(max(self.hands + step, 0), MOST_HANDS))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
