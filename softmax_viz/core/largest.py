"""Which classes to show where there is no room for all."""

from __future__ import annotations

import numpy as np

from softmax_viz.core.state import Vector


def largest(logits: Vector, count: int) -> tuple[int, ...]:
    """Return the indices of so many largest logits, from the largest on; NaN comes last.

    Where all have room, they stay in their own order. Of a tie at the end, any.
    """
    if logits.size <= count:
        return tuple(range(logits.size))
    keys = np.where(np.isnan(logits), np.inf, -logits)
    found = np.sort(np.argpartition(keys, count)[:count])
    return tuple(found[np.argsort(keys[found], kind="stable")].tolist())
