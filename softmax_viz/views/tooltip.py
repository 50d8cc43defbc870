"""Tooltips that say what they are given, letter by letter."""

from __future__ import annotations

from textwrap import fill

from PySide6.QtCore import QPoint
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QToolTip, QWidget

LETTERS = 72


def tooltip(text: str) -> str:
    """Return a text for a tooltip: lines of readable length, markup shown and not obeyed."""
    lines = "\n".join(fill(line, LETTERS) for line in text.splitlines())
    if not Qt.mightBeRichText(lines):
        return lines
    # Takes time to import, and is seldom needed.
    from html import escape

    return f"<p style='white-space:pre'>{escape(lines)}</p>"


def show_tooltip(where: QPoint, text: str, widget: QWidget) -> None:
    """Show a text beside a place on the screen."""
    QToolTip.showText(where, tooltip(text), widget)
