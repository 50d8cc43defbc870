"""The classes in the order of their logits, and how the values of an output follow it."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core import recycled
from softmax_viz.core.reductions import BLOCK, blocks, differing
from softmax_viz.core.state import Vector

# More others in a row are sorted as fast with all the rest.
MOST_SPLICED = 256

Entry = TypeVar("Entry", bound=np.generic)


class Move(NamedTuple):
    """Hold the rank that a class had and the one that it has."""

    before: int
    after: int

    @property
    def newly_followed(self) -> set[int]:
        """Return the ranks whose next class is another one now; below 0 for none."""
        parted = self.before if self.after < self.before else self.before - 1
        return {self.after - 1, self.after, parted}


@dataclass(frozen=True, eq=False)
class Ranking:
    """Hold the classes from the smallest logit up; equal ones by their index, NaN last.

    logits: in the order of the classes; classes: their indices by rank; rises: whether the logit
    of a rank is less than the next rank's. All of shape (N,).
    """

    logits: Vector
    classes: NDArray[np.intp]
    rises: NDArray[np.bool_]

    @classmethod
    def of(cls, logits: Vector) -> Ranking:
        """Sort the logits."""
        # A stable sort takes twice as long or more, and there are few ties to be put in order.
        classes = np.argsort(logits)
        ranked = logits.take(classes, mode="clip")
        rises = np.append(ranked[:-1] < ranked[1:], False)
        _sort_ties(classes, rises, int(np.searchsorted(ranked, np.nan)))
        return cls(logits, classes, rises)

    @cached_property
    def largest(self) -> NDArray[np.intp]:
        """Return the classes that have the largest logit; there is no NaN."""
        _, logit, _ = self._key(int(self.classes[-1]))
        return self.classes[bisect_left(self.classes, (False, logit, 0), key=self._key) :]

    @cached_property
    def least_size(self) -> float:
        """Return the least |z|, NaN aside; NaN where there is nothing else."""
        rank = bisect_left(self.classes, (False, 0.0, 0), key=self._key)
        beside = self.logits[self.classes[max(rank - 1, 0) : rank + 1]]
        return float(np.fmin.reduce(np.abs(beside)))

    def with_logit(self, logits: Vector, index: int) -> tuple[Ranking, Move]:
        """Return the ranking of logits of which this one alone is another, and its move."""
        before = bisect_left(self.classes, self._key(index), key=self._key)
        after = bisect_left(self.classes, _key(logits, index), key=self._key)
        move = Move(before, after - (after > before))
        classes = _moved(self.classes, move, index)
        rises = _moved(self.rises, move, False)
        for rank in move.newly_followed:
            if rank >= 0:
                pair = logits[classes[rank : rank + 2]]
                rises[rank] = pair[0] < pair[-1]
        return Ranking(logits, classes, rises), move

    def with_logits(self, logits: Vector) -> Ranking | None:
        """Return the ranking of any other logits, None where it is best found by sorting them.

        It is found from this one where the order is the same, as after a shift, or where a few in
        a row are others and all before and behind them are the same, as after a class was moved,
        added or removed.
        """
        old, new = self.logits.view(np.int64), logits.view(np.int64)
        least = min(old.size, new.size)
        start = _first_difference(old[:least], new[:least])
        same = _first_difference(old[::-1][: least - start], new[::-1][: least - start])
        stop, fresh = old.size - same, new.size - same - start
        if start == stop and not fresh:
            return self
        if max(stop - start, fresh) <= MOST_SPLICED:
            return self._spliced(logits, start, stop, fresh)
        return self._in_same_order(logits) if old.size == new.size else None

    def _in_same_order(self, logits: Vector) -> Ranking | None:
        rises = np.zeros(logits.size, np.bool_)
        for part in blocks(logits.size - 1):
            classes = self.classes[part.start : part.stop + 1]
            z = logits.take(classes, mode="clip")
            rises[part] = up = z[:-1] < z[1:]
            if not up.all() and not (up | (z[:-1] == z[1:]) & (classes[:-1] < classes[1:])).all():
                return None
        return Ranking(logits, self.classes, rises)

    def _spliced(self, logits: Vector, start: int, stop: int, fresh: int) -> Ranking:
        """Return the ranking of logits of which so many are in place of those of some classes."""
        kept = (self.classes < start) | (self.classes >= stop)
        classes = self.classes[kept]
        classes += (start + fresh - stop) * (classes >= stop)
        added = start + np.argsort(logits[start : start + fresh], kind="stable")
        key = partial(_key, logits)
        places = np.array([bisect_left(classes, key(i), key=key) for i in added.tolist()], np.intp)
        classes = np.insert(classes, places, added)
        rises = np.insert(self.rises[kept], places, False)
        # The ranks whose next class is another one now: of what is new, and before what is gone.
        gone = np.flatnonzero(~kept)
        parted = gone - np.arange(gone.size) - 1
        parted += np.searchsorted(places, parted, "right")
        ranks = places + np.arange(fresh)
        ranks = np.concatenate([parted, ranks - 1, ranks])
        ranks = ranks[(ranks >= 0) & (ranks < logits.size - 1)]
        rises[ranks] = logits[classes[ranks]] < logits[classes[ranks + 1]]
        rises[-1] = False
        return Ranking(logits, classes, rises)

    def _key(self, index: int) -> tuple[bool, float, int]:
        return _key(self.logits, index)


def _sort_ties(classes: NDArray[np.intp], rises: NDArray[np.bool_], numbers: int) -> None:
    """Put classes of equal logits in order, in place; so many are no NaN, which come last."""
    begins = np.append(True, rises[:-1])
    begins[numbers : numbers + 1] = True
    tied = ~begins
    tied[:-1] |= tied[1:].copy()
    ranks = np.flatnonzero(tied)
    # Each run of equal ones has a number, by which it stays in its place.
    runs = np.cumsum(begins)[ranks] * classes.size
    keys = runs + classes[ranks]
    keys.sort()
    classes[ranks] = keys - runs


def _first_difference(a: NDArray[np.int64], b: NDArray[np.int64]) -> int:
    """Return where vectors of one size differ first, their size where they do not."""
    return next(iter(differing(a, b, most=0)), a.size)


def _key(logits: Vector, index: int) -> tuple[bool, float, int]:
    logit = float(logits[index])
    return (True, 0.0, index) if math.isnan(logit) else (False, logit, index)


def _moved(by_rank: NDArray[Entry], move: Move, entry: Any) -> NDArray[Entry]:
    """Return what is ordered by rank after an entry moved and became another."""
    result = recycled.copy(by_rank)
    before, after = move
    if before < after:
        result[before:after] = by_rank[before + 1 : after + 1]
    else:
        result[after + 1 : before + 1] = by_rank[after:before]
    result[after] = entry
    return result


class Following(NamedTuple):
    """Tell how values follow the order of the logits.

    swapped: the first rank whose value and the next one's are out of order, or differ where the
    logits do not; tied: else, the first where they are equal and the logits are not.
    reverses: whether something is swapped, and all are in the opposite order.
    margin: at most how far neighbours are apart, in units of the larger, ties of zeros aside; 0
    where it was not asked for.
    """

    swapped: int | None = None
    tied: int | None = None
    reverses: bool = False
    margin: float = 0.0


def following(values: Vector, ranking: Ranking, measured: bool = False) -> Following:
    """Compare every two classes of neighbouring ranks; there is no NaN.

    measured: find the margin, too.
    """
    swapped = tied = None
    reverses, margin = True, math.inf if measured else 0.0
    buffer = recycled.scratch(min(values.size, BLOCK + 1))
    for part in blocks(values.size - 1):
        classes = ranking.classes[part.start : part.stop + 1]
        # Every index is a good one: without a check of each, this is several times as fast.
        y = values.take(classes, mode="clip", out=buffer[: classes.size])
        rises, up = ranking.rises[part], y[:-1] < y[1:]
        if margin > 0:
            margin = min(margin, _margin(y))
        # What goes up does not go down: mostly one comparison will do.
        if np.array_equal(rises, up) and (rises.all() or not (y[:-1] > y[1:]).any()):
            reverses = reverses and not up.any()
        else:
            down = y[:-1] > y[1:]
            if reverses and swapped is not None and rises.all() and down.all():
                continue
            level = ~(up | down)
            wrong, equal = np.where(rises, down, ~level), rises & level
            if swapped is None and wrong.any():
                swapped = part.start + int(wrong.argmax())
            if tied is None and equal.any():
                tied = part.start + int(equal.argmax())
            reverses = reverses and bool(np.where(rises, down, level).all())
        if swapped is not None and not reverses:
            return Following(swapped)
    return Following(swapped, tied if swapped is None else None, swapped is not None, margin)


@np.errstate(all="ignore")
def _margin(y: Vector) -> float:
    sizes = np.abs(y)
    if not sizes.max() < math.inf:
        return 0.0
    steps = np.abs(y[1:] - y[:-1])
    steps /= np.maximum(sizes[1:], sizes[:-1])
    # What is nan here is a tie of zeros, which stay zeros.
    return float(np.fmin.reduce(steps, initial=math.inf))


def following_after(found: Following, move: Move, values: Vector, ranking: Ranking) -> Following:
    """Return the same as `following`, from what was found before one class moved.

    found: that of values that were the same but for this class, if at all.
    """
    first, last = sorted(move)
    if found.swapped is not None or (found.tied is not None and first - 1 <= found.tied <= last):
        return following(values, ranking)
    ties = [] if found.tied is None else [found.tied]
    for rank in move.newly_followed:
        if 0 <= rank < values.size - 1:
            low, high = values[ranking.classes[rank : rank + 2]].tolist()
            rises = bool(ranking.rises[rank])
            if high < low or (high > low and not rises):
                return following(values, ranking)
            if rises and high == low:
                ties.append(rank)
    return Following(None, min(ties, default=None))


def following_scaled(
    found: Following,
    index: int,
    move: Move,
    before: Vector,
    values: Vector,
    ranking: Ranking,
) -> Following | None:
    """Return the same as `following` where all values but one were scaled by about one factor.

    found: what was found of the values before the class at this index moved. Each of the others is
    checked to be scaled by a factor that differs so little from the rest that neighbours, which
    were further apart, cannot have met. None where that is not so.
    """
    if found.margin <= 0 or found.tied is not None:
        return None
    least, largest = _factors(index, before, values)
    margin = found.margin - 4.0 * (largest / least - 1.0 + 2.0**-50) if least > 0 else 0.0
    sign = -1.0 if found.reverses else 1.0
    for rank in move.newly_followed:
        if 0 <= rank < values.size - 1:
            if not ranking.rises[rank]:
                return None
            low, high = values[ranking.classes[rank : rank + 2]].tolist()
            rise = sign * (high - low)
            if not 0 < rise < math.inf:
                return None
            margin = min(margin, rise / max(abs(low), abs(high)))
    if not 0 < margin < math.inf:
        return None
    swapped = int(ranking.rises.argmax()) if found.reverses else None
    return Following(swapped, None, found.reverses, margin)


@np.errstate(all="ignore")
def _factors(index: int, before: Vector, values: Vector) -> tuple[float, float]:
    """Return between which numbers the quotients of all values but one lie, 0 / 0 aside."""
    least, largest = math.inf, 0.0
    buffer = recycled.scratch(min(values.size, BLOCK))
    for part in blocks(values.size):
        quotients = np.divide(values[part], before[part], out=buffer[: part.stop - part.start])
        if part.start <= index < part.stop:
            quotients[index - part.start] = math.nan
        least = min(least, float(np.fmin.reduce(quotients)))
        largest = max(largest, float(np.fmax.reduce(quotients)))
    return least, largest
