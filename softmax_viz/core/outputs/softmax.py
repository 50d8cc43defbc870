"""Softmax: positive, summing to 1, in the order of the logits, and differentiable."""

from __future__ import annotations

import math

import numpy as np

from softmax_viz.core.functions import softmax
from softmax_viz.core.outputs.kind import OutputKind
from softmax_viz.core.ranking import Ranking
from softmax_viz.core.reductions import blocks
from softmax_viz.core.state import State, Vector
from softmax_viz.core.verdicts import Slope, Verdict, moved_by_temperature, undefined_logits
from softmax_viz.text import tr, tr_noop


def evaluate(state: State) -> Vector:
    """Return the softmax of z/T."""
    return softmax(state.logits, state.temperature)


def trouble(state: State, values: Vector) -> tuple[str, str]:
    """Name the logits for which even the stable form is NaN."""
    return undefined_logits(state), ""


def slope(state: State, values: Vector, ranking: Ranking) -> Slope:
    """Return p_i·(1 − p_i)/T of the winner, with 1 − p_i taken as the sum of the other entries."""
    t = state.temperature
    if undefined_logits(state):
        return Slope(math.nan, tr("Where the output is undefined there is no slope."))
    if state.count == 1:
        return Slope(0.0, tr("A single class always gets 1, whatever its logit."))
    if t == 0:
        tied = np.flatnonzero(values)
        if tied.size > 1:
            return Slope(math.nan, tr("At T = 0 a tie for the top is a jump, as in argmax."))
        return Slope(0.0, tr("At T = 0 softmax is argmax: flat, away from a tie."))
    if math.isinf(t):
        return Slope(0.0, tr("At T = ∞ every finite logit counts as 0: nudging one does nothing."))
    winner = int(ranking.largest[0])
    others = np.sum(values[:winner]) + np.sum(values[winner + 1 :])
    with np.errstate(over="ignore", under="ignore"):
        largest = float(values[winner] * others / t)
    return Slope(largest, tr("The winner leads by so much that its slope is rounded to 0."))


def temperature(state: State) -> Verdict:
    """Note that T sharpens or flattens."""
    if undefined_logits(state):
        return moved_by_temperature(False, tr("The output is undefined at every T."))
    low, high = state.extent
    if low == -math.inf:
        parts = (state.logits[part] for part in blocks(state.count))
        low = min(float(np.where(z == low, math.inf, z).min()) for z in parts)
    moved = low != high
    detail = (
        tr("A smaller T sharpens it towards argmax, a larger T flattens it towards uniform.")
        if moved
        else tr("Without two finite logits that differ there is nothing for T to sharpen.")
    )
    return moved_by_temperature(moved, detail)


KIND = OutputKind(
    "softmax", tr_noop("Softmax"),
    tr_noop("Takes the exponent of each logit and divides by the sum of the exponents: positive, "
            "summing to 1, in the order of the logits."),
    evaluate, trouble, slope, temperature, uses_temperature=True,
)  # fmt: skip
