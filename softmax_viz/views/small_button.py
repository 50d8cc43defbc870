"""A button as low as a field, for what is beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton


def small_button(text: str, tip: str) -> QPushButton:
    """Return a low button that says what it does, and explains it by a tooltip."""
    button = QPushButton(text)
    button.setProperty("role", "small")
    button.setAccessibleName(text)
    button.setToolTip(tip)
    return button
