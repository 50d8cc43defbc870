"""The mathematics, importable without Qt: NumPy only."""

from __future__ import annotations

from softmax_viz.core.functions import (
    argmax,
    cross_entropy,
    entropy,
    log_sigmoid,
    log_softmax,
    logsumexp,
    sigmoid,
    softmax,
    softmax_jacobian,
    sum_normalize,
)
from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import State
from softmax_viz.core.truncation import min_p, top_k, top_p

__all__ = [
    "Snapshot",
    "State",
    "argmax",
    "cross_entropy",
    "entropy",
    "evaluate",
    "log_sigmoid",
    "log_softmax",
    "logsumexp",
    "min_p",
    "sigmoid",
    "softmax",
    "softmax_jacobian",
    "sum_normalize",
    "top_k",
    "top_p",
]
