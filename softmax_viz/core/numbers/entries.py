"""Many cells to numbers, quickly, and with the place of the one that is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from softmax_viz.core.numbers.arrays import abbreviated, without_types
from softmax_viz.core.numbers.characters import simplified
from softmax_viz.core.numbers.error import NumberError
from softmax_viz.core.numbers.format import counted
from softmax_viz.core.numbers.names import unquoted
from softmax_viz.core.numbers.parse import parse_number
from softmax_viz.text import tr

MAX_ENTRIES = 1_000_000

_DIGIT = re.compile(r"\d")


def parse_entries(cells: Sequence[str], lines: Sequence[int] = ()) -> tuple[float, ...]:
    """Read one number a cell; an error names the line of the cell where lines are given."""
    if not cells:
        raise NumberError(tr("There are no numbers: write some such as 0.25, 1.23, −0.8."))
    refuse_too_many(len(cells))
    values = []
    for index, cell in enumerate(cells):
        try:
            values.append(_number(cell))
        except NumberError as error:
            if lines:
                raise at_line(lines[index], str(error)) from None
            raise NumberError(
                tr("Entry {number}: {reason}").format(number=index + 1, reason=error)
            ) from None
    return tuple(values)


def is_number(cell: str) -> bool:
    """Say whether a cell is a number and no name; e and pi alone may be names."""
    try:
        value = _number(cell)
    except NumberError:
        return False
    return not math.isfinite(value) or bool(_DIGIT.search(cell))


def refuse_too_many(count: int) -> None:
    """Raise NumberError beyond a million entries."""
    if count > MAX_ENTRIES:
        raise NumberError(
            tr("These are {count} entries: paste {limit} at most.").format(
                count=counted(count), limit=counted(MAX_ENTRIES)
            )
        )


def at_line(number: int, reason: str) -> NumberError:
    """Put the number of a line before a sentence."""
    return NumberError(tr("Line {number}: {reason}").format(number=number, reason=reason))


def _number(cell: str) -> float:
    value = _float(cell)
    if math.isnan(value):
        value = _float(simplified(unquoted(cell)).replace(",", "."))
    # Only where float() may read another number than was written is the long way needed.
    if math.isfinite(value) and value != 0 and "_" not in cell:
        return value
    return _carefully(cell)


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


# Zeros, infinities and nan come in great numbers, all written alike.
@lru_cache(64)
def _carefully(cell: str) -> float:
    cell = unquoted(cell)
    if cell in ("...", "…"):
        raise abbreviated()
    return parse_number(without_types(cell))
