"""The numbers on an axis: round ones, at even distances."""

from __future__ import annotations

import math

_ROUND = (1.0, 2.0, 5.0, 10.0)


def ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Return at most so many multiples of 1, 2 or 5 times a power of ten; most is 2 or more."""
    step = ceiling((high - low) / most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    while last - first + 1 > most:
        step = ceiling(step * 1.5)
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(float(f"{k * step:.12g}") + 0.0 for k in range(first, last + 1))


def log_ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Return round numbers at about even ratios, at most so many; 0 < low < high, most >= 2.

    1, 2 and 5 times each power of ten where they are few, else some of the powers alone.
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    powers = range(first, last + 1)
    for mantissas in ((1, 2, 5), (1,)):
        found = [float(f"{m}e{power}") for power in powers for m in mantissas]
        inside = [tick for tick in found if low <= tick <= high]
        if len(inside) <= most:
            return tuple(inside)
    return tuple(inside[:: -(-len(inside) // most)])


def round_up(value: float) -> float:
    """Return the next of 1, 1.5, 2, 3, 4, 5, 6, 8, 10 times a power of ten; value > 0."""
    return _next(value, (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0))


def ceiling(value: float) -> float:
    """Return the next of 1, 2, 5, 10 times a power of ten; value > 0."""
    return _next(value, _ROUND)


def _next(value: float, mantissas: tuple[float, ...]) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next((m * power for m in mantissas if value <= m * power * (1 + 1e-9)), 10 * power)
