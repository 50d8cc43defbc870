"""What a text has behind # signs: comments, a heading, or names that begin so."""

from __future__ import annotations

import re

from softmax_viz.core.numbers import counted
from softmax_viz.core.numbers.entries import is_number
from softmax_viz.core.numbers.error import shortened
from softmax_viz.text import tr

SIGN = "#"

_LONGEST_KEPT = 1000
_SEPARATOR = re.compile(r'[,;\t "]')
_DIGIT = re.compile(r"\d")
# Not "seal #2,0.5", nor "0.25, #seal": there # begins a number, or a cell.
_REMARK = re.compile(
    r"((?:\d\.?|\b(?:inf|nan))(?=[ \t]++#(?!\d))|[,;](?=[ \t]++# ))[ \t]++#.*", re.IGNORECASE
)


class Comments:
    """Tell comments from entries, and gather what is left out.

    names: every line is a name, or a number alone.
    A file may have a million comments: one is kept, to be shown.
    """

    def __init__(self, names: bool) -> None:
        self._names = names
        self._above: tuple[int, str] | None = None
        self._has_begun = False
        self._count = 0
        self._shown: tuple[int, str] | None = None

    @property
    def heading(self) -> str:
        """Return the words of the comment right above the first line, which may name columns."""
        return "" if self._above is None else self._above[1].lstrip(SIGN).strip()

    def take(self, number: int, line: str) -> str:
        """Return a line without the comment at its end; "" where all of it is one."""
        if line.startswith(SIGN):
            if self._may_be_entry(line):
                return line
            self.leave_out(number, line)
            return ""
        self._has_begun = True
        found = _REMARK.search(line) if SIGN in line else None
        if found is None or self._is_of_name(line[: found.end(1)]):
            return line
        self._add(number, line[found.end(1) :].strip())
        return line[: found.end(1)]

    def leave_out(self, number: int, line: str) -> None:
        """Take a line for a comment."""
        if self._has_begun:
            self._add(number, line)
            return
        if self._above is not None:
            self._add(*self._above)
        self._above = number, line

    def left_out(self, has_heading: bool) -> str:
        """Say what is left out, "" where nothing is; has_heading: the comment above is used."""
        if self._above is not None and not has_heading:
            self._add(*self._above)
            self._above = None
        if self._shown is None:
            return ""
        line, text = self._shown
        one = tr("1 comment is left out: “{text}” in line {line}.")
        more = tr("{n} comments are left out, such as “{text}” in line {line}.")
        return (one if self._count == 1 else more).format(
            n=counted(self._count), text=shortened(" ".join(text.split())), line=counted(line)
        )

    def _may_be_entry(self, line: str) -> bool:
        """Tell whether it may be an entry of a vocabulary, such as ##ing, and no comment."""
        if line.startswith("# "):
            return False
        return self._names or any(map(is_number, _SEPARATOR.split(line)[1:]))

    def _is_of_name(self, before: str) -> bool:
        """Tell whether what stands before a # is the beginning of a name."""
        return before.count('"') % 2 == 1 or (self._names and not is_number(before))

    def _add(self, number: int, text: str) -> None:
        self._count += 1
        # Best is one that may have been meant as a row.
        if self._shown is None or (_DIGIT.search(text) and not _DIGIT.search(self._shown[1])):
            self._shown = number, text[:_LONGEST_KEPT]
