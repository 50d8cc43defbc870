"""The buttons below what is written."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton


def text_button(text: str, tip: str) -> QPushButton:
    """Return a button that says what it does."""
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    return button


def row_of(*buttons: QPushButton) -> QHBoxLayout:
    """Return a layout of buttons side by side, at the left."""
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
