"""The logits divided by their sum: what one would try first, and why it breaks."""

from __future__ import annotations

import math

import numpy as np

from softmax_viz.core.functions import sum_normalize
from softmax_viz.core.numbers import brief, displayed
from softmax_viz.core.outputs.kind import OutputKind
from softmax_viz.core.ranking import Ranking
from softmax_viz.core.reductions import sum_of_sizes
from softmax_viz.core.state import State, Vector
from softmax_viz.core.verdicts import (
    EXACT_SUM_LIMIT,
    Slope,
    Verdict,
    moved_by_temperature,
    sum_of,
)
from softmax_viz.text import named, tr, tr_noop

UNIT_ROUNDOFF = 2.0**-53


def evaluate(state: State) -> Vector:
    """Return z / Σz as written, infinities and NaN included; T cancels."""
    return sum_normalize(state.logits)


def trouble(state: State, values: Vector) -> tuple[str, str]:
    """Judge the sum: zero, not finite, or nothing but rounding error.

    A sum of N terms is off by at most (N − 1)·u·Σ|z| (Higham 2002, section 4.2): where that bound
    reaches the sum itself, no digit of it can be trusted. Σ|z| / |Σz| is its condition number.
    """
    z = state.logits
    low, high = state.extent
    if math.isnan(low):
        label = named(state.labels[int(np.argmax(z))])
        return tr("{label} is NaN").format(label=label), ""
    total = _total(z)
    exact = sum_of(z) if z.size <= EXACT_SUM_LIMIT else total
    if math.isinf(low) or math.isinf(high):
        if math.isnan(total):
            return tr("the logits hold both ∞ and −∞, whose sum is not a number"), ""
        return tr("the sum is {sum}, and {sum} / {sum} is not a number").format(
            sum=displayed(total, state.decimals)
        ), ""
    if math.isnan(total):
        return tr("parts of the sum overflow to ∞ and −∞, whose sum is not a number"), ""
    if total == 0 and exact != 0:
        return tr("the sum {sum} is lost in rounding, which leaves 0").format(
            sum=displayed(exact, state.decimals)
        ), ""
    if total == 0:
        return tr("the logits sum to exactly 0"), ""
    if math.isinf(total):
        return "", tr("the sum overflows to {sum}").format(sum=displayed(total, state.decimals))
    if _is_well_conditioned(state, exact):
        return "", ""
    condition = sum_of_sizes(z, exact) if exact else math.inf
    if (z.size - 1) * UNIT_ROUNDOFF * condition >= 1:
        return "", tr("the sum {sum} is rounding error: condition number {condition}").format(
            sum=displayed(total, 1), condition=brief(condition)
        )
    return "", ""


def _is_well_conditioned(state: State, total: float) -> bool:
    """Tell whether even N times the largest |z|, in place of their sum, makes a sum of digits."""
    largest = max(map(abs, state.extent))
    return total != 0 and state.count**2 * UNIT_ROUNDOFF * (largest / abs(total)) < 1


def slope(state: State, values: Vector, ranking: Ranking) -> Slope:
    """Return the largest |δ_ij·S − z_i| / S², with S the sum of the logits."""
    z = state.logits
    total = _total(z)
    ends = np.array(state.extent)
    if math.isinf(total) and np.isfinite(ends).all():
        return Slope(math.nan, tr("Where the sum overflows no slope can be computed."))
    if total == 0 or not math.isfinite(total):
        return Slope(math.nan, tr("Where the output is undefined there is no slope."))
    if z.size == 1:
        return Slope(0.0, tr("A single class always gets 1, whatever its logit."))
    with np.errstate(over="ignore"):
        # Both are largest at an end.
        largest = float(np.max(np.maximum(np.abs(1 - ends / total), np.abs(ends / total))))
        return Slope(largest / abs(total))


def _total(z: Vector) -> float:
    """Return the sum that the function divides by."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.sum(z))


def temperature(state: State) -> Verdict:
    """Note that T cancels."""
    return moved_by_temperature(
        False, tr("(z/T) / Σ(z/T) = z / Σz: T cancels, so it changes nothing.")
    )


KIND = OutputKind(
    "sum_normalized", tr_noop("Divide by the sum"),
    tr_noop("Makes the numbers sum to 1, but keeps negative ones negative, and breaks where the "
            "logits sum to zero."),
    evaluate, trouble, slope, temperature, uses_temperature=False,
)  # fmt: skip
