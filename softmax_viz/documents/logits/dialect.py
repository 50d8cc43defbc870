"""How a text writes its table: separator, decimal comma, heading, and what its columns are."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from softmax_viz.core.data.understood import Choices
from softmax_viz.core.numbers import counted
from softmax_viz.core.numbers.characters import simplified
from softmax_viz.core.numbers.entries import is_number
from softmax_viz.core.numbers.names import cell_name
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.limits import MAX_WORDS
from softmax_viz.text import tr

BLANK = " "
WHOLE_LINE = "\n"

_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(?:[eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d+)?")
_LOOKED_AT = 1000
_INDEX_HEADS = ("", "index", "id", "unnamed:_0", "row", "no", "nr", "#")
# What numbers the rows from anywhere, and with gaps.
_NUMBER_HEADS = ("index", "id", "row")


@dataclass(frozen=True)
class Dialect:
    """Say how the lines are cut into cells, and which cells are numbers.

    heading: names above the columns, or None; `heading_line`: whether the first line has them,
        and not a comment.
    texts: columns that hold names. index: a column that only counts the rows, or None.
    """

    separator: str
    decimal_comma: bool
    heading: tuple[str, ...] | None
    heading_line: bool
    width: int
    texts: tuple[int, ...]
    index: int | None

    def column(self, name: str) -> int | None:
        """Find a column by its heading, or as "column 3"."""
        if self.heading and name in self.heading:
            return self.heading.index(name)
        return self._numbered.index(name) if name in self._numbered else None

    @property
    def names(self) -> tuple[str, ...]:
        """Return what the columns are called, those without a heading by number from 1."""
        return self.heading or self._numbered

    @cached_property
    def _numbered(self) -> tuple[str, ...]:
        template = tr("column {number}")
        return tuple(template.format(number=i + 1) for i in range(self.width))


def cells_of(line: str, separator: str) -> list[str]:
    """Cut one line into cells, with quotes as spreadsheets write them."""
    if separator == WHOLE_LINE:
        return [line]
    if '"' in line and separator != BLANK:
        return next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    return line.split() if separator == BLANK else line.split(separator)


def guess(lines: list[str], comment: str, csv_file: bool, choices: Choices) -> Dialect:
    """Understand the first lines of a text; `comment` is the last one before them, or ""."""
    separator = choices.separator or _separator(lines, csv_file)
    rows = [cells_of(line, separator) for line in lines]
    if all(len(row) > 1 and not row[-1].strip() for row in rows):
        rows = [row[:-1] for row in rows]  # every line ends with a separator
    commas = choices.decimal_comma
    if commas is None:
        commas = separator != "," and _has_decimal_commas(rows)
    heading = _is_heading(rows) if choices.header is None else choices.header
    head = _trimmed(rows[0]) if heading else None
    body = rows[1:] if heading else rows
    if not body:
        raise OpenError(
            tr("line 1: there are names, and no numbers below them: is the rest missing?")
        )
    width = len(body[0])
    if head and len(head) == width - 1:
        head = ["", *head]  # R leaves the place above its row names empty
    if head is not None and len(head) != width:
        raise OpenError(
            tr(
                "the heading has {n} names, and the line below it has {width} cells: "
                "every line needs as many."
            ).format(n=counted(len(head)), width=counted(width))
        )
    if head is None and comment:
        named = _trimmed(cells_of(comment, separator))
        if len(named) == width and not any(map(is_number, named[:_LOOKED_AT])):
            head = named
    texts = _texts(body)
    index = _index(head, body, texts)
    names = None if head is None else tuple(map(cell_name, head))
    return Dialect(separator, commas, names, heading, width, texts, index)


def _texts(body: list[list[str]]) -> tuple[int, ...]:
    texts = []
    for i, cell in enumerate(body[0]):
        if not cell.strip():
            cell = next((row[i] for row in body if i < len(row) and row[i].strip()), "")
        if not _numeric(cell):
            texts.append(i)
            if len(texts) > MAX_WORDS:
                raise OpenError(
                    tr("there are more than {n} words on a line, where numbers should be.").format(
                        n=MAX_WORDS
                    )
                )
    return tuple(texts)


def _separator(lines: list[str], csv_file: bool) -> str:
    for separator in "\t;":
        # One line alone may have it in a name.
        if 2 * sum(separator in line for line in lines) > len(lines):
            return separator
    if not any("," in line for line in lines):
        return BLANK
    words = [line.split() for line in lines]
    if all(_DECIMAL_COMMA.fullmatch(w) for line in words for w in line if "," in w) and (
        any(len(line) > 1 for line in words)
        or (not csv_file and len(lines) > 1 and all(line.count(",") == 1 for line in lines))
    ):
        return BLANK
    return ","


def _has_decimal_commas(rows: list[list[str]]) -> bool:
    return any(_DECIMAL_COMMA.fullmatch(simplified(c.strip())) for row in rows for c in row)


def _numeric(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        # A missing number, and one with thousands separators, are told as such, not as names.
        bare = cell.strip()
        return not bare or is_number(cell) or bool(_THOUSANDS.fullmatch(bare))
    return True


def _is_heading(rows: list[list[str]]) -> bool:
    if len(rows) < 2:
        return not any(map(_numeric, rows[0][:_LOOKED_AT]))
    shorter = len(rows[0]) == len(rows[1]) - 1
    same = len(rows[0]) == len(rows[1]) > 1
    head, row = rows[0][:_LOOKED_AT], rows[1][:_LOOKED_AT]
    if shorter:
        return not any(map(_numeric, head))
    if any(not _numeric(a) and _numeric(b) for a, b in zip(head, row, strict=False)):
        return True
    if all(not _numeric(cell) for cell in head):
        return any(map(_numeric, row)) and same
    counting = [str(i) for i in range(len(head))]
    return len(head) > 1 and head == counting and any("." in cell for cell in row)


def _trimmed(cells: list[str]) -> list[str]:
    return [cell.strip() for cell in cells]


def _index(head: list[str] | None, body: list[list[str]], texts: tuple[int, ...]) -> int | None:
    if not head or 0 in texts or len(head) < 3:
        return None
    first = [row[0].strip() for row in body if row]
    name = head[0].lower().replace(" ", "_")
    counts = first in ([str(i) for i in range(len(first))], [str(i + 1) for i in range(len(first))])
    rises = all(map(str.isdecimal, first)) and all(int(a) < int(b) for a, b in pairwise(first))
    return 0 if (counts and name in _INDEX_HEADS) or (rises and name in _NUMBER_HEADS) else None
