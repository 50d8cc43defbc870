"""Values as TOML text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from softmax_viz.documents.schema import BeyondFloat, is_control

REPLACEMENT = "\ufffd"
NUMBERS_A_ROW = 10

_BARE = re.compile(r"[A-Za-z0-9_-]+")
# Three in a row would end the text, and so would one at its end.
_QUOTE = re.compile(r'"(?="")|"\Z')
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def key_text(key: str) -> str:
    """Return a key as it is written, in quotes where it needs them."""
    return key if _BARE.fullmatch(key) else string_text(key)


def value_text(value: Any) -> str:
    """Return a value as it is written; tables inline, texts of several lines in three quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return lines_text(value) if "\n" in value else string_text(value)
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, int):
        # A decimal of so many digits cannot be read again.
        return str(value) if abs(value) < 10**300 else hex(value)
    if isinstance(value, list | tuple):
        return _list_text(value)
    if isinstance(value, dict):
        inner = ", ".join(f"{key_text(k)} = {_in_one_line(v)}" for k, v in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    assert isinstance(value, datetime | date | time)
    return value.isoformat()


def _in_one_line(value: Any) -> str:
    return string_text(value) if isinstance(value, str) else value_text(value)


def number_text(value: float) -> str:
    """Return the shortest text that reads back as the same number."""
    if isinstance(value, BeyondFloat):
        return "-1e999" if value < 0 else "1e999"
    return "nan" if math.isnan(value) else repr(float(value))


def _list_text(values: Iterable[Any]) -> str:
    texts = [_in_one_line(value) for value in values]
    if len(texts) <= 2 * NUMBERS_A_ROW:
        return f"[{', '.join(texts)}]"
    rows = (", ".join(texts[i : i + NUMBERS_A_ROW]) for i in range(0, len(texts), NUMBERS_A_ROW))
    return "[\n  " + ",\n  ".join(rows) + ",\n]"


def string_text(text: str) -> str:
    """Return a text in double quotes on one line."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter in _ESCAPED:
        return _ESCAPED[letter]
    return f"\\u{ord(letter):04X}" if is_control(letter, lines=False) else letter


def lines_text(text: str) -> str:
    """Return a text in three quotes, each line on its own."""
    body = "".join(letter if letter in '"\n\t' else _escaped(letter) for letter in text)
    body = _QUOTE.sub(r'\\"', body)
    return f'"""\n{body}"""'


def cleaned(text: str, lines: bool) -> str:
    """Return a text with what cannot stand in a deck replaced: control characters, surrogates."""
    if text.isprintable():
        return text
    if not lines:
        text = text.replace("\n", " ")
    return "".join(REPLACEMENT if is_control(letter, lines) else letter for letter in text)
