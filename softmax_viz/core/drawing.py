"""A digit drawn by hand, as a network of digits sees it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIDE = 32
DIGITS = tuple(str(digit) for digit in range(10))


@dataclass(frozen=True, eq=False, slots=True)
class Drawing:
    """Hold ink on paper: read-only bool, shape (32, 32), rows from the top."""

    ink: NDArray[np.bool_]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Drawing):
            return NotImplemented
        return bool(np.array_equal(self.ink, other.ink))

    def __hash__(self) -> int:
        return hash(self.ink.tobytes())
