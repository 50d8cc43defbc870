"""Probabilities in the place of logits: to be told of, and to be made logits."""

from __future__ import annotations

import numpy as np

from softmax_viz.core.data.logits_table import LogitsTable, Real
from softmax_viz.text import tr

# So many numbers of the first rows are looked at.
_LOOKED_AT = 2**16
# What is left of a sum of 1 by float16, or by two decimals.
_ROUNDING = 0.0101


def are_probabilities(table: LogitsTable) -> bool:
    """Tell whether rows look like probabilities: from 0 to 1, not all whole, with a sum of 1."""
    if table.count < 2:
        return False
    first = table.block(slice(0, max(1, _LOOKED_AT // table.count)))
    if first.dtype.kind != "f":
        return False
    with np.errstate(all="ignore"):
        values = first.astype(np.float64)
        within = bool(((values >= 0) & (values <= 1)).all())
        sums = values.sum(axis=1)
    return within and bool((np.abs(sums - 1) <= _ROUNDING).all()) and bool((values % 1 > 0).any())


def logarithms(probabilities: Real) -> Real:
    """Return log p: logits with these softmax values, float32 where the numbers have no more.

    Raises ValueError with a sentence for a negative number, which has no logarithm.
    """
    narrow = probabilities.dtype.kind == "f" and probabilities.dtype.itemsize <= 4
    values: Real = probabilities.astype(np.float32 if narrow else np.float64)
    negative = np.argwhere(np.less(values, 0))
    if negative.size:
        row, column = negative[0]
        raise ValueError(
            tr("Row {row} has {value}: only what is not negative has a logarithm.").format(
                row=row, value=values[row, column]
            )
        )
    with np.errstate(all="ignore"):
        np.log(values, out=values)
    return values
