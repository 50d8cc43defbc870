"""A matrix that is mapped from a file: where it stands there, and giving its memory back."""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.array_utils import byte_bounds

from softmax_viz.core.data.logits_table import Real
from softmax_viz.text import tr


@dataclass(frozen=True, slots=True)
class Mapped:
    """Say where in a file a matrix stands, so that another process can map rows of it.

    path: absolute; size: of the file in bytes; offset: the byte where the matrix begins.
    """

    path: str
    size: int
    offset: int
    dtype: str
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    @classmethod
    def of(cls, values: Real) -> Mapped | None:
        """Return where a matrix stands, or None for one in memory, or in a file that is gone."""
        found = _mapping(values)
        if found is None or min(values.strides) < 0:
            return None
        path = Path(found.filename).absolute()
        try:
            size = path.stat().st_size
        except OSError:
            return None
        start = found.offset - found.offset % mmap.ALLOCATIONGRANULARITY
        offset = start + byte_bounds(values)[0] - _address(found)
        return cls(str(path), size, offset, values.dtype.str, values.shape, values.strides)

    def rows(self, rows: slice) -> Real:
        """Map some rows from the file, and little else of it.

        Raises OSError where the file cannot be read, ValueError where it is another one.
        """
        with Path(self.path).open("rb") as file:
            if file.seek(0, 2) != self.size:
                raise ValueError(tr("{file} is another file there.").format(file=self.path))
            shape = (rows.stop - rows.start, *self.shape[1:])
            start = self.offset + rows.start * self.strides[0]
            end = start + np.dtype(self.dtype).itemsize
            end += sum((n - 1) * stride for n, stride in zip(shape, self.strides, strict=True))
            page = start - start % mmap.ALLOCATIONGRANULARITY
            room = mmap.mmap(file.fileno(), end - page, access=mmap.ACCESS_READ, offset=page)
        return np.ndarray(shape, self.dtype, room, start - page, self.strides)


def forget(values: Real) -> None:
    """Give back the memory that a mapped matrix took as it was read: the file still has it."""
    found = _mapping(values)
    # Windows does so by itself.
    if found is None or not hasattr(mmap, "MADV_DONTNEED"):
        return
    start, end = (bound - _address(found) for bound in byte_bounds(values))
    page = start - start % mmap.PAGESIZE
    found._mmap.madvise(mmap.MADV_DONTNEED, page, end - page)


def is_mapped(values: Real) -> bool:
    """Tell whether a matrix is mapped from a file, so that its memory can be had back."""
    return _mapping(values) is not None


def _mapping(values: Real) -> Any:
    """Return the array of the whole mapping that a matrix is a view of."""
    owner: Any = values
    while isinstance(owner, np.ndarray):
        if getattr(owner, "_mmap", None) is not None:
            return owner
        owner = owner.base
    return None


def _address(mapping: Any) -> int:
    return int(np.frombuffer(mapping._mmap, np.uint8, 1).ctypes.data)
