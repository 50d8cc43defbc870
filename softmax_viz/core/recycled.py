"""Memory for large results, taken over from earlier ones that nothing refers to any more.

The first touch of fresh memory takes about as long as the exponentials that are to fill it.
"""

from __future__ import annotations

import threading
import weakref
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.errorfree import Array

Entry = TypeVar("Entry", bound=np.generic)

_MOST_KEPT = 2**24  # entries, 128 MiB
_SMALL = 4096  # the allocator has such vectors at hand

_spare: list[Array] = []
_frozen: set[int] = set()
_own = threading.local()
_lock = threading.RLock()  # a finalizer may run within


def uninitialised(size: int) -> Array:
    """Return a vector of any content; its memory is kept once it and all its views are gone."""
    if size <= _SMALL:
        return np.empty(size)
    # Rounded up, so that a vector of one class more or less takes it over, too.
    memory = _taken_over(-(-size // _SMALL) * _SMALL)
    # views of views refer to the first array whose memory is no array's: this one
    vector = np.frombuffer(memory.data, dtype=np.float64, count=size)
    weakref.finalize(vector, _keep, memory).atexit = False
    return vector


def uninitialised_of(dtype: np.dtype[Entry], size: int) -> NDArray[Entry]:
    """Return a vector of any type and content, as `uninitialised` does."""
    in_numbers = -(-size * dtype.itemsize // np.dtype(np.float64).itemsize)
    return uninitialised(in_numbers).view(dtype)[:size]


def scratch(size: int) -> Array:
    """Return a vector of any content, which is the same memory whenever this thread asks for one.

    For what is used up before anything else is called that may ask for it, too.
    """
    memory: Array | None = getattr(_own, "scratch", None)
    if memory is None or memory.size < size:
        memory = _own.scratch = np.empty(size)
    return memory[:size]


def freeze(vector: NDArray[Entry]) -> None:
    """Make a vector read-only for good; no view of it may be about that can be written to."""
    vector.flags.writeable = False
    owner = _owner(vector)
    if owner is not None:
        _frozen.add(owner)


def is_frozen(vector: NDArray[Entry]) -> bool:
    """Tell whether nothing can write to a vector any more, though its memory is not its own."""
    return _owner(vector) in _frozen


def _owner(vector: NDArray[Entry]) -> int | None:
    """Return the id of the memory that a vector was lent, None where it was not."""
    base = vector.base
    while isinstance(base, np.ndarray):
        base = base.base
    return id(base.obj) if isinstance(base, memoryview) else None


def copy(vector: NDArray[Entry]) -> NDArray[Entry]:
    """Return a copy of a vector."""
    if vector.size <= _SMALL:
        return vector.copy()
    result = uninitialised_of(vector.dtype, vector.size)
    result[...] = vector
    return result


def like(z: Array) -> Array:
    """Return an array of the same shape and any content."""
    return uninitialised(z.size).reshape(z.shape)


def _taken_over(size: int) -> Array:
    with _lock:
        # The newest is the likeliest to be in the cache still.
        for place in reversed(range(len(_spare))):
            if _spare[place].size == size:
                return _spare.pop(place)
    return np.empty(size)


def _keep(memory: Array) -> None:
    _frozen.discard(id(memory))
    with _lock:
        _spare.append(memory)
        while sum(spare.size for spare in _spare) > _MOST_KEPT:
            del _spare[0]
