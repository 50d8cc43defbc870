"""Undo and redo belong to the window, also where a field would keep them for its own text."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence


def asks_for_undo(event: QEvent) -> bool:
    """Tell whether Qt asks a field if it wants to keep an undo or redo key for itself."""
    key = QKeySequence.StandardKey
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and (event.matches(key.Undo) or event.matches(key.Redo))
    )
