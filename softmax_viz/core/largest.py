"""Which classes to show where there is no room for all, and what to say of the others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from softmax_viz.core.numbers import counted, displayed
from softmax_viz.core.state import Vector
from softmax_viz.core.verdicts import sum_of
from softmax_viz.text import tr

_GROUP = 64


def largest(values: Vector, count: int) -> tuple[int, ...]:
    """Return the indices of so many largest values, from the largest on; NaN comes last.

    Where all have room, they stay in their own order. Of a tie, the lower index comes first.
    """
    if values.size <= count:
        return tuple(range(values.size))
    among = np.flatnonzero(values >= _reached_by(values, count))
    found = among[np.argsort(-values[among], kind="stable")[:count]]
    if found.size < count:
        found = np.append(found, np.flatnonzero(np.isnan(values))[: count - found.size])
    return tuple(found.tolist())


def _reached_by(values: Vector, count: int) -> float:
    """Return a number that so many values reach, and not many more; NaN counts as −∞."""
    # The largest of each group do: a group is a column here, so that its maximum is quick.
    group = _GROUP if values.size >= _GROUP * count else 1
    whole = values[: values.size // group * group].reshape(group, -1)
    maxima = np.fmax.reduce(whole, axis=0, initial=-np.inf)
    return float(np.partition(maxima, -count)[-count])


def rest(p: Vector, classes: Sequence[int]) -> float:
    """Return the sum of all entries but those of some classes.

    It is added up from the others themselves: 1 minus the shown ones would lose its digits.
    """
    ends = [-1, *sorted(set(classes)), p.size]
    with np.errstate(invalid="ignore", over="ignore"):
        between = [p[a + 1 : b].sum() for a, b in pairwise(ends)]
    return sum_of(np.array(between))


def shown_of(p: Vector, classes: Sequence[int], decimals: int, largest: bool = True) -> str:
    """Say which of the classes are shown and what the others' p sum to, "" where all are shown.

    largest: those shown are the largest, and not chosen otherwise.
    """
    shown, others = len(classes), p.size - len(classes)
    if not others:
        return ""
    if not largest:
        which = tr("{n} of {count} classes")
    elif shown == 1:
        which = tr("the largest of {count} classes")
    else:
        which = tr("the {n} largest of {count} classes")
    which = which.format(n=counted(shown), count=counted(p.size))
    mass = rest(p, classes)
    if math.isnan(mass):
        return which
    left = tr("the other one has p = {p}") if others == 1 else tr("the other {n} sum to p = {p}")
    return f"{which}; " + left.format(n=counted(others), p=displayed(mass, decimals))
