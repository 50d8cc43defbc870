"""What a function worked out is: its columns, one a stage, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.numbers import displayed, entered
from softmax_viz.core.state import State, Vector
from softmax_viz.core.verdicts import NDIndex

Flags = NDArray[np.bool_]
ALIGNED = 12

Run = tuple[str, bool]
Runs = tuple[Run, ...]
"""Text in pieces, each with whether it is raised, as an exponent is."""


class Form(Enum):
    """Say how the exponents are taken: as in the definition, or so that none overflows."""

    NAIVE = "naive"
    STABLE = "stable"


FORMED = ("softmax", "sigmoid")
"""The functions for which it matters; the others take no exponent."""


@dataclass(frozen=True, eq=False)
class Column:
    """Hold one stage: a number for each class listed.

    note: what is done here, in a sentence. wrong: where the arithmetic breaks.
    total: the sum over all classes, where it tells something.
    divisor: the values are written as quotients by it. words: stand in place of numbers.
    """

    title: Runs
    note: str
    values: Vector
    decimals: int
    wrong: Flags
    total: float | None = None
    total_wrong: bool = False
    divisor: Vector | None = None
    words: tuple[str, ...] = ()
    strong: bool = False

    def text(self, row: int) -> str:
        """Return what stands in a row."""
        if self.words:
            return self.words[row]
        text = displayed(float(self.values[row]), self.decimals)
        if self.divisor is not None:
            text += " / " + displayed(float(self.divisor[row]), self.decimals)
        return text

    def total_text(self) -> str:
        """Return what stands in the row of sums, "" for nothing."""
        return "" if self.total is None else displayed(self.total, self.decimals)


@dataclass(frozen=True, eq=False)
class Worked:
    """Hold a function worked out.

    classes: the indices of the classes listed, all up to 200, else the largest 200 first.
    exponents: of every class, what e is raised to, or the logits where there are no exponents.
    trouble: a sentence on what goes wrong, "" where nothing does.
    """

    key: str
    form: Form
    classes: NDIndex
    columns: tuple[Column, ...]
    exponents: Vector
    trouble: str

    def row_of(self, index: int) -> int:
        """Return the row of a class, -1 where it is not listed."""
        found = np.flatnonzero(self.classes == index)
        return int(found[0]) if found.size else -1


def flat(runs: Runs) -> str:
    """Return runs as plain text: e^(z/T)."""
    return "".join(f"^({text})" if raised else text for text, raised in runs)


def as_run(text: str) -> Runs:
    """Return a text with nothing raised."""
    return ((text, False),)


def power(exponent: str) -> Runs:
    """Return e raised to an exponent."""
    return (("e", False), (exponent, True))


def shared_decimals(values: Vector, state: State) -> int:
    """Return how many decimals show all values exactly, up to the number that is set."""
    if values.size > ALIGNED:
        return state.decimals
    fractions = [
        entered(value, state.decimals).partition("e")[0].partition(".")[2]
        for value in values.tolist()
    ]
    return max(map(len, fractions))
