"""What a person types or pastes, as text that a deck can hold."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Return a text without control characters, its lines ended by a newline."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def one_line(text: str) -> str:
    """Return a text on a single line."""
    return plain(text).replace("\n", " ").replace("\t", " ")
