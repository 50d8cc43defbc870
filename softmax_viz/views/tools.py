"""Actions with a picture and a tip, and the small buttons that trigger them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

Slot = Callable[..., object]


def tool_action(
    parent: QObject, picture: str, text: str, tip: str, key: str, *slots: Slot
) -> QAction:
    """Return an action; its data is the picture's name, its tip names the key."""
    action = QAction(text, parent)
    action.setToolTip(f"{tip} ({key})" if key else tip)
    action.setData(picture)
    for slot in slots:
        action.triggered.connect(slot)
    return action


def tool_button(action: QAction) -> QToolButton:
    """Return a button of a picture alone."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text())
    return button
