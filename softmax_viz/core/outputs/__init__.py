"""The outputs that are shown side by side, in the order of the story."""

from __future__ import annotations

from softmax_viz.core.outputs import argmax, sigmoid, softmax, sum_normalized
from softmax_viz.core.outputs.kind import OutputKind

OUTPUTS: tuple[OutputKind, ...] = (sigmoid.KIND, argmax.KIND, sum_normalized.KIND, softmax.KIND)

__all__ = ["OUTPUTS", "OutputKind"]
