"""A small network that reads a drawn digit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmax_viz.text import tr

SIDE = 8
BRIGHTEST = 16


def forward(picture: NDArray[Any], weights: Mapping[str, NDArray[Any]]) -> NDArray[np.float64]:
    """Return the ten logits of a picture, shape (8, 8), from 0 (paper) to 16 (ink).

    weights: of every layer "weights0" (inputs, outputs), "biases0" (outputs,), "weights1" …;
    every layer but the last is followed by max(0, x). Raises ValueError for another shape.
    """
    if picture.shape != (SIDE, SIDE):
        raise ValueError(
            tr("A picture of a digit has the shape (8, 8), not {shape}.").format(
                shape=picture.shape
            )
        )
    hidden = picture.astype(np.float64).ravel() / BRIGHTEST
    layers = len(weights) // 2
    for layer in range(layers):
        hidden = hidden @ weights[f"weights{layer}"].astype(np.float64) + weights[f"biases{layer}"]
        if layer < layers - 1:
            hidden = np.maximum(hidden, 0)
    return hidden
