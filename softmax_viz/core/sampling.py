"""Draw classes from softmax, directly or by Gumbel noise, and count them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.axis import Axis
from softmax_viz.core.functions import log_softmax, softmax
from softmax_viz.core.state import Vector

RECENT = 60
Z_95 = 1.959963984540054
LARGEST_SCORE = 1e6
NOISES_AT_ONCE = 2**18

REACH = (0.2, 0.4)

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Noisy:
    """Hold one Gumbel-max draw: scores, noise, their sums, each shape (N,), and the winner."""

    scores: Vector
    noise: Vector
    sums: Vector
    winner: int


@dataclass(frozen=True)
class Draws:
    """Hold how often each class was drawn, and the last few; `last` of a Gumbel-max draw only."""

    counts: Counts
    recent: tuple[int, ...] = ()
    last: Noisy | None = None

    @classmethod
    def none(cls, classes: int) -> Draws:
        """Return no draws from so many classes."""
        return cls(np.zeros(classes, dtype=np.int64))

    @property
    def total(self) -> int:
        """Return how many draws there were."""
        return int(self.counts.sum())

    def frequencies(self) -> Vector:
        """Return the share of each class in the draws, NaN before the first."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.counts / np.float64(self.total))

    def and_then(self, drawn: Counts, last: Noisy | None) -> Draws:
        """Return these draws with more of them."""
        counts = self.counts + np.bincount(drawn, minlength=self.counts.size)
        recent = (*self.recent, *drawn[-RECENT:].tolist())[-RECENT:]
        return Draws(counts, recent, last)


@dataclass(frozen=True)
class Sampler:
    """Draw from the softmax of logits at T; −∞ marks a class that is never drawn.

    probabilities, scores: shape (N,). Scores are z/T, or, where that is too large for noise to be
    added without loss, log p, which differs from it by a constant (`shifted`).
    Only the generator changes. Source of Gumbel-max: Gumbel 1954; Maddison, Tarlow and Minka 2014.
    """

    probabilities: Vector
    scores: Vector
    shifted: bool
    generator: np.random.Generator

    @classmethod
    def of(cls, logits: Vector, temperature: float, seed: int) -> Sampler:
        """Make a sampler with its own generator."""
        p = softmax(logits, temperature)
        with np.errstate(all="ignore"):
            scaled = logits / temperature if temperature else np.full(logits.size, np.nan)
            if np.isinf(temperature):
                scaled = np.where(np.isfinite(logits), 0.0, logits)
            finite = np.isfinite(logits)
            far = (np.abs(scaled) > LARGEST_SCORE) & finite
            shifted = temperature == 0 or bool(far.any())
        scores = log_softmax(logits, temperature) if shifted else scaled
        return cls(p, np.asarray(scores), shifted, np.random.default_rng(seed))

    @property
    def defined(self) -> bool:
        """Tell whether there is a distribution to draw from."""
        return not bool(np.isnan(self.probabilities).any())

    def direct(self, draws: int) -> Counts:
        """Draw by inverting the cumulative distribution, shape (draws,)."""
        cumulative = np.cumsum(self.probabilities)
        points = self.generator.random(draws) * cumulative[-1]
        last = int(np.flatnonzero(self.probabilities)[-1])
        drawn = np.searchsorted(cumulative, points, side="right")
        return np.asarray(np.minimum(drawn, last), dtype=np.int64)

    def gumbel(self, draws: int) -> tuple[Counts, Noisy]:
        """Draw the argmax of scores with Gumbel noise, shape (draws,), and show the last draw."""
        classes = self.scores.size
        rows = max(1, NOISES_AT_ONCE // classes)
        drawn = np.empty(draws, dtype=np.int64)
        for start in range(0, draws, rows):
            some = drawn[start : start + rows]
            noise = self.generator.gumbel(size=(some.size, classes))
            sums = self.scores + noise
            some[:] = sums.argmax(axis=1)
        return drawn, Noisy(self.scores, noise[-1].copy(), sums[-1].copy(), int(drawn[-1]))

    def more(self, draws: Draws, count: int, by_gumbel: bool) -> Draws:
        """Return the draws with `count` more, one or more."""
        if by_gumbel:
            return draws.and_then(*self.gumbel(count))
        return draws.and_then(self.direct(count), None)


def band(p: Vector, draws: int) -> tuple[Vector, Vector]:
    """Return where 95 % of the frequencies of so many draws are expected: p ± 1.96·√(p(1 − p)/n).

    The normal approximation of the binomial distribution, kept inside 0 to 1.
    """
    half = Z_95 * np.sqrt(p * (1 - p) / draws)
    return np.maximum(p - half, 0.0), np.minimum(p + half, 1.0)


def inside(frequencies: Vector, p: Vector, draws: int) -> tuple[int, int]:
    """Count the classes whose frequency lies inside its band, and those that can be drawn."""
    low, high = band(p, draws)
    drawable = p > 0
    fitting = drawable & (low <= frequencies) & (frequencies <= high)
    return int(np.count_nonzero(fitting)), int(np.count_nonzero(drawable))


def axis(p: Vector) -> Axis:
    """Return an axis on which the largest share and its band can be seen."""
    most = float(np.max(p))
    high = next((reach for reach in REACH if 1.25 * most <= reach), 1.0)
    return Axis(0.0, high, (0.0, high / 2, high))
