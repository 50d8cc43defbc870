"""Division by the sum worked out."""

from __future__ import annotations

import numpy as np

from softmax_viz.core.numbers import displayed
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.steps.columns import (
    logit_column,
    ratio_column,
    result_column,
    undefined,
)
from softmax_viz.core.steps.worked import (
    Form,
    Worked,
    as_run,
)
from softmax_viz.core.verdicts import NDIndex
from softmax_viz.text import tr


def sum_normalized(snapshot: Snapshot, form: Form, classes: NDIndex) -> Worked:
    """Work z / Σz out, of which there is one form."""
    state = snapshot.state
    output = snapshot.output("sum_normalized")
    values = state.logits[classes]
    total = float(np.sum(state.logits))
    columns = (
        logit_column(snapshot, classes, True),
        ratio_column(
            values, np.full(values.shape, total), as_run(tr("÷ Σ")),
            tr("Divide each by their sum, {sum}. T would cancel.").format(
                sum=displayed(total, state.decimals)
            ), state,
        ),
        result_column(tr("z / Σ"), output.values[classes], output.total, state),
    )  # fmt: skip
    trouble = undefined(snapshot, "sum_normalized")
    return Worked("sum_normalized", form, classes, columns, state.logits, trouble)
