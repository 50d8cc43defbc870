"""Names of classes as they are pasted: quoted or not, in any script."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 200

_QUOTES = {'"': '"', "'": "'", "\u201c": "\u201d", "\u2018": "\u2019", "\u201e": "\u201c", "«": "»"}
_UNSHOWN = ("Cc", "Cs", "Zl", "Zp")
_ESCAPED = re.compile(r"\\(['\"\\])")


def unquoted(cell: str) -> str:
    """Remove surrounding space and quotes, and the doubling of quotes inside."""
    cell = cell.strip()
    if len(cell) > 1 and _QUOTES.get(cell[0]) == cell[-1]:
        return cell[1:-1].replace('""', '"')
    return cell


def cell_name(cell: str) -> str:
    """Make a name of a cell, without its quotes."""
    return _shown(unquoted(cell))


def key_name(literal: str) -> str:
    """Make a name of a quoted key of JSON or Python, with their escapes."""
    # Takes time to import, and the window does not start with names to read.
    import json

    try:
        return _shown(json.loads(literal, strict=False))
    except ValueError:
        return _shown(_ESCAPED.sub(r"\1", literal[1:-1]))


def _shown(text: str) -> str:
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(c) in _UNSHOWN else c for c in text)
    return text.strip()[:MAX_NAME]
