"""Softmax worked out, as it is defined or with the largest logit subtracted first."""

from __future__ import annotations

import math

import numpy as np

from softmax_viz.core.numbers import MINUS, displayed, entered
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import Vector
from softmax_viz.core.steps.columns import (
    division_note,
    logit_column,
    overflow,
    ratio_column,
    result_column,
    scaled_column,
    undefined,
)
from softmax_viz.core.steps.worked import (
    Column,
    Form,
    Worked,
    as_run,
    power,
    shared_decimals,
)
from softmax_viz.core.verdicts import NDIndex, sum_of
from softmax_viz.text import named, tr

SAME = 1e-9
TINY = 1e-300


def softmax(snapshot: Snapshot, form: Form, classes: NDIndex) -> Worked:
    """Work the softmax of z/T out."""
    state = snapshot.state
    z, stable = state.logits, form is Form.STABLE
    columns = [logit_column(snapshot, classes, True)]
    if stable:
        peak = float(np.max(z))
        gaps = z - peak
        exponents = _divided(gaps, state.temperature)
        shown, below = gaps[classes], exponents[classes]
        columns += [
            Column(
                as_run(tr("z − max")),
                tr("Subtract the largest logit, {max}: now none is above 0.").format(
                    max=entered(peak, state.decimals)
                ),
                shown, shared_decimals(shown, state),
                np.isnan(shown) | (np.isinf(shown) & np.isfinite(z[classes])),
            ),
            Column(
                as_run(tr("(z − max) / T")), division_note(state), below,
                shared_decimals(below, state), np.isnan(below),
            ),
        ]  # fmt: skip
        exponent = tr("(z − max)/T")
    else:
        exponents = snapshot.scaled_logits
        columns.append(scaled_column(snapshot, classes, True))
        exponent = tr("z/T")
    powers = np.exp(exponents)
    total = float(np.sum(powers))
    shares = powers / total
    shown = powers[classes]
    broken = not math.isfinite(total) or total == 0
    sum_text = displayed(total, state.decimals)
    columns += [
        Column(
            power(exponent), tr("Raise e to it: nothing is negative any more, order is kept."),
            shown, state.decimals, ~np.isfinite(shown), total, broken,
        ),
        ratio_column(
            shown, np.full(shown.shape, total), as_run(tr("÷ Σ")),
            tr("Divide each by their sum, {sum}.").format(sum=sum_text), state,
        ),
        result_column(tr("softmax"), shares[classes], sum_of(shares), state),
    ]  # fmt: skip
    trouble = undefined(snapshot, "softmax") or _softmax_trouble(
        snapshot, exponents, powers, total, shares, stable, classes
    )
    return Worked("softmax", form, classes, tuple(columns), exponents, trouble)


def _divided(gaps: Vector, temperature: float) -> Vector:
    if temperature == 0:
        return np.where(gaps < 0, -np.inf, gaps)
    if math.isinf(temperature):
        return np.where(np.isfinite(gaps), 0.0, gaps)
    return gaps / temperature


def _softmax_trouble(
    snapshot: Snapshot,
    exponents: Vector,
    powers: Vector,
    total: float,
    shares: Vector,
    stable: bool,
    classes: NDIndex,
) -> str:
    state = snapshot.state
    if np.isposinf(powers).any():
        return tr("{overflow}; ∞ / ∞ is NaN. {remedy}").format(
            overflow=overflow(exponents, state), remedy=_subtract_first()
        )
    if math.isinf(total):
        return tr(
            "Each power fits, but their sum is over 1.8e308, so ∞: every share is 0. {remedy}"
        ).format(remedy=_subtract_first())
    if total == 0:
        return tr("Every power is under 4.9e{minus}324, so 0; 0 / 0 is NaN. {remedy}").format(
            minus=MINUS, remedy=_subtract_first()
        )
    right = snapshot.output("softmax").values
    off = classes[np.abs(shares[classes] - right[classes]) > SAME * right[classes] + TINY]
    if not off.size:
        return ""
    first = int(off[0])
    values = {
        "label": named(state.labels[first]),
        "value": displayed(float(shares[first]), state.decimals),
        "right": displayed(float(right[first]), state.decimals),
    }
    if stable:
        return tr(
            "z − max is beyond the range of float64, so {label} gets {value}; {right} is right."
        ).format(**values)
    return tr(
        "So small powers keep few of their digits: {label} gets {value}; {right} is right."
    ).format(**values)


def _subtract_first() -> str:
    return tr("Stable subtracts the largest logit first.")
