"""Memory for large results, taken over from an earlier one that nothing refers to any more.

The first touch of fresh memory takes about as long as the exponentials that are to fill it.
"""

from __future__ import annotations

import weakref

import numpy as np

from softmax_viz.core.errorfree import Array

_MOST_KEPT = 2**24  # entries, 128 MiB

_spare: list[Array] = []


def uninitialised(size: int) -> Array:
    """Return a vector of any content; its memory is kept once it and all its views are gone."""
    try:
        memory = _spare.pop()
    except IndexError:
        memory = np.empty(0)
    if memory.size != size:
        memory = np.empty(size)
    # views of views refer to the first array whose memory is no array's: this one
    vector = np.frombuffer(memory.data, dtype=np.float64)
    weakref.finalize(vector, _keep, memory).atexit = False
    return vector


def _keep(memory: Array) -> None:
    if memory.size <= _MOST_KEPT:
        _spare[:] = [memory]
