"""Whether a model's probabilities mean what they say, and the temperature that mends them.

Guo, Pleiss, Sun, Weinberger (2017), On Calibration of Modern Neural Networks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Vector = NDArray[np.float64]
# Rows of logits, of any real dtype, and their true classes.
Rows = NDArray[Any]
Targets = NDArray[np.integer]

BINS = 15
UNKNOWN = -1
# What a core's cache holds: each pass over such a part is several times quicker.
PART = 2**16
# e^60 summed over a million classes is far from overflow, in float32 too.
SAFE_LOGIT = 60.0
COLDEST, HOTTEST = 1e-3, 1e3
NEWTON_STEPS, CLOSE = 60, 1e-10


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


def tally(logits: Rows, targets: Targets, temperature: float = 1.0) -> Tally:
    """Return what rows of logits, shape (R, N), with true classes, shape (R,), add up to.

    Rows of an unknown class (-1) are left out. Costs about one pass of exp over the logits.
    """
    found = Tally.empty()
    for part, classes in _parts(logits, targets):
        found += _tally_part(part, classes, temperature)
    return found


def _parts(logits: Rows, targets: Targets) -> Iterator[tuple[Rows, Targets]]:
    rows = max(1, PART // max(logits.shape[1], 1))
    for start in range(0, logits.shape[0], rows):
        part, classes = logits[start : start + rows], targets[start : start + rows]
        known = classes != UNKNOWN
        if not known.all():
            part, classes = part[known], classes[known]
        if classes.size:
            if part.dtype not in (np.float32, np.float64) or not part.dtype.isnative:
                part = part.astype(np.float64 if part.dtype != np.float16 else np.float32)
            yield part, classes


def _tally_part(part: Rows, targets: Targets, temperature: float) -> Tally:
    row = np.arange(targets.size)
    winners = part.argmax(axis=1)
    top = part[row, winners]
    true = part[row, targets]
    with np.errstate(all="ignore"):
        weights, of_top, log_of_true = _weights(part, top, true, temperature)
        total = (weights @ np.ones(weights.shape[1], weights.dtype)).astype(np.float64)
        confidence = of_top / total
        loss = np.log(total) - log_of_true
    defined = ~np.isnan(confidence)
    confidence, loss = confidence[defined], loss[defined]
    right = (winners == targets)[defined]
    places = np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], confidence)
    return Tally(
        np.bincount(places, minlength=BINS).astype(np.int64),
        np.bincount(places, confidence, BINS).astype(np.float64),
        np.bincount(places[right], minlength=BINS).astype(np.int64),
        float(loss.sum()),
        int(defined.size - np.count_nonzero(defined)),
    )


def _weights(part: Rows, top: Rows, true: Rows, temperature: float) -> tuple[Rows, Vector, Vector]:
    """Return e^(z/T) up to a factor a row, that of the winner, and the log of the true class's."""
    top64, true64 = top.astype(np.float64), true.astype(np.float64)
    if temperature == 0:
        ties = (part == top[:, None]).astype(part.dtype)
        return _or_undefined(ties, top64), np.ones(top.size), np.where(true == top, 0.0, -np.inf)
    if math.isinf(temperature):
        reached = (part > -np.inf).astype(part.dtype)
        log_true = np.where(true > -np.inf, 0.0, -np.inf)
        return _or_undefined(reached, top64), np.ones(top.size), log_true
    if temperature == 1 and bool((np.abs(top) < SAFE_LOGIT).all()):
        return np.exp(part), np.exp(top64), true64
    weights = np.subtract(part, top[:, None])
    weights /= part.dtype.type(temperature)
    np.exp(weights, out=weights)
    return weights, np.ones(top.size), (true64 - top64) / temperature


def _or_undefined(weights: Rows, top: Vector) -> Rows:
    """Return the weights with NaN where a row's largest logit is no finite number."""
    weights[~np.isfinite(top)] = np.nan
    return weights


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


def slopes(logits: Rows, targets: Targets, temperature: float) -> Slopes:
    """Return the loss of rows and its derivatives by b = 1/T, for 0 < T < ∞.

    d/db = E_p[z] - z_target, and d²/db² = Var_p[z] >= 0: the loss is convex in b.
    """
    found = Slopes()
    for part, classes in _parts(logits, targets):
        found += _slopes_part(part.astype(np.float64), classes, temperature)
    return found


def _slopes_part(part: Vector, targets: Targets, temperature: float) -> Slopes:
    with np.errstate(all="ignore"):
        gaps = part - part.max(axis=1, keepdims=True)
        weights = np.exp(gaps / temperature)
        # A masked class weighs nothing, and its -inf must not meet that 0.
        gaps[np.isneginf(gaps)] = 0.0
        total = weights.sum(axis=1)
        mean = (weights * gaps).sum(axis=1) / total
        square = (weights * gaps * gaps).sum(axis=1) / total
        true = gaps[np.arange(targets.size), targets]
        loss = np.log(total) - true / temperature
    used = np.isfinite(loss)
    return Slopes(
        int(np.count_nonzero(used)),
        float(loss[used].sum()),
        float((mean - true)[used].sum()),
        float((square - mean**2)[used].sum()),
    )


def best_temperature(slopes_at: Callable[[float], Slopes]) -> float:
    """Return the T of least negative log-likelihood: temperature scaling.

    slopes_at: the slopes of all rows at a T. Newton's steps in b = 1/T, kept within a bracket.
    0 where the loss falls all the way there (every row is right), ∞ where it falls towards
    uniform; both beyond the bounds 0.001 and 1,000.
    """
    low, high = 1 / HOTTEST, 1 / COLDEST
    if slopes_at(1 / low).first >= 0:
        return math.inf
    if slopes_at(1 / high).first <= 0:
        return 0.0
    b = 1.0
    for _ in range(NEWTON_STEPS):
        found = slopes_at(1 / b)
        if found.first < 0:
            low = b
        else:
            high = b
        step = b - found.first / found.second if found.second > 0 else math.nan
        # Halving by ratio where Newton would leave the bracket.
        following = step if low < step < high else math.sqrt(low * high)
        if abs(following - b) <= CLOSE * b:
            return 1 / following
        b = following
    return 1 / b
