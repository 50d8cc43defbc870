"""Find classes by a part of their name, or by their index, among very many."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.numbers import counted
from softmax_viz.text import tr

_END = "\0"
_INDEX = re.compile(r"#?(\d{1,9})", re.ASCII)


@dataclass(frozen=True, eq=False)
class Matches:
    """Hold what was found.

    classes: their indices, upwards; index: the class that was named by its index, -1 for none.
    """

    classes: NDArray[np.intp]
    index: int = -1

    def first(self, row: int) -> int:
        """Return the class named by its index, else the first from a row on; -1 where none is."""
        return self.index if self.index >= 0 else self.after(row - 1)

    def after(self, row: int) -> int:
        """Return the next class after a row, from the first on again; -1 where none is."""
        return self._at(int(np.searchsorted(self.classes, row, "right")))

    def before(self, row: int) -> int:
        """Return the class before a row, from the last on again; -1 where none is."""
        return self._at(int(np.searchsorted(self.classes, row, "left")) - 1)

    def _at(self, place: int) -> int:
        count = self.classes.size
        return int(self.classes[place % count]) if count else -1

    def words(self, row: int) -> str:
        """Say how many there are, and which of them a row is."""
        count = self.classes.size
        if not count:
            return tr("no match")
        if count == 1:
            return tr("1 match")
        place = int(np.searchsorted(self.classes, row))
        if place == count or self.classes[place] != row:
            return tr("{n} matches").format(n=counted(count))
        return tr("{k} of {n} matches").format(k=counted(place + 1), n=counted(count))


NO_MATCHES = Matches(np.empty(0, np.intp))


class ClassSearch:
    """Search the names of classes, which are put one after the other once."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        self.labels = labels
        joined = _END.join(labels)
        if joined.count(_END) != len(labels) - 1:
            joined = _END.join([label.replace(_END, " ") for label in labels])
        text = joined.casefold().encode("utf-8", "surrogatepass")
        self._bytes = np.frombuffer(text, dtype=np.uint8)
        self._ends = np.flatnonzero(self._bytes == 0)

    def find(self, query: str) -> Matches:
        """Find the classes whose name holds the query in any case, and the one with that index.

        An index is a number, with or without # before it.
        """
        sought = query.strip()
        if not sought:
            return NO_MATCHES
        classes = self._holding(sought.casefold().encode("utf-8", "surrogatepass"))
        number = _INDEX.fullmatch(sought)
        index = int(number[1]) if number else -1
        if not 0 <= index < len(self.labels):
            return Matches(classes)
        place = int(np.searchsorted(classes, index))
        if not np.array_equal(classes[place : place + 1], [index]):
            classes = np.insert(classes, place, index)
        return Matches(classes, index)

    def _holding(self, sought: bytes) -> NDArray[np.intp]:
        text, width = self._bytes, len(sought)
        if width > text.size or 0 in sought:
            return NO_MATCHES.classes
        starts = np.flatnonzero(text[: text.size - width + 1] == sought[0])
        for offset in range(1, width):
            starts = starts[text[starts + offset] == sought[offset]]
        classes = np.searchsorted(self._ends, starts)
        return classes[np.diff(classes, prepend=-1) > 0]
