"""What is wrong with a deck, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from softmax_viz.text import tr

MOST_PROBLEMS = 100
LONGEST = 360

# Control characters, lone surrogates, separators of lines, and what turns the order of letters.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066\u2067]")


@dataclass(frozen=True, slots=True)
class Problem:
    """Hold a sentence and its place: line and column from 1, both 0 for the file as a whole."""

    line: int
    column: int
    sentence: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "sentence", visible(self.sentence))

    def of(self, name: str) -> str:
        """Return the line that tells it, as compilers do: file:line:column: sentence."""
        name = visible(name)
        place = f"{name}:{self.line}:{self.column}" if self.line else name
        return f"{place}: {self.sentence}"


def visible(text: str) -> str:
    """Return a text as it can be shown: not too long, with no letter that steers a terminal."""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class DeckError(ValueError):
    """Say why a deck cannot be opened; its text is the first of the problems."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        found = sorted(problems, key=lambda problem: (problem.line, problem.column))
        if len(found) > MOST_PROBLEMS:
            rest = len(found) - MOST_PROBLEMS
            found = found[:MOST_PROBLEMS]
            more = tr("And {n} problems more.").format(n=rest)
            found.append(Problem(found[-1].line, found[-1].column, more))
        self.name = name
        self.problems = tuple(found)
        super().__init__(self.problems[0].of(name))
