"""Logits of many examples, as a file holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmax_viz.text import tr

UNKNOWN = -1

Real = NDArray[Any]


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class LogitsTable:
    """Hold a matrix of logits, rows examples and columns classes, with what is known of them.

    values: shape (R, N), R >= 1, N >= 1, of any real type and byte order, read-only; it may be
        mapped from a file larger than memory, so read it by `row` and `blocks`.
    labels: N names of classes.
    targets: for each row the index of its true class, -1 where it is unknown; or None.
    pictures: for each row a grey picture, shape (R, h, w); or None.
    bfloat16: whether `values` are the uint16 bits of bfloat16, a type that NumPy does not have.
    Raises ValueError where these do not hold.
    """

    values: Real
    labels: tuple[str, ...]
    targets: NDArray[np.int64] | None = None
    pictures: Real | None = None
    name: str = ""
    bfloat16: bool = False

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.size == 0:
            raise ValueError(
                tr(
                    "Logits are a matrix of one row and one column or more, not of shape {shape}."
                ).format(shape=self.values.shape)
            )
        if self.values.dtype.kind not in "fiu":
            raise ValueError(
                tr("Logits are real numbers, not {type}.").format(type=self.values.dtype)
            )
        if self.bfloat16 and self.values.dtype != np.uint16:
            raise ValueError(
                tr("The bits of bfloat16 are uint16, not {type}.").format(type=self.values.dtype)
            )
        if len(self.labels) != self.count:
            raise ValueError(
                tr("There are {labels} names for {count} classes: each needs one.").format(
                    labels=len(self.labels), count=self.count
                )
            )
        object.__setattr__(self, "values", _frozen(self.values))
        if self.targets is not None:
            object.__setattr__(self, "targets", self._checked(self.targets))
        if self.pictures is not None:
            self._check_pictures(self.pictures)
            object.__setattr__(self, "pictures", _frozen(self.pictures))

    @property
    def rows(self) -> int:
        """Return R, the number of examples."""
        return int(self.values.shape[0])

    @property
    def count(self) -> int:
        """Return N, the number of classes."""
        return int(self.values.shape[1])

    def row(self, index: int) -> NDArray[np.float64]:
        """Return the logits of one example as a state wants them: float64, every NaN the same.

        Raises IndexError with a sentence for a row that is not there; rows count from 0.
        """
        if not 0 <= index < self.rows:
            raise IndexError(
                tr("There is no row {index}: the rows are 0 to {last}.").format(
                    index=index, last=self.rows - 1
                )
            )
        # A signalling NaN, or a long double beyond float64, is no reason to warn.
        with np.errstate(all="ignore"):
            vector = self._decoded(self.values[index]).astype(np.float64)
        vector[np.isnan(vector)] = np.nan
        vector.flags.writeable = False
        return vector

    def blocks(self, rows: int) -> Iterator[tuple[slice, Real]]:
        """Yield the matrix in order, at most `rows` rows at a time, each with where it stands.

        A block has the stored type, bfloat16 as float32. Raises ValueError for less than a row.
        """
        if rows < 1:
            raise ValueError(tr("A block has one row or more, not {rows}.").format(rows=rows))
        for start in range(0, self.rows, rows):
            where = slice(start, min(start + rows, self.rows))
            yield where, self.block(where)

    def block(self, rows: slice) -> Real:
        """Return some rows of the matrix as `blocks` yields them."""
        return self._decoded(self.values[rows])

    def _decoded(self, values: Real) -> Real:
        # No memmap: what NumPy makes of one takes longer.
        return from_bfloat16(values) if self.bfloat16 else np.asarray(values)

    def _checked(self, targets: NDArray[Any]) -> NDArray[np.int64]:
        if targets.shape != (self.rows,):
            raise ValueError(
                tr("True classes of shape {shape} do not fit {rows} rows: each needs one.").format(
                    shape=targets.shape, rows=self.rows
                )
            )
        if targets.dtype.kind not in "iu":
            raise ValueError(
                tr("True classes are whole numbers, not {type}.").format(type=targets.dtype)
            )
        wrong = np.flatnonzero((targets < UNKNOWN) | (targets >= self.count))
        if wrong.size:
            raise ValueError(
                tr(
                    "Row {row} has the true class {target}: "
                    "classes count from 0 to {last}, and −1 is unknown."
                ).format(row=wrong[0], target=targets[wrong[0]], last=self.count - 1)
            )
        return _frozen(targets.astype(np.int64))

    def _check_pictures(self, pictures: Real) -> None:
        if pictures.ndim != 3 or len(pictures) != self.rows or pictures.size == 0:
            raise ValueError(
                tr(
                    "Pictures of shape {shape} do not fit {rows} rows: "
                    "each needs one, of a height and a width."
                ).format(shape=pictures.shape, rows=self.rows)
            )
        if pictures.dtype.kind not in "fiu":
            raise ValueError(
                tr("Pictures are real numbers, not {type}.").format(type=pictures.dtype)
            )


def from_bfloat16(bits: Real) -> NDArray[np.float32]:
    """Return the numbers whose bfloat16 bits are given as uint16."""
    return (bits.astype(np.uint32) << 16).view(np.float32)


def _frozen(values: Real) -> Real:
    if values.flags.writeable:
        values = values.view()
        values.flags.writeable = False
    return values
