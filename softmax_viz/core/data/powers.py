"""e^((z - shift)/T) of many rows of logits, in parts that stay in the cache."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core import recycled
from softmax_viz.core.data.logits_table import Real

Vector = NDArray[np.float64]

# A part and its exponentials stay in the cache.
PART = 2**19
# e^32 summed over a million classes is far from overflow in float32, and z/T is exact to 2e-6.
SAFE_EXPONENT = 32.0
LOG2_E = math.log2(math.e)


def is_exp2_quick() -> bool:
    """Tell whether NumPy has an exp2 of float32 for this processor: twice as quick as its exp."""
    try:
        from numpy.lib.introspect import opt_func_info
    except ImportError:  # NumPy before 2.2.
        return False
    compiled = opt_func_info(func_name="^exp2$", signature="float32").get("exp2", {})
    # Elsewhere it is compiled for the processor too, but calls the C library for each number.
    return sys.platform == "linux" and "V4" in str(compiled)


QUICK_EXP2 = is_exp2_quick()
# Where a result is smaller than float32 holds, exp2 is slow: each is left to the C library.
LEAST_OF_EXP2 = -126.0
# So many rows of a part tell what the others are like; to look at all would cost as much again.
ROWS_LOOKED_AT = 8


def is_narrow(logits: Real, *temperatures: float) -> bool:
    """Tell whether float32 suffices: the logits have no more digits, and it holds z/T as well."""
    return (
        logits.dtype.kind == "f"
        and logits.dtype.itemsize <= 4
        and all(t == 0 or 1e-30 < t < 1e30 or math.isinf(t) for t in temperatures)
    )


def parts(logits: Real, narrow: bool) -> Iterator[tuple[slice, Real, Real]]:
    """Yield rows that fit the cache, as float32 or float64, each with room for a result."""
    dtype = np.dtype(np.float32 if narrow else np.float64)
    step = max(1, PART // logits.shape[1])
    size = min(step, logits.shape[0]) * logits.shape[1]
    # Fresh memory takes time at its first touch.
    room = recycled.uninitialised_of(dtype, size).reshape(-1, logits.shape[1])
    for start in range(0, logits.shape[0], step):
        where = slice(start, min(start + step, logits.shape[0]))
        part = logits[where].astype(dtype, order="C", copy=False)
        yield where, part, room[: part.shape[0]]


def shift_of(largest: Real, temperature: float) -> Real | float:
    """Return what is taken off rows, so that e^((z - shift)/T) fits and is exact.

    largest: of each row, shape (r,). One number for all rows is quicker, and 0 quicker still.
    """
    if 0 < temperature < math.inf:
        reach, low, high = SAFE_EXPONENT * temperature, float(largest.min()), float(largest.max())
        if -reach <= low and high <= reach:
            return 0.0
        if high - low <= 2 * reach:
            return float(np.float32((low + high) / 2))
    return largest


def fill(powers: Real, part: Real, shift: Real | float, temperature: float) -> float:
    """Write e^((z - shift)/T) of rows, also at the ends of T: see `exponents`.

    Returns the temperature that was applied: in float32 it differs in its eighth digit.
    """
    column = shift[:, None] if isinstance(shift, np.ndarray) else shift
    if temperature == 0:
        np.equal(part, column, out=powers, casting="unsafe")
        return temperature
    if math.isinf(temperature):
        np.greater(part, -np.inf, out=powers, casting="unsafe")
        return temperature
    if isinstance(column, np.ndarray) or column:
        part = np.subtract(part, column, out=powers)
    if part.dtype == np.float32:
        return _fill_narrow(powers, part, temperature)
    np.exp(part if temperature == 1 else np.divide(part, temperature, out=powers), out=powers)
    return temperature


def _fill_narrow(powers: Real, part: Real, temperature: float) -> float:
    factor = np.float32(LOG2_E / temperature)
    some = part[:: max(1, part.shape[0] // ROWS_LOOKED_AT)]
    if QUICK_EXP2 and factor * some.min() >= LEAST_OF_EXP2:
        np.exp2(np.multiply(part, factor, out=powers), out=powers)
        return LOG2_E / float(factor)
    # Multiplying is twice as quick as dividing.
    factor = np.float32(1 / temperature)
    np.exp(part if factor == 1 else np.multiply(part, factor, out=powers), out=powers)
    return 1 / float(factor)


def entry_of_each(part: Real, columns: NDArray[np.integer]) -> Real:
    """Return the entry of each row in its own column, shape (r,)."""
    return part.take(np.arange(0, part.size, part.shape[1]) + columns)


def sums(powers: Real) -> Real:
    """Return the sum of each row: einsum is the quickest, and always adds in the same order."""
    return np.einsum("ij->i", powers)  # type: ignore[no-any-return]


def exponents(z: Real, shift: Real | float, temperature: float) -> Vector:
    """Return (z - shift)/T, also at the ends of T: what is not the largest is -inf at 0."""
    if temperature == 0:
        return np.where(z == shift, 0.0, -np.inf)
    if math.isinf(temperature):
        return np.where(z > -np.inf, 0.0, -np.inf)
    return (z.astype(np.float64) - shift) / temperature
