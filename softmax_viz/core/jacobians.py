"""How each output moves with each logit: the Jacobians of the four functions, and a nudge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from softmax_viz.core.errorfree import Array
from softmax_viz.core.functions import argmax, sigmoid, softmax, softmax_jacobian, sum_normalize
from softmax_viz.core.largest import largest, rest
from softmax_viz.core.state import State, Vector
from softmax_viz.core.verdicts import NDIndex

MOST_CLASSES = 24


@dataclass(frozen=True)
class Jacobian:
    """Hold d output_i / d z_j among some classes.

    classes: their indices, upwards, shape (M,); matrix: shape (M, M), NaN where undefined.
    row_sums: shape (M,), over all N columns, those that are not in the matrix included.
    """

    classes: NDIndex
    matrix: Array
    row_sums: Vector

    @property
    def largest(self) -> float:
        """Return the largest finite size of an entry, 0 without one."""
        sizes = np.abs(self.matrix[np.isfinite(self.matrix)])
        return float(sizes.max()) if sizes.size else 0.0


@dataclass(frozen=True)
class Nudge:
    """Hold how the outputs of some classes change when one logit grows by epsilon.

    predicted: the Jacobian's column times epsilon; actual: f(z + epsilon e_j) - f(z).
    """

    predicted: Vector
    actual: Vector


def largest_classes(
    logits: Vector, most: int = MOST_CLASSES, always: Sequence[int] = ()
) -> NDIndex:
    """Return the indices of the largest logits, upwards.

    always: indices that take the place of the least of them.
    """
    chosen = largest(logits, most)
    missing = set(always).difference(chosen)
    others = [index for index in chosen if index not in always]
    kept = others[: len(others) - len(missing)]
    return np.unique([*kept, *always]).astype(np.intp)


@np.errstate(all="ignore")
def jacobian(
    key: str, state: State, classes: NDIndex | None = None, outputs: Vector | None = None
) -> Jacobian:
    """Return the Jacobian of an output by its key, among some classes, or among all.

    outputs: of this state, where they are known already.
    NaN where the output is undefined or jumps: among the classes that tie for the top in argmax,
    and in softmax at T = 0; at the step of the sigmoid at T = 0; everywhere where z sums to 0.
    """
    chosen = np.arange(state.count) if classes is None else classes
    matrix, beyond = _BLOCKS[key](state, chosen, outputs)
    return Jacobian(chosen, matrix, _row_sums(matrix, beyond, state.count))


def nudge(
    key: str,
    state: State,
    change: Jacobian,
    index: int,
    epsilon: float,
    outputs: Vector | None = None,
) -> Nudge:
    """Compare what the Jacobian predicts with what happens when logit `index` grows by epsilon.

    change: the Jacobian at this state, of classes among which is `index`.
    outputs: of this state, where they are known already.
    """
    column = int(np.searchsorted(change.classes, index))
    moved = state.logits.copy()
    with np.errstate(all="ignore"):
        moved[index] += epsilon
        before = _evaluate(key, state.logits, state) if outputs is None else outputs
        after = _evaluate(key, moved, state)
        return Nudge(
            change.matrix[:, column] * epsilon, after[change.classes] - before[change.classes]
        )


def _evaluate(key: str, logits: Vector, state: State) -> Vector:
    if key == "softmax":
        return softmax(logits, state.temperature)
    if key == "sigmoid":
        return sigmoid(logits, state.temperature)
    return argmax(logits) if key == "argmax" else sum_normalize(logits)


def _row_sums(matrix: Array, beyond: Vector, count: int) -> Vector:
    """Add the rows; what is left of entries that cancel on paper is rounding, and is 0."""
    sums = [
        math.fsum([*row, rest]) if math.isfinite(sum(map(abs, row)) + abs(rest)) else math.nan
        for row, rest in zip(matrix.tolist(), beyond.tolist(), strict=True)
    ]
    rounding = np.abs(matrix).sum(axis=1) + np.abs(beyond)
    rounding *= count * float(np.finfo(np.float64).eps)
    return np.where(np.abs(sums) <= rounding, 0.0, sums)


def _softmax_block(state: State, chosen: NDIndex, outputs: Vector | None) -> tuple[Array, Vector]:
    z, t = state.logits, state.temperature
    if t == 0:
        return _flat_but_for_ties(state, chosen)
    if chosen.size == z.size:
        return softmax_jacobian(z, t), np.zeros(z.size)
    p = softmax(z, t) if outputs is None else outputs
    among = p[chosen]
    block = -np.outer(among, among) / t
    np.fill_diagonal(block, [p[i] * _all_but(p, i) / t for i in chosen])
    return block, -among * rest(p, chosen.tolist()) / t


def _all_but(p: Vector, index: int) -> float:
    """Return 1 - p_i, from the other entries where the difference would lose digits."""
    if p[index] < 0.5:
        return 1.0 - float(p[index])
    return float(p[:index].sum() + p[index + 1 :].sum())


def _sigmoid_block(state: State, chosen: NDIndex, outputs: Vector | None) -> tuple[Array, Vector]:
    z, t = state.logits[chosen], state.temperature
    if t == 0:
        slopes = np.where((z == 0) | np.isnan(z), np.nan, 0.0)
    else:
        slopes = sigmoid(z, t) * sigmoid(-z, t) / t
    return np.diag(slopes), np.zeros(chosen.size)


def _argmax_block(state: State, chosen: NDIndex, outputs: Vector | None) -> tuple[Array, Vector]:
    return _flat_but_for_ties(state, chosen)


def _flat_but_for_ties(state: State, chosen: NDIndex) -> tuple[Array, Vector]:
    z = state.logits
    if np.isnan(z).any():
        return np.full((chosen.size, chosen.size), np.nan), np.full(chosen.size, np.nan)
    top = z == z.max()
    block = np.zeros((chosen.size, chosen.size))
    if np.count_nonzero(top) > 1:
        block[np.ix_(top[chosen], top[chosen])] = np.nan
    return block, np.zeros(chosen.size)


def _sum_normalized_block(
    state: State, chosen: NDIndex, outputs: Vector | None
) -> tuple[Array, Vector]:
    """Return (delta_ij S - z_i) / S**2, written so that S**2 cannot overflow."""
    z = state.logits
    total = float(np.sum(z))
    if total == 0 or not math.isfinite(total):
        return np.full((chosen.size, chosen.size), np.nan), np.full(chosen.size, np.nan)
    shares = z[chosen] / total
    block = (np.eye(chosen.size) - shares[:, np.newaxis]) / total
    return block, -shares * (z.size - chosen.size) / total


_BLOCKS = {
    "softmax": _softmax_block,
    "sigmoid": _sigmoid_block,
    "argmax": _argmax_block,
    "sum_normalized": _sum_normalized_block,
}
