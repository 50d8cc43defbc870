"""The softmax of many rows at once: which class wins, and how surely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.data.logits_table import Real
from softmax_viz.core.data.powers import (
    Vector,
    entry_of_each,
    exponents,
    fill,
    is_narrow,
    parts,
    shift_of,
    sums,
)

Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Predictions:
    """Hold what a softmax makes of R rows; each array has the shape (R,), NaN where undefined.

    winners: index of the largest logit; confidences: its probability.
    losses: -log p of the true classes.
    """

    winners: Indices
    confidences: Vector
    losses: Vector


def predict(
    logits: Real, temperature: float, targets: NDArray[np.integer] | None = None
) -> Predictions:
    """Return what a softmax makes of rows of logits, shape (R, N), of any real type.

    targets: the true classes, shape (R,); without them, the winners are taken as such.
    float32 and float16 are taken in float32, everything else in float64. Costs little more than
    one pass of exp.
    """
    winners = np.empty(logits.shape[0], np.int64)
    totals, top, true = np.empty((3, logits.shape[0]))
    with np.errstate(all="ignore"):
        for where, part, powers in parts(logits, is_narrow(logits, temperature)):
            # First of all: the memory is read while the largest is looked for.
            _find_winners(part, winners[where])
            largest = entry_of_each(part, winners[where])
            shift = shift_of(largest, temperature)
            applied = fill(powers, part, shift, temperature)
            totals[where] = np.where(np.isfinite(largest), sums(powers), np.nan)
            top[where] = exponents(largest, shift, applied)
            if targets is not None:
                true[where] = exponents(entry_of_each(part, targets[where]), shift, applied)
        confidences = np.exp(top) / totals
        losses = np.log(totals) - (top if targets is None else true)
    return Predictions(winners, confidences, losses)


def _find_winners(part: Real, winners: Indices) -> None:
    np.asarray(_Unlocked(part)).argmax(axis=1, out=winners)


class _Unlocked:
    """Show an array to NumPy as writable: argmax copies one that is not, and writes to none."""

    def __init__(self, values: Real) -> None:
        told = values.__array_interface__
        self.__array_interface__ = told | {"data": (told["data"][0], False)}
