"""The triangle of all distributions over three classes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from softmax_viz.core.errorfree import Array
from softmax_viz.core.functions import argmax, log_sigmoid, softmax, sum_normalize
from softmax_viz.core.largest import largest
from softmax_viz.core.state import State, Vector

LEAST_SHARE = 1e-6
CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, math.sqrt(3) / 2]])
PATH_POINTS = 161
MOST_TEMPERATURE = 1e300


@dataclass(frozen=True)
class Points:
    """Hold what four functions make of three logits, each shape (3,); NaN where undefined."""

    softmax: Vector
    argmax: Vector
    sum_normalized: Vector
    sigmoid: Vector


def points(z: Vector, temperature: float) -> Points:
    """Return the four points of three logits: conditional on these classes, all sum to 1.

    The sigmoid is divided by its sum, as the softmax of its logarithm, which does not underflow.
    """
    undefined = bool(np.isnan(z).any())
    return Points(
        softmax(z, temperature),
        np.full(3, np.nan) if undefined else argmax(z),
        sum_normalize(z),
        softmax(log_sigmoid(z, temperature)),
    )


def to_plane(p: ArrayLike) -> Array:
    """Return where barycentric coordinates, shape (..., 3), lie in the plane, shape (..., 2).

    The corners are (0, 0), (1, 0) and (1/2, √3/2).
    """
    with np.errstate(invalid="ignore", over="ignore"):
        return np.asarray(np.asarray(p, dtype=np.float64) @ CORNERS)


def from_plane(xy: ArrayLike) -> Array:
    """Return the barycentric coordinates, shape (..., 3), of points, shape (..., 2)."""
    at = np.asarray(xy, dtype=np.float64)
    third = at[..., 1] / CORNERS[2, 1]
    second = at[..., 0] - third / 2
    return np.stack([1 - second - third, second, third], axis=-1)


def nearest_inside(p: ArrayLike, least: float = LEAST_SHARE) -> Array:
    """Return the nearest distribution, shape (3,), whose shares are all `least` or more.

    Source: the Euclidean projection of Duchi et al. 2008.
    """
    room = 1 - 3 * least
    shares = np.asarray(p, dtype=np.float64) - least
    falling = np.sort(shares)[::-1]
    excess = (np.cumsum(falling) - room) / np.arange(1, 4)
    over = float(excess[np.flatnonzero(falling > excess)[-1]])
    return np.maximum(shares - over, 0.0) + least


def draggable(z: Vector, temperature: float) -> bool:
    """Tell whether logits can be found for any point: they are finite, and 0 < T < ∞."""
    return bool(np.isfinite(z).all()) and 0 < temperature <= MOST_TEMPERATURE


def logits_from(p: ArrayLike, mean: float, temperature: float) -> Array:
    """Return the logits T·log p, shape (N,), moved by a constant to a mean; p > 0, 0 < T < ∞."""
    logits = temperature * np.log(np.asarray(p, dtype=np.float64))
    return np.asarray(logits + (mean - logits.mean()))


def path(z: Vector) -> Array:
    """Return softmax as T goes from 0 to ∞, shape (points, 3), both ends exact.

    The temperatures lie evenly in their logarithm, from below the least gap to above the largest.
    """
    ends = softmax(z, 0.0)[None], softmax(z, np.inf)[None]
    finite = z[np.isfinite(z)]
    with np.errstate(over="ignore"):
        gaps = np.abs(np.subtract.outer(finite, finite))
    gaps = gaps[(gaps > 0) & np.isfinite(gaps)]
    if gaps.size == 0 or np.isnan(ends[0]).any():
        return np.concatenate(ends)
    low, high = math.log(gaps.min()) - math.log(40), math.log(gaps.max()) + math.log(100)
    temperatures = np.exp(np.linspace(low, min(high, 700.0), PATH_POINTS))
    with np.errstate(all="ignore"):
        between = softmax((z - z.max()) / temperatures[:, None])
    return np.concatenate([ends[0], between, ends[1]])


def three_largest(z: Vector) -> tuple[int, int, int]:
    """Return the indices of the three largest logits in the order of the index; NaN comes last."""
    a, b, c = sorted(largest(z, 3))
    return a, b, c


def region(corner: int) -> Array:
    """Return the corners, shape (4, 3), of the region in which a class has the largest share."""
    own = np.eye(3)[corner]
    first, second = np.eye(3)[(corner + 1) % 3], np.eye(3)[(corner + 2) % 3]
    return np.stack([own, (own + first) / 2, np.full(3, 1 / 3), (own + second) / 2])


def moved(p: Vector, dx: float, dy: float) -> Array:
    """Return the nearest distribution to a point that is moved in the plane."""
    return nearest_inside(from_plane(to_plane(p) + np.array([dx, dy])))


def with_share(state: State, classes: tuple[int, int, int], p: ArrayLike, mean: float) -> State:
    """Return the state whose softmax over three classes is p, the mean of their logits given."""
    logits = state.logits.copy()
    logits[list(classes)] = logits_from(nearest_inside(p), mean, state.temperature)
    return replace(state, logits=logits)


def mean(z: Vector) -> float:
    """Return the mean of finite logits, without overflow."""
    return float(np.sum(z / z.size))


def mass(p: Vector, classes: tuple[int, int, int]) -> float:
    """Return how much of a distribution three classes have."""
    return float(p[list(classes)].sum())


def leader(p: Vector) -> int:
    """Return which of three classes has the largest share, -1 outside the triangle."""
    return -1 if bool(np.any(p < 0)) else int(np.argmax(p))
