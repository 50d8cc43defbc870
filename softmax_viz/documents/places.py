"""Where the keys and values of a TOML text are, once the text is known to be valid."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from softmax_viz.documents.tokens import STRING

Path = tuple[str | int, ...]

_NOTHING = r"(?:[ \t\r\n]++|#[^\n]*+)*+"
_BLANK = re.compile(_NOTHING)
# What parts two values of a list; at its end the comma may be missing.
_COMMA = re.compile(rf"{_NOTHING},?+{_NOTHING}")
_SPACE = re.compile(r"[ \t]*+")
_STRING = re.compile(STRING, re.DOTALL)
_STRUCTURE = re.compile(rf"{STRING}|\#[^\n]*+|[][]", re.DOTALL)
_NO_LISTS: Mapping[Path, int] = {}
_BARE = re.compile(r"[A-Za-z0-9_-]++")
# A date and a time may be parted by one space.
_SCALAR = re.compile(r"[^][{},#\r\n \t]++(?: \d\d:[^][{},#\r\n \t]++)?+")


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold where a value is: [start, end) of the value, and the start of its key.

    For a table made by a header or by a key with dots, start is where that begins, as key is.
    """

    key: int
    start: int
    end: int

    @property
    def is_value(self) -> bool:
        """Tell whether it stands behind a key and an equals sign."""
        return self.start > self.key


@dataclass(frozen=True, slots=True)
class Section:
    """Hold a header with the pairs below it; path () is the part before the first header.

    path: with the index of each array of tables: ("scene", 3, "step", 0).
    start: where the header begins; last: where its last value ends, or the header itself.
    """

    path: Path
    start: int
    last: int


class Places:
    """Find every key of a valid TOML text.

    entries: by path, with an index for each element of an array of tables, and of those lists
        that are asked for, each up to an index; None for all.
    """

    def __init__(self, text: str, lists: Mapping[Path, int] | None = _NO_LISTS) -> None:
        self._text = text
        self._lists = lists
        self._at = 0
        self._counts: dict[Path, int] = {}
        self.entries: dict[Path, Entry] = {}
        self.sections: list[Section] = []
        self._read()

    def nearest(self, path: Path) -> Entry | None:
        """Return where a path is, or the table that it would be in; None for the whole text."""
        while path:
            if path in self.entries:
                return self.entries[path]
            path = path[:-1]
        return None

    def _read(self) -> None:
        text, start, last = self._text, 0, 0
        path: Path = ()
        while True:
            self._skip(_BLANK)
            if self._at == len(text) or text[self._at] == "[":
                self.sections.append(Section(path, start, last))
                if self._at == len(text):
                    return
                start = self._at
                path = self._header()
            else:
                self._pair(path)
            last = self._at

    def _header(self) -> Path:
        start = self._at
        array = self._text.startswith("[[", start)
        self._at += 2 if array else 1
        path: Path = ()
        *parents, name = self._key()
        for part in parents:
            path = (*path, part)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
            else:
                self.entries.setdefault(path, Entry(start, start, start))
        path = (*path, name)
        self._at += 2 if array else 1
        entry = Entry(start, start, self._at)
        if array:
            self.entries.setdefault(path, entry)
            index = self._counts.get(path, 0)
            self._counts[path] = index + 1
            path = (*path, index)
        self.entries[path] = entry
        return path

    def _pair(self, path: Path) -> None:
        key = self._at
        *parents, name = self._key()
        for part in parents:
            path = (*path, part)
            self.entries.setdefault(path, Entry(key, key, key))
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._value((*path, name), key)

    def _key(self) -> list[str]:
        return list(self._parts())

    def _parts(self) -> Iterator[str]:
        while True:
            self._skip(_SPACE)
            bare = _BARE.match(self._text, self._at)
            if bare:
                self._at = bare.end()
                yield bare[0]
            else:
                yield unquoted(self._skip(_STRING))
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return
            self._at += 1

    def _value(self, path: Path, key: int) -> None:
        start = self._at
        opening = self._text[start]
        if opening in "\"'":
            self._skip(_STRING)
        elif opening == "[":
            self._list(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            self._skip(_SCALAR)
        self.entries[path] = Entry(key, start, self._at)

    def _list(self, path: Path) -> None:
        self._at += 1
        last = math.inf if self._lists is None else self._lists.get(path, -1)
        self._skip(_BLANK)
        index = 0
        while self._text[self._at] != "]":
            if index > last:
                self._skip_list()
                return
            self._value((*path, index), self._at)
            index += 1
            self._skip(_COMMA)
        self._at += 1

    def _skip_list(self) -> None:
        depth = 1
        for found in _STRUCTURE.finditer(self._text, self._at):
            depth += {"[": 1, "]": -1}.get(found[0], 0)
            if depth == 0:
                self._at = found.end()
                return

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        # From TOML 1.1 on, an inline table may go over several lines.
        self._skip(_BLANK)
        while self._text[self._at] != "}":
            self._pair(path)
            self._skip(_COMMA)
        self._at += 1

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        assert found is not None
        self._at = found.end()
        return found[0]


def unquoted(token: str) -> str:
    """Return what a quoted key says."""
    if "\\" not in token:
        return token[1:-1]
    import tomllib

    value = tomllib.loads(f"a = {token}")["a"]
    assert isinstance(value, str)
    return value


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Return the line and column of an offset, both from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
