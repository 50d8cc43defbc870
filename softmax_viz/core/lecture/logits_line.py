"""The logits in one line: z = [ −0.25, 1, −0.75 ]   Σ z = 0."""

from __future__ import annotations

import numpy as np

from softmax_viz.core.numbers import entered
from softmax_viz.core.state import State
from softmax_viz.text import named

MOST_CLASSES = 8
NO_COLOR = -1

Piece = tuple[str, int]


def logits_line(state: State, names: bool = False) -> tuple[Piece, ...]:
    """Return the logits and their sum as texts, each with an index into the palette, or -1.

    names: whether each number follows the name of its class. Nothing for more than 8 classes.
    The sum is the one that division by the sum divides by.
    """
    if state.count > MOST_CLASSES:
        return ()
    pieces: list[Piece] = [("z = [ ", NO_COLOR)]
    for index, z in enumerate(state.logits):
        if index:
            pieces.append((", ", NO_COLOR))
        if names:
            pieces.append((f"{named(state.labels[index])} ", NO_COLOR))
        pieces.append((entered(float(z), state.decimals), state.colors[index]))
    with np.errstate(over="ignore", invalid="ignore"):
        total = float(np.sum(state.logits))
    pieces.append((f" ]   Σ z = {entered(total, state.decimals)}", NO_COLOR))
    return tuple(pieces)
