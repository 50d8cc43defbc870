"""Argmax worked out: a comparison with the largest."""

from __future__ import annotations

import math

import numpy as np

from softmax_viz.core.numbers import entered
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.steps.columns import (
    logit_column,
    result_column,
    undefined,
)
from softmax_viz.core.steps.worked import (
    Column,
    Form,
    Worked,
    as_run,
    shared_decimals,
)
from softmax_viz.core.verdicts import NDIndex
from softmax_viz.text import tr


def argmax(snapshot: Snapshot, form: Form, classes: NDIndex) -> Worked:
    """Work argmax out, of which there is one form."""
    state = snapshot.state
    z = state.logits
    peak = float(np.max(z))
    values = z[classes]
    output = snapshot.output("argmax")
    chosen = output.values[classes]
    gaps = np.where(values == peak, 0.0, values - peak)

    def said(value: float, one: float) -> str:
        if math.isnan(value) or math.isnan(peak):
            return tr("unknown")
        if value < peak:
            return tr("no")
        return tr("yes") if one else tr("yes, but not the first")

    words = tuple(map(said, values.tolist(), chosen.tolist()))
    columns = (
        logit_column(snapshot, classes, False),
        Column(
            as_run(tr("z − max")),
            tr("Compare each with the largest, {max}.").format(max=entered(peak, state.decimals)),
            gaps, shared_decimals(gaps, state), np.isnan(gaps),
        ),
        Column(
            as_run(tr("the largest?")),
            tr("Only the largest counts, the first of a tie, however small its lead."),
            gaps, state.decimals, np.isnan(gaps), words=words,
        ),
        result_column(tr("argmax"), chosen, output.total, state),
    )  # fmt: skip
    return Worked("argmax", form, classes, columns, z, undefined(snapshot, "argmax"))
