"""Many numbers as text at once: what `displayed`, `entered` and `latex` show, many times as fast.

Almost all are written by one call; the few that need a closer look are written one by one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.numbers.format import HUGE, MINUS, displayed, entered, latex

Vector = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = list[str]

# From here on, repr writes a number by its digits and not in scientific notation.
_LEAST_BY_DIGITS = 1e-4
# With so many decimals, what is below a million has no more digits than are exact.
_EXACT_DECIMALS = 9


def displayed_all(xs: Vector, decimals: int) -> Texts:
    """Show each number as `displayed` does."""
    texts, odd = _rounded(xs, decimals)
    texts = "\n".join(texts).replace("-", MINUS).split("\n")
    return _with_odd(texts, xs, odd, lambda x: displayed(x, decimals))


def entered_all(xs: Vector, decimals: int) -> Texts:
    """Show each number as `entered` does."""
    if decimals > _EXACT_DECIMALS:
        return [entered(x, decimals) for x in xs.tolist()]
    fixed, odd = _fixed(xs, decimals)
    texts = [text.rstrip("0").rstrip(".") for text in fixed.replace("-", MINUS).split("\n")]
    odd |= (xs != 0) & (np.abs(xs) < max(_LEAST_BY_DIGITS, 10.0**-decimals))
    return _with_odd(texts, xs, odd, lambda x: entered(x, decimals))


def latex_all(xs: Vector, decimals: int) -> Texts:
    """Write each number as `latex` does."""
    texts, odd = _rounded(xs, decimals)
    texts = [
        rf"{text[: text.index('e')]} \cdot 10^{{{text[text.index('e') + 1 :]}}}"
        if "e" in text else text
        for text in texts
    ]  # fmt: skip
    return _with_odd(texts, xs, odd, lambda x: latex(x, decimals))


def _rounded(xs: Vector, decimals: int) -> tuple[Texts, Flags]:
    """Write numbers rounded, those that would vanish with two digits; tell which are odd."""
    fixed, odd = _fixed(xs, decimals)
    texts = fixed.split("\n")
    zero = f"{0:.{decimals}f}"
    small = np.flatnonzero((xs != 0) & (np.abs(xs) < 10.0**-decimals)).tolist()
    vanished = [at for at in small if texts[at] in (zero, f"-{zero}")]
    if vanished:
        scientific = _lines("%.1e", xs[vanished]).replace("e-0", "e-").split("\n")
        for at, text in zip(vanished, scientific, strict=True):
            texts[at] = text
    return texts, odd


def _fixed(xs: Vector, decimals: int) -> tuple[str, Flags]:
    """Write numbers by their digits, a line each; tell which of them are shown otherwise."""
    odd = ~(np.abs(xs) < HUGE)
    # An odd one may be hundreds of digits long; and −0 is 0.
    return _lines(f"%.{decimals}f", np.where(odd, 0.0, xs) + 0.0), odd


def _lines(pattern: str, xs: Vector) -> str:
    return "\n".join([pattern] * xs.size) % tuple(xs.tolist())


def _with_odd(texts: Texts, xs: Vector, odd: Flags, write: Callable[[float], str]) -> Texts:
    for at in np.flatnonzero(odd).tolist():
        texts[at] = write(float(xs[at]))
    return texts
