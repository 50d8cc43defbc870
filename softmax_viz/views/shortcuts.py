"""Keys that belong to the window, also where a field would take them for its own text."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


def asks_for_undo(event: QEvent) -> bool:
    """Tell whether Qt asks a field if it wants to keep an undo or redo key for itself."""
    key = QKeySequence.StandardKey
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and (event.matches(key.Undo) or event.matches(key.Redo))
    )


def types_nothing(event: QKeyEvent) -> bool:
    """Tell whether a letter or digit is held with Alt: a shortcut, even where nothing answers it.

    Qt would type it. On a Mac, Option does type other letters; and AltGr, which is Ctrl+Alt to
    Windows, does everywhere.
    """
    held = event.modifiers()
    alt = bool(held & Qt.KeyboardModifier.AltModifier)
    ctrl = bool(held & Qt.KeyboardModifier.ControlModifier)
    typed = event.text()
    return sys.platform != "darwin" and alt and not ctrl and typed != "" and typed.isprintable()
