"""The classes from the largest logit to the smallest, as charts show them by value."""

from __future__ import annotations

from typing import Literal

import numpy as np

from softmax_viz.core.ranking import Ranking
from softmax_viz.core.verdicts import NDIndex


class Descending:
    """Order classes by their logits, the largest first; a tie stays as listed, NaN comes last.

    ranking: the ascending order; indices: the class at each place, shape (N,).
    """

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking
        self._numbers = self._count("left", np.nan)
        self.indices = self._turned()

    def _count(self, side: Literal["left", "right"], logit: float) -> int:
        """Return how many logits are smaller, or equal too; those of NaN come last."""
        ascending = self._ranking
        return int(np.searchsorted(ascending.logits, logit, side, sorter=ascending.classes))

    def _turned(self) -> NDIndex:
        numbers, rest = np.split(self._ranking.classes, [self._numbers])
        rises = self._ranking.rises[: max(self._numbers - 1, 0)]
        if rises.all():
            return np.append(numbers[::-1], rest)
        # Read backwards, a run of equal logits is turned around; each is turned back.
        ends = np.append(np.flatnonzero(rises) + 1, numbers.size)
        sizes = np.diff(ends, prepend=0)
        starts = np.repeat((ends - sizes - (numbers.size - ends))[::-1], sizes[::-1])
        return np.append(numbers[starts + np.arange(numbers.size)], rest)

    def place(self, index: int) -> int:
        """Return the place of a class, 0 for that of the largest logit."""
        logit = float(self._ranking.logits[index])
        first, last = self._count("left", logit), self._count("right", logit)
        before = int(np.searchsorted(self._ranking.classes[first:last], index))
        return before + (first if first >= self._numbers else self._numbers - last)
