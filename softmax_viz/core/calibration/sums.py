"""Whether a model's probabilities mean what they say, and the temperature that mends them.

Guo, Pleiss, Sun, Weinberger (2017), On Calibration of Modern Neural Networks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.data.logits_table import UNKNOWN, Real
from softmax_viz.core.data.powers import (
    entry_of_each,
    exponents,
    fill,
    is_narrow,
    parts,
    shift_of,
    sums,
)
from softmax_viz.core.data.predictions import predict

Counts = NDArray[np.int64]
Vector = NDArray[np.float64]
Targets = NDArray[np.integer]

BINS = 15
COLDEST, HOTTEST = 1e-3, 1e3
LOWEST_GAP = -1e30
# A step of Newton's that is so close is exact to the square of it.
NEWTON_STEPS, CLOSE = 60, 1e-5
# After so many steps one way, the end of the scale is looked at.
PATIENCE = 3


@dataclass(frozen=True, eq=False)
class Tally:
    """Hold what rows add up to at one temperature; the tallies of blocks are added.

    counts, confidences, corrects: rows, sum of the winner's probability, and right ones, by bin of
        that probability, each of shape (BINS,).
    loss: the sum of -log p of the true classes in nats; undefined: rows with no softmax.
    """

    counts: Counts
    confidences: Vector
    corrects: Counts
    loss: float
    undefined: int

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.counts + other.counts,
            self.confidences + other.confidences,
            self.corrects + other.corrects,
            self.loss + other.loss,
            self.undefined + other.undefined,
        )

    @classmethod
    def empty(cls) -> Tally:
        """Return the tally of no rows."""
        return cls(np.zeros(BINS, np.int64), np.zeros(BINS), np.zeros(BINS, np.int64), 0.0, 0)

    @property
    def rows(self) -> int:
        """Return how many rows have both a softmax and a known class."""
        return int(self.counts.sum())

    @property
    def accuracy(self) -> float:
        """Return the share of rows whose winner is the true class, NaN of none."""
        return _mean(float(self.corrects.sum()), self.rows)

    @property
    def confidence(self) -> float:
        """Return the mean probability of the winner, NaN of none."""
        return _mean(float(self.confidences.sum()), self.rows)

    @property
    def nll(self) -> float:
        """Return the mean negative log-likelihood in nats, NaN of none."""
        return _mean(self.loss, self.rows)

    @property
    def ece(self) -> float:
        """Return the expected calibration error: |accuracy - confidence|, weighted by bin."""
        return _mean(float(np.abs(self.corrects - self.confidences).sum()), self.rows)

    @cached_property
    def bins(self) -> tuple[Bin, ...]:
        """Return the bins of the reliability diagram, the empty ones too."""
        edges = np.linspace(0, 1, BINS + 1).tolist()
        return tuple(
            Bin(low, high, int(count), _mean(float(sure), int(count)), _mean(right, int(count)))
            for low, high, count, sure, right in zip(
                edges[:-1], edges[1:], self.counts, self.confidences, self.corrects.tolist(),
                strict=True,
            )
        )  # fmt: skip


@dataclass(frozen=True)
class Bin:
    """Hold the rows whose winner's probability is in (low, high]; confidence, accuracy: means."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def _mean(total: float, count: int) -> float:
    return total / count if count else math.nan


def tally(logits: Real, targets: Targets, temperature: float = 1.0) -> Tally:
    """Return what rows of logits, shape (R, N), with true classes, shape (R,), add up to.

    Rows of an unknown class (-1) are left out. Costs little more than one pass of exp.
    """
    logits, targets = _known(logits, targets)
    found = predict(logits, temperature, targets)
    defined = ~np.isnan(found.confidences)
    confidences, right = found.confidences[defined], (found.winners == targets)[defined]
    places = np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], confidences)
    return Tally(
        np.bincount(places, minlength=BINS).astype(np.int64),
        np.bincount(places, confidences, BINS).astype(np.float64),
        np.bincount(places[right], minlength=BINS).astype(np.int64),
        float(found.losses[defined].sum()),
        int(defined.size - np.count_nonzero(defined)),
    )


def _known(logits: Real, targets: Targets) -> tuple[Real, Targets]:
    known = targets != UNKNOWN
    return (logits, targets) if known.all() else (logits[known], targets[known])


@dataclass(frozen=True, eq=False)
class Losses:
    """Hold how many rows have a loss, and their losses summed at each temperature, shape (M,)."""

    rows: int
    sums: Vector

    def __add__(self, other: Losses) -> Losses:
        return Losses(self.rows + other.rows, self.sums + other.sums)

    @property
    def means(self) -> Vector:
        """Return the mean negative log-likelihood at each temperature, NaN of no rows."""
        return self.sums / self.rows if self.rows else np.full(self.sums.shape, np.nan)


def losses(logits: Real, targets: Targets, temperatures: Vector) -> Losses:
    """Return the losses of rows at many temperatures: each part is read once."""
    logits, targets = _known(logits, targets)
    narrow = is_narrow(logits, *temperatures.tolist())
    rows, total = 0, np.zeros(temperatures.size)
    with np.errstate(all="ignore"):
        for where, part, powers in parts(logits, narrow):
            largest = part.max(axis=1)
            true = entry_of_each(part, targets[where])
            defined = np.isfinite(largest)
            rows += int(np.count_nonzero(defined))
            for place, temperature in enumerate(temperatures.tolist()):
                shift = shift_of(largest, temperature)
                applied = fill(powers, part, shift, temperature)
                found = np.log(sums(powers).astype(np.float64))
                found -= exponents(true, shift, applied)
                total[place] += found[defined].sum()
    return Losses(rows, total)


@dataclass(frozen=True)
class Slopes:
    """Hold the loss summed over rows, and its first two derivatives by 1/T."""

    rows: int = 0
    loss: float = 0.0
    first: float = 0.0
    second: float = 0.0

    def __add__(self, other: Slopes) -> Slopes:
        return Slopes(
            self.rows + other.rows,
            self.loss + other.loss,
            self.first + other.first,
            self.second + other.second,
        )


def slopes(logits: Real, targets: Targets, temperature: float) -> Slopes:
    """Return the loss of rows and its derivatives by b = 1/T, for 0 < T < ∞.

    d/db = E_p[z] - z_target, and d²/db² = Var_p[z] >= 0: the loss is convex in b.
    """
    logits, targets = _known(logits, targets)
    found = Slopes()
    with np.errstate(all="ignore"):
        for where, part, powers in parts(logits, is_narrow(logits, temperature)):
            largest = part.max(axis=1)
            true = entry_of_each(part, targets[where]).astype(np.float64) - largest
            gaps = np.subtract(part, largest[:, None])
            # A masked class weighs nothing, and its -inf must not meet that 0.
            np.maximum(gaps, LOWEST_GAP, out=gaps)
            applied = fill(powers, gaps, 0.0, temperature)
            found += _slopes_of_part(powers, gaps, true, applied)
    return found


def _slopes_of_part(powers: Real, gaps: Real, true: Vector, temperature: float) -> Slopes:
    total = sums(powers).astype(np.float64)
    powers *= gaps
    mean = sums(powers) / total
    powers *= gaps
    square = sums(powers) / total
    loss = np.log(total) - true / temperature
    used = np.isfinite(loss)
    return Slopes(
        int(np.count_nonzero(used)),
        float(loss[used].sum()),
        float((mean - true)[used].sum()),
        float((square - mean**2)[used].sum()),
    )


def best_temperature(slopes_at: Callable[[float], Slopes], start: float = 1.0) -> float:
    """Return the T of least negative log-likelihood: temperature scaling.

    slopes_at: the slopes of all rows at a T. See `least_loss`.
    """
    search = least_loss(start)
    temperature = next(search)
    while True:
        try:
            temperature = search.send(slopes_at(temperature))
        except StopIteration as found:
            return float(found.value)


def least_loss(start: float = 1.0) -> Generator[float, Slopes, float]:
    """Yield each T at which the slopes are wanted; return the T of least loss.

    Newton's steps in b = 1/T, kept within a bracket. 0 where the loss falls all the way there
    (every row is right), ∞ where it falls towards uniform; both beyond 0.001 and 1,000.
    """
    low, high = 1 / HOTTEST, 1 / COLDEST
    low_seen = high_seen = False
    b = 1 / start
    for step in range(NEWTON_STEPS):
        found = yield 1 / b
        # Every row is right, and so sure that the loss has vanished with its slopes.
        if found.rows and found.loss == found.first == 0:
            return 0.0
        if found.first < 0:
            if b >= high:
                return 0.0
            low, low_seen = b, True
        else:
            if b <= low:
                return math.inf
            high, high_seen = b, True
        newton = b - found.first / found.second if found.second > 0 else math.nan
        inside = low < newton < high
        if inside and abs(newton - b) <= CLOSE * b:
            return 1 / newton
        end, seen = (high, high_seen) if found.first < 0 else (low, low_seen)
        if not seen and (not inside or step >= PATIENCE):
            b = end
        else:
            # Halving by ratio where Newton would leave the bracket.
            b = newton if inside else math.sqrt(low * high)
    return 1 / b
