"""The sums from which the entropy of very many classes follows, block by block of the logits."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from softmax_viz.core.errorfree import Array
from softmax_viz.core.recycled import uninitialised
from softmax_viz.core.reductions import BLOCK, blocks


@dataclass(frozen=True, eq=False)
class EntropySums:
    """Hold sum e**gap and sum e**gap * gap of each block, gap = (z - peak)/T, peak = max z.

    Shape (number of blocks, 2).
    """

    peak: float
    temperature: float
    sums: Array

    @classmethod
    def of(cls, logits: Array, temperature: float) -> EntropySums:
        """Compute them; T is neither 0 nor infinite."""
        peak = float(logits.max())
        size = min(logits.size, BLOCK)
        gaps, powers = uninitialised(size), uninitialised(size)
        sums = [
            _sums(logits[part], peak, temperature, gaps, powers) for part in blocks(logits.size)
        ]
        return cls(peak, temperature, np.array(sums))

    def with_logit(self, logits: Array, index: int) -> EntropySums:
        """Return those of logits of which this one alone is another: its block's are new."""
        if float(logits.max()) != self.peak:
            return self.of(logits, self.temperature)
        block = index // BLOCK
        part = logits[block * BLOCK : (block + 1) * BLOCK]
        sums = self.sums.copy()
        gaps, powers = uninitialised(part.size), uninitialised(part.size)
        sums[block] = _sums(part, self.peak, self.temperature, gaps, powers)
        return replace(self, sums=sums)

    @property
    def entropy(self) -> float:
        """Return log sum_j e**gap_j - sum_j p_j gap_j."""
        total, weighted = map(float, self.sums.sum(axis=0))
        return math.log(total) - weighted / total


@np.errstate(all="ignore")
def _sums(
    logits: Array, peak: float, temperature: float, gaps: Array, powers: Array
) -> tuple[float, float]:
    gap, power = gaps[: logits.size], powers[: logits.size]
    np.subtract(logits, peak, out=gap)
    gap *= 1.0 / temperature
    np.exp(gap, out=power)
    total = float(power.sum())
    # e**gap is 0 there, and -inf * 0 is nan
    power *= np.maximum(gap, -1000.0, out=gap)
    return total, float(power.sum())
