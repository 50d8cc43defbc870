"""Where a temperature lies on the slider: a logarithmic track between two exact stops."""

from __future__ import annotations

import math

LOWEST, HIGHEST = 0.01, 100.0
DECADES = math.log10(HIGHEST / LOWEST)

# The stops 0 and ∞ stand this far, as a part of the slider, outside the ends of the track.
STOP = 0.06
DETENT = 0.012
DIGITS = 3

ARROW, FINE, PAGE = 0.05, 0.01, 0.25


def position(temperature: float) -> float:
    """Return where T lies: 0 at T = 0, 1 at T = ∞; what is off the track lies before the stop."""
    if temperature == 0:
        return 0.0
    if math.isinf(temperature):
        return 1.0
    if temperature < LOWEST:
        return STOP / 2
    if temperature > HIGHEST:
        return 1 - STOP / 2
    return STOP + (1 - 2 * STOP) * math.log10(temperature / LOWEST) / DECADES


def at(place: float) -> float:
    """Return the temperature at a position: three digits, caught by 1 and by the stops."""
    if place < STOP / 2:
        return 0.0
    if place > 1 - STOP / 2:
        return math.inf
    along = min(max((place - STOP) / (1 - 2 * STOP), 0.0), 1.0)
    temperature = _rounded(LOWEST * 10 ** (along * DECADES))
    # Asked of what is given, not of the place: rounding may carry it to where 1 catches.
    return 1.0 if abs(position(temperature) - position(1.0)) <= DETENT else temperature


def stepped(temperature: float, decades: float) -> float:
    """Return T moved along the track by so many decades; past an end comes its stop."""
    if temperature == 0:
        return LOWEST if decades > 0 else 0.0
    if math.isinf(temperature):
        return HIGHEST if decades < 0 else math.inf
    exponent = math.log10(temperature) + decades
    low, high = math.log10(LOWEST), math.log10(HIGHEST)
    if exponent < low - 1e-9 and decades < 0:
        return 0.0 if temperature <= LOWEST else LOWEST
    if exponent > high + 1e-9 and decades > 0:
        return math.inf if temperature >= HIGHEST else HIGHEST
    if (temperature - 1) * (10**exponent - 1) < 0:
        return 1.0
    return _rounded(10 ** min(max(exponent, low), high))


def _rounded(temperature: float) -> float:
    return float(f"{temperature:.{DIGITS}g}")
