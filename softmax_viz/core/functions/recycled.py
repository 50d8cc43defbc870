"""Memory for large results, taken over from an earlier one that nothing refers to any more.

The first touch of fresh memory costs about as much as the exponentials that are to fill it.
"""

from __future__ import annotations

import weakref

import numpy as np

from softmax_viz.core.errorfree import Array

_MOST_KEPT = 2**24  # entries, 128 MiB

_spare: list[Array] = []


def uninitialised(size: int) -> Array:
    """Return a vector of any content; its memory is kept once it and all its views are gone."""
    memory = _spare.pop() if _spare else np.empty(0)
    if memory.size != size:
        memory = np.empty(size)
    # a view of an array refers to its base, but views of a buffer's array refer to that array
    vector = np.frombuffer(memory.data, dtype=np.float64)
    weakref.finalize(vector, _keep, memory).atexit = False
    return vector


def _keep(memory: Array) -> None:
    if memory.size <= _MOST_KEPT:
        _spare[:] = [memory]
