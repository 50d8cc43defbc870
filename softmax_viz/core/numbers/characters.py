"""The ASCII character that stands for a typographic or foreign one in a number."""

from __future__ import annotations

import unicodedata

_GROUPS = {
    # hyphens, figure dash, en dash, minus sign, small hyphen-minus
    "-": "\u2010\u2011\u2012\u2013\u2212\ufe63",
    "*": "\u00d7\u00b7\u22c5\u2219",
    "/": "\u00f7\u2044\u2215",
    ".": "\u066b",
    # Commas of scripts that do not use them as decimal separators: they only separate numbers.
    ";": "\u060c\u061b\u3001\uff0c",
    # Byte-order mark, zero-width space and direction marks, which surround signs in Arabic text.
    " ": "\ufeff\u200b\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
}
_LISTED = {ord(c): ascii_ for ascii_, group in _GROUPS.items() for c in group}


class _Table(dict[int, str]):
    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isdecimal():
            plain = str(unicodedata.decimal(character))
        elif 0xFF01 <= code <= 0xFF5E:
            plain = chr(code - 0xFEE0)
        else:
            plain = character
        self[code] = plain
        return plain


_TABLE = _Table(_LISTED)


def simplified(text: str) -> str:
    """Replace signs, digits and separators by ASCII ones, so that no position changes."""
    return text if text.isascii() else text.translate(_TABLE)
