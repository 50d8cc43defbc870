"""Logits as people have them at hand: lists, printed arrays, spreadsheet cells, JSON, lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from softmax_viz.core.numbers.arrays import array_body, matrix_bodies, several_rows, without_types
from softmax_viz.core.numbers.cells import body_cells, split_cells, table_cells
from softmax_viz.core.numbers.characters import simplified
from softmax_viz.core.numbers.entries import (
    at_line,
    is_number,
    parse_entries,
    refuse_too_many,
)
from softmax_viz.core.numbers.error import NumberError, shortened
from softmax_viz.core.numbers.format import counted
from softmax_viz.core.numbers.names import cell_name, key_name
from softmax_viz.text import tr

_SIGN = "[:=\uff1a\uff1d]"
_QUOTED = r"""(?P<quoted>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')\s*+"""
_NAMED_LINE = re.compile(rf"(?:{_QUOTED}|(?P<bare>.*?)){_SIGN}(?P<cell>.*)", re.DOTALL)
_NAMED_ENTRY = re.compile(
    rf"\s*+(?:{_QUOTED}|(?P<bare>[^:=\uff1a\uff1d,;{{}}]*+)){_SIGN}"
    r"(?P<cell>(?:[^,;()]++|\([^()]*+\))*+)(?:[,;]\s*+|\Z)",
    re.DOTALL,
)
_ONE_SIGN = re.compile(_SIGN)


@dataclass(frozen=True)
class ParsedLogits:
    """Logits in the order they were written, with the names beside them, if there were any."""

    values: tuple[float, ...]
    labels: tuple[str, ...] | None


def parse_logits(text: str) -> ParsedLogits:
    """Read logits from what was pasted: numbers in a row or a column, with or without names.

    Raises NumberError, whose text is one translated sentence, also beyond a million entries.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    whole = text.strip()
    if (body := array_body(whole)) is not None:
        return ParsedLogits(parse_entries(body_cells(without_types(simplified(body)))), None)
    if whole.startswith("{") and whole.endswith("}"):
        return _mapping(whole[1:-1])
    lines = {n: line.strip() for n, line in enumerate(text.split("\n"), 1) if line.strip()}
    if "\t" in whole or not _ONE_SIGN.search(whole):
        return _table(lines)
    if len(lines) == 1 and len(_ONE_SIGN.findall(whole)) > 1:
        return _mapping(whole)
    return _named_lines(lines)


def parse_matrix(text: str) -> tuple[tuple[float, ...], ...]:
    """Read a matrix as it is printed, for which `parse_logits` raises SeveralRows.

    Raises NumberError, whose text is one translated sentence.
    """
    bodies = matrix_bodies(text.replace("\r\n", "\n").replace("\r", "\n"))
    rows: list[tuple[float, ...]] = []
    for number, body in enumerate(bodies):
        try:
            rows.append(parse_entries(body_cells(without_types(simplified(body)))))
        except NumberError as error:
            raise NumberError(
                tr("Row {number}: {reason}").format(number=number, reason=error)
            ) from None
        if len(rows[-1]) != len(rows[0]):
            raise NumberError(
                tr(
                    "Row {number} has {n} entries, and row 0 has {width}: every row needs as many."
                ).format(number=number, n=counted(len(rows[-1])), width=counted(len(rows[0])))
            )
    return tuple(rows)


def parse_labels(text: str) -> tuple[str, ...]:
    """Read names separated by commas; a name with a comma stands in quotes.

    Raises NumberError beyond a million names.
    """
    cells = split_cells(text, ",")
    refuse_too_many(len(cells))
    return tuple(map(cell_name, cells))


def _mapping(body: str) -> ParsedLogits:
    body = body.strip()
    names, cells = [], []
    position = 0
    while position < len(body):
        entry = _NAMED_ENTRY.match(body, position)
        if not entry:
            raise NumberError(
                tr(
                    "“{text}” is not a name and a number: write name: number, with commas "
                    "between them, and names that have commas or colons in quotes."
                ).format(text=shortened(body[position:]))
            )
        names.append(_name(entry))
        cells.append(entry["cell"])
        position = entry.end()
    return ParsedLogits(parse_entries(cells), tuple(names))


def _named_lines(lines: dict[int, str]) -> ParsedLogits:
    names, cells = [], []
    for number, line in lines.items():
        entry = _NAMED_LINE.match(line)
        if not entry:
            raise at_line(
                number, tr("There is no name: write name: number, as on the other lines.")
            )
        names.append(_name(entry))
        cells.append(entry["cell"].rstrip(",;"))
    return ParsedLogits(parse_entries(cells, list(lines)), tuple(names))


def _name(entry: re.Match[str]) -> str:
    return cell_name(entry["bare"]) if entry["quoted"] is None else key_name(entry["quoted"])


def _table(lines: dict[int, str]) -> ParsedLogits:
    rows = table_cells(list(lines.values()))
    numbers = list(lines)
    if any(len(row) > 1 for row in rows):
        head = rows[0]
        above = len(rows) == 2 and not all(map(is_number, head))
        if above and not is_number(head[-1]) and all(map(is_number, rows[1])):
            return _names_above(rows, numbers)
        if _has_names_beside(rows) and (len(rows) > 1 or "\t" in lines[numbers[0]]):
            return _names_beside(rows, numbers)
        if above:
            return _names_above(rows, numbers)
    cells = [cell for row in rows for cell in row]
    if len(rows) < 2:
        return ParsedLogits(parse_entries(cells), None)
    places = [number for number, row in zip(numbers, rows, strict=True) for _ in row]
    values = parse_entries(cells, places)
    continued = all(line.endswith((",", ";")) for line in list(lines.values())[:-1])
    if len(cells) > len(rows) and not continued:
        raise several_rows(len(rows))
    return ParsedLogits(values, None)


def _names_above(rows: list[list[str]], numbers: list[int]) -> ParsedLogits:
    names, cells = rows
    if len(names) != len(cells):
        raise NumberError(
            tr(
                "There are {names} names above {numbers} numbers: "
                "give each number one name, or paste the numbers alone."
            ).format(names=counted(len(names)), numbers=counted(len(cells)))
        )
    values = parse_entries(cells, [numbers[1]] * len(cells))
    return ParsedLogits(values, tuple(map(cell_name, names)))


def _has_names_beside(rows: list[list[str]]) -> bool:
    head = rows[0]
    if len(head) == 2 and not is_number(head[0]) and is_number(head[1]):
        return True
    return all(len(row) == 2 for row in rows) and not all(is_number(row[0]) for row in rows)


def _names_beside(rows: list[list[str]], numbers: list[int]) -> ParsedLogits:
    for number, row in zip(numbers, rows, strict=True):
        if len(row) != 2:
            raise at_line(
                number,
                tr("There should be a name and a number here, as on the first line."),
            )
    values = parse_entries([row[1] for row in rows], numbers)
    return ParsedLogits(values, tuple(cell_name(row[0]) for row in rows))
