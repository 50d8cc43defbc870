"""Going from row to row: back, a number to go to, and on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from softmax_viz.core.data.rows import Rows
from softmax_viz.core.numbers import NumberError, counted
from softmax_viz.core.numbers.error import shortened
from softmax_viz.text import tr
from softmax_viz.views import svg, theme
from softmax_viz.views.elided import ElidedLabel
from softmax_viz.views.number_field import NumberField, Steps

# The arrows go to other rows with Alt only: a filter would be given up at the first one.
NO_STEPS = Steps(max, 0, 0, 0)


class RowSteps(QWidget):
    """Ask for another row.

    stepped: by how many rows; row_wanted: a row of the file.
    refused: why a wrong number was given up.
    """

    stepped = Signal(int)
    row_wanted = Signal(int)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last_row = 0
        self.back = self._button(tr("Previous row"), tr("Previous row (Alt+Left)"))
        self.onward = self._button(tr("Next row"), tr("Next row (Alt+Right)"))
        self.caption = QLabel(tr("Row"))
        self.field = NumberField(self._read, NO_STEPS)
        self.field.setAccessibleName(tr("Row"))
        self.field.setToolTip(
            tr("The row as it is counted in the file, from 0 as in NumPy: type another")
        )
        self.caption.setBuddy(self.field)
        self.count = ElidedLabel()
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        parts: tuple[QWidget, ...] = (self.back, self.caption, self.field, self.count, self.onward)
        for part in parts:
            self._box.addWidget(part, part is self.count)
        self.back.clicked.connect(self._step_back)
        self.onward.clicked.connect(self._step_on)
        self.field.entered.connect(self._enter)
        self.field.refused.connect(self.refused)

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(name)
        button.setToolTip(tip)
        return button

    def show_rows(self, rows: Rows) -> None:
        """Show which row is looked at."""
        self._last_row = rows.table.rows - 1
        self.field.show_value(rows.row, str(rows.row))
        text = tr("of {count}").format(count=counted(rows.table.rows))
        if text != self.count.text():
            self.count.setText(text)

    def _read(self, text: str) -> float:
        written = text.strip().replace(",", "")
        if not (written.isascii() and written.isdigit()):
            raise NumberError(
                tr("“{text}” is no row: they are counted 0, 1, 2 …").format(text=shortened(text))
            )
        # Not as a number first: a text of ten thousand digits is none.
        if len(written.lstrip("0")) > len(str(self._last_row)) or int(written) > self._last_row:
            raise NumberError(
                tr("There is no row {row}: the rows are 0 to {last}.").format(
                    row=shortened(written), last=self._last_row
                )
            )
        return float(written)

    def _step_back(self) -> None:
        self.stepped.emit(-1)

    def _step_on(self) -> None:
        self.stepped.emit(1)

    def _enter(self, row: float, gesture: object) -> None:
        self.row_wanted.emit(int(row))

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        look = theme.current()
        self._box.setSpacing(look.px(6))
        for button, picture in ((self.back, "chevron-left"), (self.onward, "chevron-right")):
            button.setIcon(svg.icon(picture, look.colors.ink, look.px(16)))
            button.setIconSize(QSize(look.px(16), look.px(16)))
            button.setFixedSize(look.px(26), look.px(26))
        self.field.setFixedSize(look.px(84), look.px(26))
