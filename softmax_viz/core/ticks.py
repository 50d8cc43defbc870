"""The numbers on an axis: round ones, at even distances."""

from __future__ import annotations

import math

_ROUND = (1.0, 2.0, 5.0, 10.0)


def ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Return at most so many multiples of 1, 2 or 5 times a power of ten; most is 2 or more."""
    step = _round_up((high - low) / most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    while last - first + 1 > most:
        step = _round_up(step * 1.5)
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(float(f"{k * step:.12g}") + 0.0 for k in range(first, last + 1))


def round_up(value: float) -> float:
    """Return the next of 1, 1.5, 2, 3, 4, 5, 6, 8, 10 times a power of ten; value > 0."""
    return _next(value, (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0))


def _round_up(value: float) -> float:
    return _next(value, _ROUND)


def _next(value: float, mantissas: tuple[float, ...]) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next((m * power for m in mantissas if value <= m * power * (1 + 1e-9)), 10 * power)
