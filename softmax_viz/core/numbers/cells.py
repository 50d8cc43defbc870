"""Cells of one line or of one pair of brackets, by whatever separates them."""

from __future__ import annotations

import re

from softmax_viz.core.numbers.characters import simplified
from softmax_viz.core.numbers.entries import is_number
from softmax_viz.core.numbers.error import NumberError
from softmax_viz.core.numbers.parse import MAX_LENGTH, parse_number

# Commas and semicolons of scripts that use none of them inside a number.
_SEMICOLONS = str.maketrans("\u060c\u061b\u3001\uff0c\uff1b", ";;;;;")
_COMMA_SPACE = re.compile(r",\s+")
_WITHOUT_POINT = re.compile(r"[+-]?\d+(?:,\d+)?(?:[eE][+-]?\d+)?")
_WITH_POINT = re.compile(r"[+-]?(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?")
_BLANK = re.compile(r"[ \t\n]+")


def split_cells(text: str, separator: str) -> list[str]:
    """Split at one separator character outside quotes; nothing after the last makes no cell."""
    text = text.strip()
    quotes = '"' in text or "'" in text
    cells = _quoted_cells(text, separator) if quotes else text.split(separator)
    if not cells[-1].strip():
        cells.pop()
    return cells


def body_cells(body: str) -> list[str]:
    """Split what stands in brackets, where commas always separate."""
    for separator in ";,":
        if separator in body:
            return split_cells(body, separator)
    return _spaced_cells(body)


def table_cells(lines: list[str]) -> list[list[str]]:
    """Split each line at tabs, semicolons, commas or spaces, the first of these that occurs."""
    if any("\t" in line for line in lines):
        return [split_cells(line, "\t") for line in lines]
    lines = [line if line.isascii() else line.translate(_SEMICOLONS) for line in lines]
    if any(";" in line for line in lines):
        return [split_cells(line, ";") for line in lines]
    if not any("," in line for line in lines):
        return [_spaced_cells(line) if " " in line else [line] for line in lines]
    if len(lines) > 1 and all("," not in line or _is_without_point(line) for line in lines):
        return [[line] for line in lines]
    return [_comma_cells(line) for line in lines]


def _quoted_cells(text: str, separator: str) -> list[str]:
    # A quote opens at the start of a cell and closes right before a separator, or it is text.
    # The empty match at the end counts as the cell that split() finds after a last separator.
    cell = re.compile(
        rf"""(\s*+(?:"(?:[^"]|"")*+"|'[^']*+')\s*+(?={separator}|\Z)|[^{separator}]*+)"""
        rf"(?:{separator}|\Z)"
    )
    return [match[1] for match in cell.finditer(text)]


def _comma_cells(line: str) -> list[str]:
    parts = _COMMA_SPACE.split(line)
    with_comma = [part for part in parts if "," in part]
    if (
        len(parts) > 1
        and with_comma
        and all(map(_is_without_point, with_comma))
        and not any(_WITH_POINT.fullmatch(simplified(part)) for part in parts)
    ):
        return parts
    words = _BLANK.split(line)
    if len(words) > 1 and all(map(_is_without_point, words)):
        return words
    return split_cells(line, ",")


def _spaced_cells(text: str) -> list[str]:
    # Not at no-break spaces, which group the digits of one number.
    words = [word for word in _BLANK.split(text) if word]
    if len(words) < 2 or len(text) > MAX_LENGTH or all(map(is_number, words)):
        return words
    try:
        parse_number(text)
    except NumberError:
        return words
    return [text]


def _is_without_point(text: str) -> bool:
    return bool(_WITHOUT_POINT.fullmatch(simplified(text)))
