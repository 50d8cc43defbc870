"""The sigmoid of each logit worked out."""

from __future__ import annotations

import numpy as np

from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.steps.columns import (
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
)
from softmax_viz.core.verdicts import NDIndex, sum_of
from softmax_viz.text import tr


def sigmoid(snapshot: Snapshot, form: Form, classes: NDIndex) -> Worked:
    """Work the sigmoid of each z/T out."""
    state = snapshot.state
    stable = form is Form.STABLE
    scaled = snapshot.scaled_logits
    exponents = -np.abs(scaled) if stable else scaled
    powers = np.exp(exponents)
    below = 1.0 + powers
    above = np.where(scaled >= 0, 1.0, powers) if stable else powers
    shares = above / below
    exponent = tr("−|z|/T") if stable else tr("z/T")
    shown, divisors = powers[classes], below[classes]
    columns = (
        logit_column(snapshot, classes, False),
        scaled_column(snapshot, classes, False),
        Column(
            power(exponent),
            tr("Raise e to minus its size, which cannot overflow.")
            if stable else tr("Raise e to it: nothing is negative any more, order is kept."),
            shown, state.decimals, ~np.isfinite(shown),
        ),
        Column(
            (("1 + e", False), (exponent, True)), tr("Add 1, on its own for each class."),
            divisors, state.decimals, ~np.isfinite(divisors),
        ),
        ratio_column(
            above[classes], divisors, as_run(tr("quotient")),
            tr("Divide: 1 from 0 up and the power below 0, by 1 plus the power.")
            if stable else tr("Divide the power by 1 plus the power."),
            state,
        ),
        result_column(tr("sigmoid"), shares[classes], sum_of(shares), state),
    )  # fmt: skip
    trouble = undefined(snapshot, "sigmoid")
    if not trouble and np.isposinf(powers).any():
        trouble = tr("{overflow}; ∞ / (1 + ∞) is NaN. Stable takes e^(−|z|/T).").format(
            overflow=overflow(exponents, state)
        )
    return Worked("sigmoid", form, classes, columns, exponents, trouble)
