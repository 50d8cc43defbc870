"""What a screen reader is told."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

# How long a view waits after a change before it speaks: until a drag has come to rest.
SPEECH_DELAY_MS = 400


def announce(widget: QWidget, text: str) -> None:
    """Let a running screen reader say a text."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
