"""Double-double arithmetic on arrays: a value is a pair hi + lo of about 100 bits.

Sources: Knuth, The Art of Computer Programming 2, section 4.2.2 (TwoSum); Veltkamp, and Dekker,
Numerische Mathematik 18 (1971) 224-242 (splitting, product, quotient); Tang, ACM TOMS 15 (1989)
144-157, and 16 (1990) 378-400 (exp and log by table); Rump, Ogita and Oishi, SIAM J. Sci. Comput.
31 (2008) 189-224 (sums by extraction). Callers silence floating-point warnings.
"""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Exponents = NDArray[np.int32]  # ldexp takes no wider integers on Windows


class Pair(NamedTuple):
    """The unevaluated sum hi + lo, lo at most about a unit in the last place of hi."""

    hi: Array
    lo: Array


def exactly(a: Array) -> Pair:
    """Return doubles as pairs."""
    return Pair(a, np.zeros_like(a))


def two_sum(a: Array, b: Array) -> Pair:
    """Add exactly: the rounded sum and its rounding error."""
    total = a + b
    b_part = total - a
    return Pair(total, (a - (total - b_part)) + (b - b_part))


def _fast_two_sum(a: Array, b: Array) -> Pair:
    """Add exactly where |a| >= |b|."""
    total = a + b
    return Pair(total, b - (total - a))


def _split(a: Array) -> Pair:
    """Cut into halves of at most 26 bits, so that products of halves are exact."""
    scaled = (2.0**27 + 1.0) * a
    hi = scaled - (scaled - a)
    return Pair(hi, a - hi)


def _two_product(a: Array, b: Array) -> Pair:
    """Multiply exactly: the rounded product and its rounding error."""
    product = a * b
    a_hi, a_lo = _split(a)
    b_hi, b_lo = _split(b)
    return Pair(product, ((a_hi * b_hi - product) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo)


def multiply(a: Pair, b: Pair) -> Pair:
    """Multiply two pairs."""
    product, error = _two_product(a.hi, b.hi)
    return _fast_two_sum(product, error + (a.hi * b.lo + a.lo * b.hi))


def divide(a: Pair, b: Pair) -> Pair:
    """Divide two pairs."""
    quotient = a.hi / b.hi
    product, error = _two_product(quotient, b.hi)
    remainder = ((a.hi - product) - error) + (a.lo - quotient * b.lo)
    return Pair(quotient, remainder / b.hi)


def scale(a: Pair, exponent: Exponents | np.int32) -> Pair:
    """Multiply by a power of two."""
    return Pair(np.ldexp(a.hi, exponent), np.ldexp(a.lo, exponent))


def sum_last_axis(a: Pair, bound: float) -> Pair:
    """Sum entries of magnitude below bound over the last axis, which becomes 1.

    Their upper bits, cut off at one place for all, add up without rounding in any order.
    """
    cut = 1.5 * bound * 2.0 ** a.hi.shape[-1].bit_length()
    upper = (a.hi + cut) - cut
    lower = (a.hi - upper) + a.lo
    return _fast_two_sum(upper.sum(axis=-1, keepdims=True), lower.sum(axis=-1, keepdims=True))


_STEPS = 64  # exp and log1p go by steps of ln 2 / 64, and by Taylor's series in between


def _tables() -> tuple[float, float, Array, Array]:
    """Return the step and the powers e**(k * step), in two parts each.

    The first parts have few enough bits for the products that they enter to be exact.
    """
    with localcontext(Context(prec=50)):
        step = Decimal(2).ln() / _STEPS
        step_hi = round(float(step) * 2.0**40) / 2.0**40
        powers = [(step * index).exp() for index in range(_STEPS)]
        heads = [round(float(power) * 2.0**25) / 2.0**25 for power in powers]
        tails = [float(power - Decimal(head)) for power, head in zip(powers, heads, strict=True)]
        return step_hi, float(step - Decimal(step_hi)), np.array(heads), np.array(tails)


_STEP_HI, _STEP_LO, _HEADS, _TAILS = _tables()


def exp(x: Pair) -> tuple[Pair, Exponents]:
    """Compute e**x, |x| <= 4096, to 2**-64: a mantissa between 0.99 and 2 and a power of two."""
    steps = np.rint(x.hi / _STEP_HI)
    rest = x.hi - steps * _STEP_HI
    rest_hi = (rest + 1.5 * 2.0**20) - 1.5 * 2.0**20  # cut at 2**-32
    rest_lo = (rest - rest_hi) + (x.lo - steps * _STEP_LO)
    rest = rest_hi + rest_lo
    series = rest_lo + rest * rest * _series(rest, (2.0, 6.0, 24.0, 120.0, 720.0))

    index = steps.astype(np.int32)
    head, tail = _HEADS[index % _STEPS], _TAILS[index % _STEPS]
    leading = _fast_two_sum(head, head * rest_hi)
    trailing = head * series + tail * (1.0 + (rest_hi + series))
    return _fast_two_sum(leading.hi, leading.lo + trailing), index // _STEPS


def log1p(x: Pair) -> Pair:
    """Compute log(1 + x), 0 <= x <= 2**25, to 2**-60."""
    steps = np.rint(np.log1p(x.hi) / _STEP_HI)
    index = -steps.astype(np.int32)
    head = np.ldexp(_HEADS[index % _STEPS], index // _STEPS)
    tail = np.ldexp(_TAILS[index % _STEPS], index // _STEPS)
    # (head + tail)(1 + x) - 1, where head + tail is e**(-steps * step)
    x_hi, x_lo = _split(x.hi)
    leading = (head - 1.0) + head * x_hi
    rest = _fast_two_sum(leading, head * x_lo + (head * x.lo + tail * (1.0 + x.hi)))
    powers = _series(rest.hi, (-2.0, 3.0, -4.0, 5.0, -6.0, 7.0, -8.0))
    series = rest.lo + rest.hi * rest.hi * powers
    total = two_sum(steps * _STEP_HI, rest.hi)
    return _fast_two_sum(total.hi, total.lo + (series + steps * _STEP_LO))


def _series(x: Array, divisors: tuple[float, ...]) -> Array:
    """Return the sum of x**k / divisors[k] by Horner's rule."""
    total = np.full_like(x, 1.0 / divisors[-1])
    for divisor in divisors[-2::-1]:
        total = total * x + 1.0 / divisor
    return total
