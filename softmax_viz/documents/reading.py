"""Read a deck: a file, or its bytes."""

from __future__ import annotations

import math
import os
import re
import stat
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from softmax_viz.core.lecture.deck import Deck
from softmax_viz.documents.migrate import FORMAT, VERSION, migrated, oldest
from softmax_viz.documents.places import Places, line_and_column
from softmax_viz.documents.problem import DeckError, Problem
from softmax_viz.documents.schema import BeyondFloat, DeckReader, Found, shown
from softmax_viz.documents.side_logits import SideFiles
from softmax_viz.documents.tokens import TooMuch, refuse_bombs
from softmax_viz.text import tr

MOST_BYTES = 4 * 2**20
BOM = "\ufeff"

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")


def read_deck(path: str | os.PathLike[str]) -> Deck:
    """Open a deck; raises DeckError with all that is wrong with it."""
    path = Path(path)
    return parse_deck(deck_bytes(path), path.name, path.absolute().parent)


def deck_bytes(path: Path) -> bytes:
    """Return what is in a file; raises DeckError where it is none, or longer than a deck is."""
    try:
        # Not blocking: a pipe would wait for someone to write into it.
        with open(path, "rb", opener=_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _of_file(path, tr("This is not a file but a folder, a device or a pipe."))
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise _of_file(path, tr("There is no such file.")) from None
    except IsADirectoryError:
        raise _of_file(path, tr("This is not a file but a folder, a device or a pipe.")) from None
    except (OSError, ValueError) as error:
        if isinstance(error, DeckError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise _of_file(path, tr("It cannot be read: {reason}.").format(reason=reason)) from None


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _of_file(path: Path, sentence: str) -> DeckError:
    return DeckError(path.name or str(path), [Problem(0, 0, sentence)])


def parse_deck(data: bytes, name: str, folder: Path | None = None) -> Deck:
    """Make a deck of the bytes of a file; raises DeckError with all that is wrong.

    name: what the file is called in sentences; folder: where its files of logits are.
    """
    source = decoded(data, name)
    text = plain_text(source)
    reader = DeckReader(SideFiles(folder))
    deck = reader.deck(migrated(load(text, name)))
    if reader.found:
        raise DeckError(name, located(text, reader.found))
    return replace(deck, source=source)


def plain_text(source: str) -> str:
    """Return a text without its byte order mark, and with "\\n" at the ends of lines."""
    return source.removeprefix(BOM).replace("\r\n", "\n")


def decoded(data: bytes, name: str) -> str:
    """Return the text of a file; raises DeckError where it is too long or not UTF-8."""
    if len(data) > MOST_BYTES:
        raise DeckError(
            name,
            [Problem(1, 1, tr("The file is longer than {n} MiB, and no deck is.").format(
                n=MOST_BYTES >> 20))],
        )  # fmt: skip
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = line_and_column(before, len(before))
        sentence = tr("Byte {n} is not UTF-8; save the file as UTF-8.").format(n=error.start)
        raise DeckError(name, [Problem(line, column, sentence)]) from None


def load(text: str, name: str) -> dict[str, Any]:
    """Return the table of a deck, of any version that can be read; raises DeckError."""
    try:
        refuse_bombs(text)
        table = tomllib.loads(text, parse_float=_number)
    except TooMuch as error:
        problem = Problem(*line_and_column(text, error.at), str(error))
        raise DeckError(name, [problem]) from None
    except tomllib.TOMLDecodeError as error:
        raise DeckError(name, [_syntax(text, str(error))]) from None
    found = _version_problem(table)
    if found:
        raise DeckError(name, located(text, [found]))
    return table


def _number(text: str) -> float:
    value = float(text)
    return BeyondFloat(value) if math.isinf(value) and "inf" not in text else value


def _syntax(text: str, message: str) -> Problem:
    place = _PLACE.search(message)
    said = message[: place.start()] if place else message
    if place is None or place[1] is None:
        line, column = line_and_column(text, len(text))
    else:
        line, column = int(place[1]), int(place[2])
    if said == "Cannot overwrite a value":
        whole = text.split("\n")[line - 1]
        column = len(whole) - len(whole.lstrip()) + 1
        return Problem(line, column, tr("This key stands here for the second time; keep one."))
    if said.startswith("Cannot declare"):
        return Problem(line, column, tr("This table stands here for the second time; keep one."))
    sentence = tr("This is not TOML: {problem}.").format(problem=said[:200])
    return Problem(line, column, sentence)


def _version_problem(table: dict[str, Any]) -> Found | None:
    if table.get("format") != FORMAT:
        if "format" not in table:
            return Found((), tr('This is not a deck: it has no line format = "{format}".').format(
                format=FORMAT))  # fmt: skip
        return Found(
            ("format",),
            tr('This is not a deck: format must be "{format}", not {value}.').format(
                format=FORMAT, value=shown(table["format"])
            ),
        )
    version = table.get("version")
    if version is None:
        return Found((), tr("The version is missing; write version = {n}.").format(n=VERSION))
    if type(version) is not int or version < oldest():
        return Found(
            ("version",),
            tr("version must be a whole number from {low} to {n}, not {value}.").format(
                low=oldest(), n=VERSION, value=shown(version)
            ),
        )
    if version > VERSION:
        return Found(
            ("version",),
            tr(
                "This deck needs a newer Softmax Visualizer: its version is {version}, "
                "this one reads up to {n}."
            ).format(version=shown(version), n=VERSION),
        )
    return None


def located(text: str, found: list[Found]) -> list[Problem]:
    """Return problems with their lines and columns."""
    lists: dict[tuple[str | int, ...], int] = {}
    for one in found:
        if one.path and isinstance(one.path[-1], int):
            index = one.path[-1]
            lists[one.path[:-1]] = max(index, lists.get(one.path[:-1], index))
    places = Places(text, lists)
    return [Problem(*line_and_column(text, _offset(text, places, f)), f.sentence) for f in found]


def _offset(text: str, places: Places, found: Found) -> int:
    entry = places.nearest(found.path)
    if entry is None:
        return 0
    whole = text[entry.start : entry.end]
    if found.within < 0 or found.path not in places.entries or whole[:1] not in ('"', "'"):
        return entry.start
    if "\\" in whole and whole[0] == '"':
        # Where an escape stands for another letter, offsets do not agree.
        return entry.start
    quote = 3 if whole[:3] in ('"""', "'''") else 1
    newline = quote == 3 and whole[3:4] == "\n"
    return entry.start + quote + newline + found.within
