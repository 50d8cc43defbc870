"""What is raised when a text cannot be read as numbers."""

from __future__ import annotations


class NumberError(ValueError):
    """Say in one translated sentence what is wrong, where, and what would be right."""


class SeveralRows(NumberError):
    """Say that numbers are a matrix, where one row of them is wanted."""


def shortened(text: str, limit: int = 40) -> str:
    """Fit a part of a person's text into a sentence; what cannot be shown becomes U+FFFD."""
    shown = text.strip()
    if len(shown) > limit:
        shown = shown[: limit - 1] + "…"
    return "".join(c if c.isprintable() else "\ufffd" for c in shown)
