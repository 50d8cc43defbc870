"""The functions that the app shows, accurate to a few units in the last place.

For vectors of up to 4,096 classes each result is within 4 units in the last place of the exact
one, for every finite float64 input; tests/core/test_accuracy.py holds them to it.
"""

from __future__ import annotations

from softmax_viz.core.functions.argmax import argmax
from softmax_viz.core.functions.cross_entropy import cross_entropy
from softmax_viz.core.functions.entropy import entropy
from softmax_viz.core.functions.jacobian import softmax_jacobian
from softmax_viz.core.functions.sigmoid import log_sigmoid, sigmoid
from softmax_viz.core.functions.softmax import (
    log_softmax,
    logsumexp,
    softmax,
    softmax_and_entropy,
)
from softmax_viz.core.functions.sum_normalize import sum_normalize

__all__ = [
    "argmax",
    "cross_entropy",
    "entropy",
    "log_sigmoid",
    "log_softmax",
    "logsumexp",
    "sigmoid",
    "softmax",
    "softmax_and_entropy",
    "softmax_jacobian",
    "sum_normalize",
]
