"""Names of classes as they are pasted: quoted or not, in any script."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 200

_QUOTES = {'"': '"', "'": "'", "\u201c": "\u201d", "\u2018": "\u2019", "\u201e": "\u201c", "«": "»"}
_UNSHOWN = ("Cc", "Cs", "Zl", "Zp")
# What nobody sees, or what turns the words beside it around, and what looks like blank space.
# Not what joins letters: without it Persian words and many an emoji are others.
_JOINERS = "\u200c\u200d"
_UNSEEN = {
    **dict.fromkeys(map(ord, "\xad\u034f\u061c\u180e\u200b\u200e\u200f\u2060\ufeff")),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2061, 0x2070), *range(0xFFF9, 0xFFFC)]),
    **dict.fromkeys(map(ord, "\u2800\u3164\uffa0"), " "),
}
# What no name begins or ends with: blank space of any width, and what joins letters to nothing.
_EDGES = _JOINERS + " \xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_ESCAPED = re.compile(r"\\(['\"\\])")


def unquoted(cell: str) -> str:
    """Remove surrounding space and quotes, and the doubling of quotes inside."""
    cell = cell.strip()
    if len(cell) > 1 and _QUOTES.get(cell[0]) == cell[-1]:
        return cell[1:-1].replace('""', '"')
    return cell


def cell_name(cell: str) -> str:
    """Make a name of a cell, without its quotes."""
    return shown_name(unquoted(cell))


def key_name(literal: str) -> str:
    """Make a name of a quoted key of JSON or Python, with their escapes."""
    # Takes time to import, and the window does not start with names to read.
    import json

    try:
        return shown_name(json.loads(literal, strict=False))
    except ValueError:
        return shown_name(_ESCAPED.sub(r"\1", literal[1:-1]))


def shown_name(text: str) -> str:
    """Make a name that can be seen as it is: in one line, and nothing hidden in it."""
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(c) in _UNSHOWN else c for c in text)
    if not text.isascii():
        text = text.translate(_UNSEEN).strip(_EDGES)
    return text.strip()[:MAX_NAME]
