"""Numbers as text: the same on the screen, in speech and in exports, in every locale."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Context, Decimal

from softmax_viz.text import tr

MINUS = "\u2212"
_PERCENT = "\u202f%"
HUGE = 1e6
_MOST_DIGITS = 8
_NARROW, _WIDE_NUMBER = 1e-2, 1e4

# From 1e308 down to 17 digits below 5e-324, so that no sum of displayed numbers is rounded.
_WIDE = Context(prec=700)


def displayed(x: float, decimals: int) -> str:
    """Show x with `decimals` (1 to 17) digits after the point, rounded half to even.

    Zeros alone mean an exact zero: what would vanish is in scientific notation with two digits,
    and so is, with at most three decimals, whatever reaches a million.
    """
    return _non_finite(x) or _typographic(_rounded(x, decimals))


def displayed_sum(xs: Iterable[float], decimals: int) -> str:
    """Show the exact sum of what `displayed` shows for each entry, to as many decimals."""
    total = Decimal(0)
    beyond = 0.0
    for x in xs:
        if math.isfinite(x):
            total = _WIDE.add(total, Decimal(_rounded(x, decimals)))
        else:
            beyond += float(x)
    if beyond != 0:
        return _non_finite(beyond)
    return _typographic(_rounded(total, decimals))


def brief(x: float) -> str:
    """Show x with one significant digit, in scientific notation: 2e16."""
    return _non_finite(x) or _typographic(_scientific(f"{x:.0e}"))


def axis_number(x: float) -> str:
    """Show a round number beside an axis, as short as it can be: 0.5, 0.02, 5e-7."""
    narrow = x == 0 or _NARROW <= abs(x) < _WIDE_NUMBER
    return exact(float(f"{x:.3g}")) if narrow else brief(x)


def entered(x: float, decimals: int) -> str:
    """Show x in a number field: exactly if `decimals` digits after the point do, else rounded.

    What has more than eight digits before the point is in scientific notation, to fit the field.
    """
    if beyond := _non_finite(x):
        return beyond
    shortest = _shortest(x or 0.0)
    whole, _, fraction = shortest.partition("e")[0].partition(".")
    if len(whole.lstrip("-")) > _MOST_DIGITS:
        shortest = _trimmed(_scientific(f"{x:.{decimals}e}"), 0)
    elif len(fraction) > decimals:
        shortest = _trimmed(_rounded(x, decimals), 0)
    return _typographic(shortest)


def counted(n: int) -> str:
    """Show how many there are, the thousands grouped: 50,000.

    Only counts are: a value may be typed or pasted again, where a comma may be a decimal one.
    """
    return f"{n:,}"


def exact(x: float) -> str:
    """Show the fewest digits that give x back, 17 at most."""
    return _non_finite(x) or _typographic(_shortest(x))


def percent(x: float) -> str:
    """Show x in percent with one decimal, 0 % and 100 % only where they are exact."""
    if beyond := _non_finite(x):
        return beyond if math.isnan(x) else beyond + _PERCENT
    # A percent with one decimal is x with three, so that x is rounded only once.
    shown = Decimal(f"{x or 0.0:.3f}").scaleb(2)
    if x in (0, 1):
        text = f"{shown:.0f}"
    elif shown == 0:
        text = "<0.1" if x > 0 else ">-0.1"
    elif shown == 100:
        text = ">99.9"
    elif abs(shown) >= HUGE:
        text = _scientific(f"{shown:.1e}")
    else:
        text = f"{shown:.1f}"
    return _typographic(text) + _PERCENT


def plain(x: float) -> str:
    """Write x for a machine: ASCII, the fewest digits that give x back, inf, -inf, nan."""
    return repr(float(x))


def spoken(x: float, decimals: int) -> str:
    """Say what `displayed` shows, for a screen reader."""
    if math.isnan(x):
        return tr("not a number")
    if math.isinf(x):
        return tr("infinity") if x > 0 else tr("minus infinity")
    mantissa, _, exponent = _rounded(x, decimals).partition("e")
    if not exponent:
        return _said(mantissa)
    return tr("{number} times 10 to the power {exponent}").format(
        number=_said(mantissa), exponent=_said(exponent)
    )


def latex(x: float, decimals: int) -> str:
    """Write what `displayed` shows in LaTeX's mathematics."""
    if math.isnan(x):
        return r"\mathrm{NaN}"
    if math.isinf(x):
        return r"\infty" if x > 0 else r"-\infty"
    mantissa, _, exponent = _rounded(x, decimals).partition("e")
    return rf"{mantissa} \cdot 10^{{{exponent}}}" if exponent else mantissa


def _non_finite(x: float) -> str:
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return "∞" if x > 0 else f"{MINUS}∞"
    return ""


def _typographic(text: str) -> str:
    return text.replace("-", MINUS)


def _said(text: str) -> str:
    return tr("minus {number}").format(number=text[1:]) if text.startswith("-") else text


def _rounded(x: float | Decimal, decimals: int) -> str:
    if abs(float(x)) >= HUGE:
        text = _scientific(f"{x:.{min(decimals, 3)}e}")
        # The largest numbers would be rounded up to one that does not exist.
        beyond = isinstance(x, float) and math.isinf(float(text))
        return _shortest(x) if beyond else text
    fixed = f"{x or 0.0:.{decimals}f}"
    return _scientific(f"{x:.1e}") if _hides(fixed, x) else fixed


def _hides(fixed: str, x: float | Decimal) -> bool:
    return x != 0 and float(fixed) == 0


def _shortest(x: float | Decimal) -> str:
    text = _scientific(repr(float(x)))
    return text.removesuffix(".0")


def _scientific(text: str) -> str:
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if e else text


def _trimmed(text: str, decimals: int) -> str:
    mantissa, e, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = fraction[:decimals] + fraction[decimals:].rstrip("0")
    return whole + ("." + fraction if fraction else "") + e + exponent
