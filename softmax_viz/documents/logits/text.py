"""Numbers in text: .csv, .tsv and .txt, by any usual convention."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Generator, Iterator
from dataclasses import replace
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.data.understood import HEADING, Choices, Understood
from softmax_viz.core.numbers import (
    NumberError,
    SeveralRows,
    counted,
    parse_logits,
    parse_matrix,
    parse_number,
)
from softmax_viz.core.numbers.characters import simplified
from softmax_viz.core.numbers.entries import is_number
from softmax_viz.core.numbers.error import shortened
from softmax_viz.core.numbers.names import cell_name, unquoted
from softmax_viz.documents.logits import encoding
from softmax_viz.documents.logits.comments import SIGN, Comments
from softmax_viz.documents.logits.dialect import BLANK, WHOLE_LINE, Dialect, cells_of, guess
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.format import Contents, Format, numbers_stored, texts_stored
from softmax_viz.documents.logits.limits import MAX_CLASSES, MAX_LINE, MAX_LINES, MAX_NUMBERS
from softmax_viz.documents.logits.meanings import means_something, ranked
from softmax_viz.text import tr

_BLOCK = 2**18
# So many numbers are read before anyone else has a turn: a line may have a million.
_CELLS = 2**14
_SAMPLE = 5
_MOST_TOLD = 3
_PRINTED = 2**20
# A name in quotes may hold the end of a line; no more lines than these.
_MOST_JOINED = 10
_OPEN_QUOTE = re.compile(r'(?:^|[,;\t]) *"(?:[^"]|"")*+$')

Block = list[tuple[int, str]]


def _begins(head: bytes, size: int) -> bool:
    return True


def _read(path: Path, choices: Choices) -> Generator[float, None, Contents]:
    yield 0.0
    code = encoding.detect(path)
    yield 0.0
    if printed := _printed_array(path, code):
        return printed
    size = path.stat().st_size
    comments = Comments(names=choices.separator == WHOLE_LINE)
    dialect = None
    try:
        with path.open("rb") as raw, TextIOWrapper(raw, encoding=code) as file:
            blocks = _blocks(file, comments)
            first = next(blocks, None)
            if first is None:
                raise OpenError(
                    tr("There are no numbers: the file has only comments and blank lines.")
                )
            _refuse_wide(first[0])
            while len(first) < _SAMPLE and (more := next(blocks, None)):
                first += more  # lines so long that a block has few of them
            lines = [line for _, line in first]
            if choices.separator != WHOLE_LINE:
                lines = [line for line in lines if not line.startswith(SIGN)] or lines
            sample = lines[:_SAMPLE]
            dialect = guess(sample, comments.heading, path.suffix.lower() == ".csv", choices)
            table = _Table(dialect, comments)
            first = table.without_remarks(first)
            read = 0
            for block in chain([first[1:] if dialect.heading_line else first], blocks):
                before, read = read, raw.tell()
                for share in table.add(table.without_remarks(block)):
                    yield (before + share * (read - before)) / size
        is_used = dialect.heading is not None and not dialect.heading_line
        contents = _contents(table, choices)
        left_out = contents.left_out, comments.left_out(has_heading=is_used)
        return replace(contents, left_out=" ".join(filter(None, left_out)))
    except OpenError as error:
        raise OpenError(str(error), _so_far(path, choices, dialect)) from None


def _so_far(path: Path, choices: Choices, dialect: Dialect | None) -> Understood:
    """Return how a text was taken that could not be read so."""
    if dialect is not None:
        choices = replace(
            choices, header=dialect.heading_line, separator=dialect.separator,
            decimal_comma=dialect.decimal_comma,
        )  # fmt: skip
    names = () if dialect is None else dialect.names
    return Understood(path.name, FORMAT.title, 0, 0, "", choices, names, "", "")


def _printed_array(path: Path, code: str) -> Contents | None:
    with path.open(encoding=code) as file:
        source = file.read(_PRINTED + 1)
    if len(source) > _PRINTED or "[" not in source[:100] or "]" not in source[-200:]:
        return None
    try:
        parsed = parse_logits(source)
    except SeveralRows:
        return Contents({"logits": numbers_stored(_printed_matrix(source))})
    except NumberError as error:
        raise OpenError(str(error)) from None
    names = {} if parsed.labels is None else {"names": texts_stored(list(parsed.labels))}
    return Contents({"logits": numbers_stored(np.array(parsed.values)), **names})


def _printed_matrix(source: str) -> NDArray[np.float64]:
    try:
        return np.array(parse_matrix(source))
    except NumberError as error:
        raise OpenError(str(error)) from None


def _blocks(file: TextIO, comments: Comments) -> Iterator[Block]:
    """Yield lines that have numbers, or are names, with their numbers from 1, some at a time."""
    number = 1
    while source := file.read(_BLOCK):
        if not source.endswith("\n"):
            tail = file.readline(MAX_LINE)
            if len(tail) == MAX_LINE and not tail.endswith("\n"):
                last = number + source.count("\n")
                raise OpenError(
                    tr("line {line}: it is longer than {n} MiB: is it one line at all?").format(
                        line=last, n=MAX_LINE >> 20
                    )
                )
            source += tail
        for _ in range(_MOST_JOINED):
            if not _is_open(source[source.rfind("\n", 0, -1) + 1 :].rstrip("\n")):
                break
            source += file.readline(MAX_LINE)
        lines = source.split("\n")
        if lines[-1] == "":
            lines.pop()
        if number + len(lines) > MAX_LINES:
            raise OpenError(
                tr(
                    "The text has more than {n} lines: save the logits as .npy, "
                    "which opens at any size."
                ).format(n=counted(MAX_LINES))
            )
        block = _with_content(lines, number, comments)
        number += len(lines)
        if block:
            yield block


def _records(lines: list[str], number: int) -> Iterator[tuple[int, str]]:
    """Yield lines with their numbers from one on; those that a quoted name goes over are one."""
    at = 0
    while at < len(lines):
        end = at + 1
        if _is_open(lines[at]):
            closing = (k for k, line in enumerate(lines[end : at + _MOST_JOINED], end)
                       if line.count('"') % 2)  # fmt: skip
            end = next(closing, at) + 1
        yield number + at, "\n".join(lines[at:end]) if end > at + 1 else lines[at]
        at = end


def _is_open(line: str) -> bool:
    """Tell whether a quoted cell goes on in the next line."""
    return line.count('"') % 2 == 1 and _OPEN_QUOTE.search(line) is not None


def _with_content(lines: list[str], number: int, comments: Comments) -> Block:
    block = []
    for at, line in _records(lines, number):
        bare = line.strip(" \r\f\v\ufeff")
        if bare and not bare.isspace() and (taken := comments.take(at, bare)):
            block.append((at, taken))
    return block


def _refuse_wide(line: tuple[int, str]) -> None:
    number, text = line
    if len(text) <= MAX_CLASSES:
        return
    count = max(text.count(separator) for separator in ",;\t")
    if count == 0:
        blank = np.frombuffer(text.encode("latin-1", "replace"), np.uint8) <= ord(" ")
        count = int(np.count_nonzero(blank[1:] & ~blank[:-1]))
    if count >= MAX_CLASSES + 2:
        raise OpenError(
            tr("line {line}: it has {n} cells, and {limit} classes are the most.").format(
                line=number, n=counted(count + 1), limit=counted(MAX_CLASSES)
            )
        )


class _Table:
    """Gather the numbers and the names of a text, block by block."""

    def __init__(self, dialect: Dialect, comments: Comments) -> None:
        self.dialect = dialect
        self._comments = comments
        self.texts: dict[int, list[str]] = {i: [] for i in dialect.texts}
        self.numeric = [i for i in range(dialect.width) if i not in self.texts]
        self._bytes = bytearray()
        self._seen: dict[str, float] = {}

    def values(self) -> NDArray[np.float64]:
        """Return all numbers, one column each."""
        width = len(self.numeric)
        return np.frombuffer(self._bytes, np.float64).reshape(-1, width)

    def without_remarks(self, block: Block) -> Block:
        """Leave lines that begin as comments do out, unless they are rows with a name."""
        if not any(line.startswith(SIGN) for _, line in block):
            return block
        kept = []
        for number, line in block:
            if line.startswith(SIGN) and not self._is_named_row(number, line):
                self._comments.leave_out(number, line)
            else:
                kept.append((number, line))
        return kept

    def _is_named_row(self, number: int, line: str) -> bool:
        if 0 not in self.texts:
            return False
        cells = self._cells(number, line)
        return len(cells) == self.dialect.width and all(is_number(cells[i]) for i in self.numeric)

    def add(self, block: Block) -> Iterator[float]:
        """Read some lines, and yield the share of them; raises OpenError with line and column."""
        for line in block if len(block) < 2 else ():
            _refuse_wide(line)
        rows = self._plain_rows(block) or [self._cells(number, line) for number, line in block]
        for (number, _), row in zip(block, rows, strict=True):
            if len(row) != self.dialect.width:
                raise self._ragged(number, len(row))
        if len(self.numeric) < self.dialect.width:
            for i, texts in self.texts.items():
                texts += [cell_name(row[i]) for row in rows]
            rows = [[row[i] for i in self.numeric] for row in rows]
        self._bytes += (yield from self._numbers(block, rows)).tobytes()
        if len(self._bytes) > MAX_NUMBERS * 8:
            raise OpenError(
                tr(
                    "The text has more than {n} numbers: save the logits as .npy, "
                    "which opens at any size."
                ).format(n=counted(MAX_NUMBERS))
            )

    def _plain_rows(self, block: Block) -> list[list[str]]:
        # Almost every block is cut at the separators, and that is all; [] where it is not.
        separator, width = self.dialect.separator, self.dialect.width
        if separator == WHOLE_LINE or any('"' in line for _, line in block):
            return []
        rows = [line.split(None if separator == BLANK else separator) for _, line in block]
        return rows if all(len(row) == width for row in rows) else []

    def _cells(self, number: int, line: str) -> list[str]:
        try:
            cells = cells_of(line, self.dialect.separator)
        except csv.Error as error:
            raise OpenError(
                tr("line {line}: the quotes cannot be read ({reason}).").format(
                    line=number, reason=shortened(str(error), 80)
                )
            ) from None
        if len(cells) == self.dialect.width + 1 and not cells[-1].strip():
            cells.pop()
        return cells

    def _ragged(self, number: int, count: int) -> OpenError:
        return OpenError(
            tr(
                "line {line}: it has {n} cells, and the lines before it have {width}: "
                "every line needs as many."
            ).format(line=number, n=counted(count), width=counted(self.dialect.width))
        )

    def _numbers(
        self, block: Block, rows: list[list[str]]
    ) -> Generator[float, None, NDArray[np.float64]]:
        cells = [cell for row in rows for cell in row]
        if self.dialect.decimal_comma:
            cells = [cell.replace(",", ".") if cell.count(",") == 1 else cell for cell in cells]
        parts = []
        for start in range(0, len(cells), _CELLS):
            parts.append(_floats(cells[start : start + _CELLS]))
            yield start / len(cells)
        values = np.concatenate(parts) if parts else np.empty(0)
        # float() reads 1e999 as infinite, 1e-999 as 0 and 1_0 as 10: those are looked at twice.
        doubtful = ~np.isfinite(values) | (values == 0)
        if any("_" in line for _, line in block):
            doubtful |= np.array(["_" in cell for cell in cells], dtype=bool)
        for at in np.flatnonzero(doubtful).tolist():
            values[at] = self._careful(cells[at], block, at)
        return values

    def _careful(self, cell: str, block: Block, at: int) -> float:
        if (known := self._seen.get(cell)) is not None:
            return known
        row, column = divmod(at, len(self.numeric))
        try:
            value = parse_number(unquoted(cell))
        except NumberError as error:
            raise OpenError(
                tr("line {line}, column {column}: {reason}").format(
                    line=block[row][0], column=self.numeric[column] + 1, reason=error
                )
            ) from None
        if len(self._seen) < 1000:
            self._seen[cell] = value
        return value


def _floats(cells: list[str]) -> NDArray[np.float64]:
    try:
        return np.array(list(map(float, cells)))
    except ValueError:
        return np.array([_plain(cell) for cell in cells])


def _plain(cell: str) -> float:
    try:
        return float(simplified(cell))
    except ValueError:
        return math.nan


def _contents(table: _Table, choices: Choices) -> Contents:
    dialect = table.dialect
    values = table.values() if table.numeric else np.empty((0, 0))
    names = dialect.names
    answers = replace(
        Choices(), header=dialect.heading_line, separator=dialect.separator,
        decimal_comma=dialect.decimal_comma,
    )  # fmt: skip
    if not table.numeric:
        if dialect.separator == WHOLE_LINE:
            texts = table.texts[0]
            return Contents({"": texts_stored(texts[1:] if means_something(texts[0]) else texts)})
        raise OpenError(tr("There are no numbers in the file, only words."))
    arrays = {}
    left = [i for i in table.numeric if i != dialect.index]
    logits = _logits_column(table, left, choices)
    if logits is not None:
        left = [logits]
    targets = _targets_column(table, left, choices)
    if targets is not None and targets in table.numeric and (len(left) > 1 or logits is None):
        left = [i for i in left if i != targets]
        arrays["targets"] = numbers_stored(values[:, table.numeric.index(targets)])
    elif targets is not None and targets in table.texts:
        arrays["targets"] = texts_stored(table.texts[targets])
    else:
        targets = None
    beside = _names_column(table, left, targets, choices)
    if beside is not None:
        arrays["names beside"] = texts_stored(table.texts[beside])
    elif dialect.heading is not None and choices.names != "":
        arrays["names above"] = texts_stored([names[i] for i in left])
    if not left:
        raise OpenError(tr("There is no column of logits beside the true classes."))
    place = {column: at for at, column in enumerate(table.numeric)}
    picked = [place[i] for i in left]
    matrix = values if len(picked) == values.shape[1] else values[:, picked]
    arrays["logits"] = numbers_stored(matrix)
    answers = replace(
        answers, targets="" if targets is None else names[targets],
        names=names[beside] if beside is not None else HEADING if "names above" in arrays else "",
        logits=names[logits] if logits is not None else "",
    )  # fmt: skip
    return Contents(arrays, answers, names, _left_out(dialect, (targets, beside)))


def _left_out(dialect: Dialect, used: tuple[int | None, ...]) -> str:
    """Say which columns are no logits, no names and no true classes, "" where all are used."""
    others = [i for i in (dialect.index, *dialect.texts) if i is not None and i not in used]
    # A counter without a name is there by itself, and nobody misses it.
    unused = [name for i in others if (name := dialect.names[i]) and name != "Unnamed: 0"]
    if not unused:
        return ""
    one, more = tr("1 column is left out: “{name}”."), tr("{n} columns are left out: {names}.")
    if len(unused) == 1:
        return one.format(name=shortened(unused[0]))
    shown = [tr("“{name}”").format(name=shortened(name)) for name in unused[:_MOST_TOLD]]
    if len(unused) > len(shown):
        shown.append("…")
    return more.format(n=counted(len(unused)), names=", ".join(shown))


def _logits_column(table: _Table, left: list[int], choices: Choices) -> int | None:
    names = table.dialect.names
    if choices.logits:
        at = table.dialect.column(choices.logits)
        if at is None or at not in left:
            raise _no_column(choices.logits, names)
        return at
    if choices.logits == "":
        return None
    # Tables of one example, a class a line, have the outputs beside the logits.
    found = ranked("logits", [names[i] for i in left]) if table.texts else []
    return names.index(found[0]) if found and table.dialect.heading else None


def _targets_column(table: _Table, left: list[int], choices: Choices) -> int | None:
    if choices.targets == "":
        return None
    names = table.dialect.names
    if choices.targets is not None:
        at = table.dialect.column(choices.targets)
        if at is None:
            raise _no_column(choices.targets, names)
        return at
    # Beside a table that is to be turned, a column has an entry for each class.
    if choices.transpose or not table.dialect.heading or len(left) < 2:
        return None
    classes = {names[i] for i in left}
    found = [names.index(name) for name in ranked("targets", list(names))]
    found = [i for i in found if not _lists_classes(table, i, classes)]
    # Whatever it is called, a column of nothing but the names of classes has the true ones.
    found += [i for i, texts in table.texts.items() if classes.issuperset(texts)]
    return found[0] if found else None


def _lists_classes(table: _Table, column: int, above: set[str]) -> bool:
    """Tell whether a column names the classes, one a line: each is another, and none is above."""
    name, texts = table.dialect.names[column], table.texts.get(column, [])
    called = means_something(name, "targets") or means_something(name, "names")
    return called and len(texts) == len(set(texts)) > 1 and above.isdisjoint(texts)


def _names_column(
    table: _Table, left: list[int], targets: int | None, choices: Choices
) -> int | None:
    if choices.names in ("", HEADING):
        return None
    names = table.dialect.names
    if choices.names is not None:
        at = table.dialect.column(choices.names)
        if at is None or at not in table.texts:
            raise _no_column(choices.names, names)
        return at
    free = [i for i in table.texts if i != targets]
    if free and (len(left) == 1 or choices.transpose):
        return free[0]
    if choices.transpose is None and table.dialect.heading:
        above = {names[i] for i in left}
        return next((i for i in free if _lists_classes(table, i, above)), None)
    return None


def _no_column(name: str, names: tuple[str, ...]) -> OpenError:
    return OpenError(
        tr("There is no such column as “{name}”; there are {names}.").format(
            name=shortened(name), names=shortened(", ".join(names), 200)
        )
    )


FORMAT = Format("text", (".csv", ".tsv", ".txt"), _begins, _read)
