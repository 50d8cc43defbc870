"""The tokens of TOML that matter for its structure, found in linear time in any text."""

from __future__ import annotations

import re

from softmax_viz.text import tr

MOST_LINES = 200_000
MOST_ESCAPES = 200_000
MOST_DEPTH = 20
MOST_PARTS = 10
MOST_NAMES = 50_000
MOST_VALUES = 220_000
MOST_TABLES = 20_000
MOST_DIGITS = 1000

# A string that does not end goes to the end of its line, or of the text: each letter is read once.
STRING = (
    r'"""(?:[^"\\]++|\\.|"{1,2}+(?!"))*+(?:"{3,5}|\\?\Z)'
    r"|'''(?:[^']++|'{1,2}+(?!'))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]++|\\[^\n])*+"?'
    r"|'[^'\n]*+'?"
)
_TOKEN = re.compile(
    rf"{STRING}|\#[^\n]*+|[][{{}}=,.\n]|(?<![0-9A-Fa-f_])[0-9A-Fa-f_]{{{MOST_DIGITS}}}",
    re.DOTALL,
)


class TooMuch(ValueError):
    """Say what there is too much of; at: where, as an offset."""

    def __init__(self, at: int, sentence: str) -> None:
        super().__init__(sentence)
        self.at = at


def refuse_bombs(text: str) -> None:
    """Raise TooMuch where reading a text, TOML or not, would take more than it is worth."""
    for letter, most, what in (
        ("\n", MOST_LINES, tr("more than {n} lines")),
        ("\\", MOST_ESCAPES, tr("more than {n} backslashes")),
    ):
        if text.count(letter) > most:
            raise _too_much(len(text), what, most)
    depth = parts = names = values = tables = 0
    for found in _TOKEN.finditer(text):
        token, at = found[0], found.start()
        if token in ("=", ",", "\n"):
            if token == "=":
                names += 1 + parts
            elif token == ",":
                values += 1
            elif parts > 1:
                names += parts  # a header
            parts = 0
            if values > MOST_VALUES:
                raise _too_much(at, tr("more than {n} values"), MOST_VALUES)
            if names > MOST_NAMES:
                raise _too_much(at, tr("more than {n} names"), MOST_NAMES)
        elif token == ".":
            parts += 1
            if parts > MOST_PARTS:
                raise _too_much(at, tr("a name of more than {n} parts"), MOST_PARTS)
        elif token in ("[", "{"):
            depth += 1
            tables += 1
            if depth > MOST_DEPTH:
                raise _too_much(at, tr("brackets more than {n} deep"), MOST_DEPTH)
            if tables > MOST_TABLES:
                raise _too_much(at, tr("more than {n} tables and lists"), MOST_TABLES)
        elif token in ("]", "}"):
            depth = max(depth - 1, 0)
        elif token[0] not in "\"'#":
            raise _too_much(at, tr("a number of more than {n} digits"), MOST_DIGITS)


def _too_much(at: int, what: str, limit: int) -> TooMuch:
    return TooMuch(
        at,
        tr("A deck does not need {what}; this one is not read.").format(what=what.format(n=limit)),
    )
