"""The softmax of many rows at once: which class wins, and how surely."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.data.logits_table import Real

Vector = NDArray[np.float64]
Indices = NDArray[np.int64]

# A part and its exponentials stay in the cache.
PART = 2**18
# e^32 summed over a million classes is far from overflow in float32, and z/T is exact to 2e-6.
SAFE_EXPONENT = 32.0
LEAST_TOTAL, MOST_TOTAL = math.exp(-SAFE_EXPONENT), math.exp(SAFE_EXPONENT)


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
    narrow = is_narrow(logits, temperature)
    temperature = as_applied(temperature, narrow)
    row, winners = np.arange(logits.shape[0]), np.empty(logits.shape[0], np.int64)
    with np.errstate(all="ignore"):
        totals, shifts = _totals(logits, temperature, narrow, winners)
        top = logits[row, winners].astype(np.float64)
        true = top if targets is None else logits[row, targets].astype(np.float64)
        totals[~np.isfinite(top)] = np.nan
        confidences = np.exp(exponents(top, shifts, temperature)) / totals
        losses = np.log(totals) - exponents(true, shifts, temperature)
    return Predictions(winners, confidences, losses)


def _totals(
    logits: Real, temperature: float, narrow: bool, winners: Indices
) -> tuple[Vector, Vector | float]:
    """Fill in the winner of each row; return the sum of e^((z - shift)/T), and the shift."""
    totals, shifts = np.empty((2, logits.shape[0]))
    safe = 0 < temperature < math.inf
    for where, part, powers in parts(logits, narrow):
        if safe:
            # First of all: the memory is read while exp computes.
            fill(powers, part, None, temperature)
            totals[where] = total = sums(powers)
            safe = _are_safe(total)
        _find_winners(part, winners[where])
        shifts[where] = 0.0
        if not safe:
            # Most rows are of a kind: those that follow are not tried.
            largest = part[np.arange(part.shape[0]), winners[where]]
            fill(powers, part, largest, temperature)
            totals[where], shifts[where] = sums(powers), largest
    return totals, 0.0 if safe else shifts


def _are_safe(totals: Real) -> bool:
    """Tell whether no sum is so large or small that its powers are not exact; NaN is not safe."""
    return bool(totals.min() >= LEAST_TOTAL and totals.max() <= MOST_TOTAL)


def _find_winners(part: Real, winners: Indices) -> None:
    np.asarray(_Unlocked(part)).argmax(axis=1, out=winners)


class _Unlocked:
    """Show an array to NumPy as writable: argmax copies one that is not, and writes to none."""

    def __init__(self, values: Real) -> None:
        told = values.__array_interface__
        self.__array_interface__ = told | {"data": (told["data"][0], False)}


def is_narrow(logits: Real, *temperatures: float) -> bool:
    """Tell whether float32 suffices: the logits have no more digits, and it holds z/T as well."""
    return (
        logits.dtype.kind == "f"
        and logits.dtype.itemsize <= 4
        and all(t == 0 or 1e-30 < t < 1e30 or math.isinf(t) for t in temperatures)
    )


def as_applied(temperature: float, narrow: bool) -> float:
    """Return the temperature that float32 divides by, which differs in its eighth digit."""
    if not narrow or temperature == 0 or math.isinf(temperature):
        return temperature
    return 1 / float(np.float32(1 / temperature))


def parts(logits: Real, narrow: bool) -> Iterator[tuple[slice, Real, Real]]:
    """Yield rows that fit the cache, as float32 or float64, each with room for a result."""
    dtype = np.dtype(np.float32 if narrow else np.float64)
    step = max(1, PART // logits.shape[1])
    room = np.empty((min(step, logits.shape[0]), logits.shape[1]), dtype)
    for start in range(0, logits.shape[0], step):
        where = slice(start, min(start + step, logits.shape[0]))
        part = logits[where].astype(dtype, order="C", copy=False)
        yield where, part, room[: part.shape[0]]


def shift_of(largest: Real, temperature: float) -> Real | None:
    """Return what is taken off the logits of rows: their largest, or nothing where e^(z/T) fits."""
    safe = 0 < temperature < math.inf and (np.abs(largest) <= SAFE_EXPONENT * temperature).all()
    return None if safe else largest


def fill(powers: Real, part: Real, shift: Real | None, temperature: float) -> None:
    """Write e^((z - shift)/T) of rows, also at the ends of T: see `exponents`."""
    if temperature == 0 and shift is not None:
        np.equal(part, shift[:, None], out=powers, casting="unsafe")
        return
    if math.isinf(temperature):
        np.greater(part, -np.inf, out=powers, casting="unsafe")
        return
    if shift is not None:
        part = np.subtract(part, shift[:, None], out=powers)
    if temperature != 1:
        # Multiplying is twice as quick as dividing; see as_applied.
        if part.dtype == np.float32:
            part = np.multiply(part, np.float32(1 / temperature), out=powers)
        else:
            part = np.divide(part, temperature, out=powers)
    np.exp(part, out=powers)


def sums(powers: Real) -> Real:
    """Return the sum of each row: einsum is the quickest, and always adds in the same order."""
    return np.einsum("ij->i", powers)  # type: ignore[no-any-return]


def exponents(z: Vector, shifts: Real | float, temperature: float) -> Vector:
    """Return (z - shift)/T, also at the ends of T: what is not the largest is -inf at 0."""
    if temperature == 0:
        return np.where(z == shifts, 0.0, -np.inf)
    if math.isinf(temperature):
        return np.where(z > -np.inf, 0.0, -np.inf)
    return (z - shifts) / temperature
