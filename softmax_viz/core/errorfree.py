"""Double-double arithmetic on arrays: a value is a pair hi + lo, exact to about 2**-100.

Sources: Knuth, The Art of Computer Programming 2, 4.2.2 (TwoSum); Veltkamp and Dekker,
Numerische Mathematik 18 (1971) 224-242 (splitting, TwoProduct, division); Tang, ACM TOMS 15
(1989) 144-157 (exp by table); Rump, Ogita and Oishi, SIAM J. Sci. Comput. 31 (2008) 189-224
(sums by extraction). Callers silence floating-point warnings.
"""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Exponents = NDArray[np.int32]  # ldexp takes no wider integers on Windows


class Pair(NamedTuple):
    """The unevaluated sum hi + lo, |lo| at most about one unit in the last place of hi."""

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
    """Add exactly where |a| >= |b| or a is 0."""
    total = a + b
    return Pair(total, b - (total - a))


def _split(a: Array) -> Pair:
    """Cut into two halves of at most 26 bits, so that products of halves are exact."""
    scaled = 134217729.0 * a  # 2**27 + 1
    hi = scaled - (scaled - a)
    return Pair(hi, a - hi)


def two_product(a: Array, b: Array) -> Pair:
    """Multiply exactly: the rounded product and its rounding error."""
    product = a * b
    a_hi, a_lo = _split(a)
    b_hi, b_lo = _split(b)
    return Pair(product, ((a_hi * b_hi - product) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo)


def multiply(a: Pair, b: Pair) -> Pair:
    """Multiply two pairs."""
    product, error = two_product(a.hi, b.hi)
    return _fast_two_sum(product, error + (a.hi * b.lo + a.lo * b.hi))


def divide(a: Pair, b: Pair) -> Pair:
    """Divide two pairs."""
    quotient = a.hi / b.hi
    product, error = two_product(quotient, b.hi)
    remainder = ((a.hi - product) - error) + (a.lo - quotient * b.lo)
    return Pair(quotient, remainder / b.hi)


def scale(a: Pair, exponent: Exponents) -> Pair:
    """Multiply by a power of two."""
    return Pair(np.ldexp(a.hi, exponent), np.ldexp(a.lo, exponent))


def sum_last_axis(a: Pair, bound: float) -> Pair:
    """Sum over the last axis, kept as an axis of 1, of entries of magnitude below bound.

    The upper bits of the entries, cut at one place for all, add up without rounding.
    """
    cut = 1.5 * bound * 2.0 ** a.hi.shape[-1].bit_length()
    upper = (a.hi + cut) - cut
    lower = (a.hi - upper) + a.lo
    return _fast_two_sum(upper.sum(-1, keepdims=True), lower.sum(-1, keepdims=True))


_STEPS = 64  # exp and log1p work in steps of ln 2 / 64 and expand Taylor's series in between


def _tables() -> tuple[float, float, Array, Array]:
    """Return the step in two parts, and the powers of e**step in two parts.

    The first parts are short enough for the products they enter to be exact.
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
    """Compute e**x for |x| up to 4096, to 2**-64: a mantissa in (0.99, 2) and a power of two."""
    steps = np.rint(x.hi / _STEP_HI)
    exact = x.hi - steps * _STEP_HI
    rest_hi = (exact + 1.5 * 2.0**20) - 1.5 * 2.0**20  # cut at 2**-32
    rest_lo = (exact - rest_hi) + (x.lo - steps * _STEP_LO)
    rest = rest_hi + rest_lo
    rest_lo = rest_lo + rest * rest * _taylor(rest, (2.0, 6.0, 24.0, 120.0, 720.0))

    index = steps.astype(np.int32)
    head, tail = _HEADS[index % _STEPS], _TAILS[index % _STEPS]
    leading = _fast_two_sum(head, head * rest_hi)
    trailing = head * rest_lo + tail * (1.0 + (rest_hi + rest_lo))
    return _fast_two_sum(leading.hi, leading.lo + trailing), index // _STEPS


def log1p(x: Pair) -> Pair:
    """Compute log(1 + x) for x from 0 to 2**25, to 2**-60."""
    steps = np.rint(np.log1p(x.hi) / _STEP_HI)
    index = -steps.astype(np.int32)
    head = np.ldexp(_HEADS[index % _STEPS], index // _STEPS)
    tail = np.ldexp(_TAILS[index % _STEPS], index // _STEPS)
    # rest = (1 + x) * (head + tail) - 1, where head + tail = e**(-steps * step)
    x_hi, x_lo = _split(x.hi)
    exact = (head - 1.0) + head * x_hi
    rest = _fast_two_sum(exact, head * x_lo + (head * x.lo + tail * (1.0 + x.hi)))
    series = rest.hi * rest.hi * _taylor(rest.hi, (-2.0, 3.0, -4.0, 5.0, -6.0, 7.0, -8.0))
    leading = two_sum(steps * _STEP_HI, rest.hi)
    return _fast_two_sum(leading.hi, leading.lo + (rest.lo + series + steps * _STEP_LO))


def _taylor(x: Array, divisors: tuple[float, ...]) -> Array:
    """Return sum_k x**k / divisors[k] by Horner's rule."""
    *others, last = divisors
    total = np.full_like(x, 1.0 / last)
    for divisor in reversed(others):
        total = total * x + 1.0 / divisor
    return total
