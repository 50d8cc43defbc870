"""The argmax as a vector: 1 at the largest logit, 0 elsewhere."""

from __future__ import annotations

import math

import numpy as np

from softmax_viz.core.functions import argmax
from softmax_viz.core.outputs.kind import OutputKind
from softmax_viz.core.ranking import Ranking
from softmax_viz.core.reductions import first_equal
from softmax_viz.core.state import State, Vector
from softmax_viz.core.verdicts import Slope, Verdict, moved_by_temperature
from softmax_viz.text import named, tr, tr_noop


def evaluate(state: State) -> Vector:
    """Return the one-hot vector of the largest logit, the first of a tie."""
    return argmax(state.logits)


def update(state: State, values: Vector, index: int) -> Vector | None:
    """Return the same values while the winner stays."""
    winner = first_equal(state.logits, state.extent[1])
    return values if winner < values.size and values[winner] == 1 else None


def trouble(state: State, values: Vector) -> tuple[str, str]:
    """Say that with NaN there is no largest logit, whatever NumPy's argmax returns."""
    if math.isnan(state.extent[1]):
        label = named(state.labels[int(np.argmax(state.logits))])
        return "", tr("{label} is NaN, so no logit is the largest").format(label=label)
    return "", ""


def slope(state: State, values: Vector, ranking: Ranking) -> Slope:
    """Return 0, or NaN at a tie for the top, where argmax jumps."""
    if math.isnan(state.extent[1]):
        return Slope(math.nan, tr("Without a largest logit there is no slope."))
    top = ranking.largest
    if top.size > 1:
        first, second = (named(state.labels[i]) for i in top[:2].tolist())
        return Slope(
            math.nan,
            tr("{first} and {second} tie for the top: the least nudge makes argmax jump.").format(
                first=first, second=second
            ),
        )
    return Slope(0.0, tr("A small nudge of any logit leaves the winner in place: no slope."))


def temperature(state: State) -> Verdict:
    """Note that T never changes the winner."""
    return moved_by_temperature(
        False, tr("Dividing every logit by the same T never changes which one is the largest.")
    )


KIND = OutputKind(
    "argmax", tr_noop("Argmax"),
    tr_noop("Gives everything to the largest logit: a clear winner, no idea how likely the others "
            "are, and no gradient to learn from."),
    evaluate, trouble, slope, temperature, uses_temperature=False, update=update,
)  # fmt: skip
