"""Softmax computed for real in four formats, naive beside stable, and what goes wrong."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.functions import softmax
from softmax_viz.core.jacobians import largest_classes
from softmax_viz.core.numbers import counted
from softmax_viz.core.state import State, Vector
from softmax_viz.core.verdicts import NDIndex, undefined_logits
from softmax_viz.text import tr

Floats = NDArray[np.floating]

MOST_CLASSES = 1000


@dataclass(frozen=True)
class Format:
    """Describe a floating-point format.

    digits: of the significand, in bits; least: the exponent of the smallest number above 0.
    limit: the largest number whose exponential is finite.
    round_to, exp, running_sums: one rounding, the exponential, and sums from the first on.
    """

    key: str
    digits: int
    least: int
    limit: float
    round_to: Callable[[Floats], Floats]
    exp: Callable[[Floats], Floats]
    running_sums: Callable[[Floats], Floats]

    def spacing(self, values: Vector) -> Vector:
        """Return the distance from each value to the next larger one, a unit in the last place."""
        exponents = np.frexp(np.abs(values))[1] - self.digits
        exponents = np.where(values == 0, self.least, np.maximum(exponents, self.least))
        return np.asarray(np.ldexp(1.0, exponents))


@dataclass(frozen=True)
class Result:
    """Hold softmax as one format and one form give it.

    values: shape (M,), float64; error: the largest, in units in the last place, NaN without one.
    code: "ok", "logit", "exp", "sum", "zero", "undefined", "lost" or "stalled".
    verdict: a few words; detail: a sentence.
    """

    form: Format
    stable: bool
    values: Vector
    error: float
    code: str
    verdict: str
    detail: str


@dataclass(frozen=True)
class Precision:
    """Hold the eight results.

    classes: those computed with, indices upwards, shape (M,); scaled: their z/T, float64.
    results: by format from float16 to float64, naive before stable; none with a reason.
    reason: why nothing is computed, or "".
    """

    classes: NDIndex
    scaled: Vector
    results: tuple[Result, ...]
    reason: str


def to_bfloat16(values: Floats) -> NDArray[np.float32]:
    """Round float32 to the nearest bfloat16, ties to even: its upper 16 bits."""
    single = np.asarray(values, dtype=np.float32)
    bits = single.view(np.uint32)
    with np.errstate(over="ignore"):
        rounded = (bits + np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1))) & np.uint32(
            0xFFFF0000
        )
    return np.where(np.isnan(single), np.float32(np.nan), rounded.view(np.float32))


def precision(state: State) -> Precision:
    """Compute softmax of z/T in every format, of the 1,000 largest logits where there are more.

    z/T is rounded to the format first; so is every later result. Sums go from the first class to
    the last.
    """
    z, t = state.logits, state.temperature
    classes = largest_classes(z, MOST_CLASSES)
    if t == 0:
        reason = tr("At T = 0 softmax is a limit: z/0 is not computed in any format.")
        return Precision(classes, np.full(classes.size, np.nan), (), reason)
    with np.errstate(all="ignore"):
        chosen = z[classes]
        scaled = np.where(np.isfinite(chosen), 0.0, chosen) if math.isinf(t) else chosen / t
        reference = softmax(chosen, t)
        trouble = undefined_logits(state)
        results = tuple(
            _result(form, stable, scaled, reference, trouble)
            for form in FORMATS
            for stable in (False, True)
        )
    return Precision(classes, scaled, results, "")


def _result(form: Format, stable: bool, scaled: Vector, exact: Vector, trouble: str) -> Result:
    x = form.round_to(scaled.astype(_dtype(form)))
    entered = x
    if stable:
        x = form.round_to(x - x.max())
    powers = form.exp(x)
    sums = form.running_sums(powers)
    total = sums[-1]
    values = form.round_to(powers / total).astype(np.float64)
    errors = np.abs(values - exact) / form.spacing(exact)
    code, verdict, detail = _verdict(form, scaled, entered, powers, sums, values, exact, trouble)
    error = float(errors.max()) if np.isfinite(values).all() else math.nan
    return Result(form, stable, values, error, code, verdict, detail)


def _verdict(
    form: Format,
    scaled: Vector,
    entered: Floats,
    powers: Floats,
    sums: Floats,
    values: Vector,
    exact: Vector,
    trouble: str,
) -> tuple[str, str, str]:
    """Name the first thing that went wrong."""
    if trouble:
        return "undefined", tr("undefined"), tr("No form helps: {reason}.").format(reason=trouble)
    if np.isposinf(entered).any() or (np.isneginf(entered) & np.isfinite(scaled)).any():
        return "logit", tr("z/T overflows"), tr(
            "{form} has no number as large as this z/T, and makes it infinite."
        ).format(form=form.key)  # fmt: skip
    if np.isinf(powers).any():
        return "exp", tr("overflow in exp"), tr(
            "e to a power above {limit:.2f} is infinite in {form}, and ∞/∞ is not a number."
        ).format(limit=form.limit, form=form.key)  # fmt: skip
    if np.isinf(sums[-1]):
        return "sum", tr("the sum overflows"), tr(
            "Every exponential is finite in {form}, but their sum is not: all become 0."
        ).format(form=form.key)  # fmt: skip
    if sums[-1] == 0:
        return "zero", tr("0/0"), tr(
            "Every exponential is rounded to 0 in {form}, and 0/0 is not a number."
        ).format(form=form.key)  # fmt: skip
    lost = int(np.count_nonzero((values == 0) & (exact > 0)))
    if lost:
        return "lost", tr("lost entries: {n}").format(n=counted(lost)), tr(
            "What is larger than 0 on paper is 0 in {form}: entries lost: {n}."
        ).format(n=counted(lost), form=form.key)  # fmt: skip
    swallowed = powers[1:][(sums[1:] == sums[:-1])].astype(np.float64)
    total = np.array([float(sums[-1])])
    if swallowed.sum() >= form.spacing(total)[0]:
        count = int(np.count_nonzero(swallowed))
        return "stalled", tr("stalled sum"), tr(
            "{n} terms are too small to change the sum in {form} one by one, yet together count."
        ).format(n=counted(count), form=form.key)  # fmt: skip
    return "ok", tr("ok"), tr("Nothing was lost but the rounding of {form}.").format(form=form.key)


def _dtype(form: Format) -> type[np.floating]:
    return _DTYPES.get(form.key, np.float32)


def _same(values: Floats) -> Floats:
    return values


def _exp(values: Floats) -> Floats:
    return np.asarray(np.exp(values))


def _running_sums(values: Floats) -> Floats:
    return np.asarray(np.add.accumulate(values, dtype=values.dtype))


def _exp_bfloat16(values: Floats) -> Floats:
    return to_bfloat16(np.exp(values.astype(np.float64)).astype(np.float32))


def _running_sums_bfloat16(values: Floats) -> Floats:
    total, sums = 0.0, []
    for value in values.tolist():
        total = _nearest_bfloat16(total + value)
        sums.append(total)
    return np.array(sums, dtype=np.float32)


def _nearest_bfloat16(x: float) -> float:
    """Round x >= 0, a sum of two bfloat16 in float64, to 8 bits, ties to even."""
    if not 0 < x < math.inf:
        return x
    # Where the last bit of this number lies, bits of x below it are rounded away.
    coarse = math.ldexp(1.5, math.frexp(x)[1] + 44)
    rounded = (x + coarse) - coarse
    return rounded if rounded < 2.0**128 else math.inf


_DTYPES: dict[str, type[np.floating]] = {
    "float16": np.float16,
    "float32": np.float32,
    "float64": np.float64,
}

FORMATS: tuple[Format, ...] = (
    Format("float16", 11, -24, 11.0859375, _same, _exp, _running_sums),
    Format("bfloat16", 8, -133, 88.5, to_bfloat16, _exp_bfloat16, _running_sums_bfloat16),
    Format("float32", 24, -149, 88.72283172607422, _same, _exp, _running_sums),
    Format("float64", 53, -1074, 709.782712893384, _same, _exp, _running_sums),
)
