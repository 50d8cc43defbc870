"""Which classes are listed, and how each function is worked out."""

from __future__ import annotations

import numpy as np

from softmax_viz.core.largest import largest
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State
from softmax_viz.core.steps import argmax, sigmoid, softmax, sum_normalized
from softmax_viz.core.steps.worked import Form, Worked
from softmax_viz.core.verdicts import NDIndex

MOST_LISTED = 200

_WORKERS = {
    "softmax": softmax.softmax,
    "sigmoid": sigmoid.sigmoid,
    "argmax": argmax.argmax,
    "sum_normalized": sum_normalized.sum_normalized,
}


def listed(state: State) -> NDIndex:
    """Return the classes that are listed: all, or the largest first where there are too many."""
    if state.count <= MOST_LISTED:
        return np.arange(state.count)
    # What is not a number breaks all the others, and so it comes first.
    weight = np.where(np.isnan(state.logits), np.inf, state.logits)
    return np.array(largest(weight, MOST_LISTED))


@np.errstate(all="ignore")
def work_out(snapshot: Snapshot, key: str, form: Form, classes: NDIndex | None = None) -> Worked:
    """Work a function out, by its key; raises KeyError for one that does not exist."""
    chosen = listed(snapshot.state) if classes is None else classes
    return _WORKERS[key](snapshot, form, chosen)
