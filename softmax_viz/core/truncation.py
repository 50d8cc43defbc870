"""What language models cut from a distribution before they draw from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from softmax_viz.core.errorfree import Array
from softmax_viz.core.functions import softmax
from softmax_viz.core.functions.vectors import as_vectors
from softmax_viz.core.numbers import NumberError, entered, parse_number
from softmax_viz.core.state import Vector
from softmax_viz.text import tr

SHARE_DIGITS = 4


def top_k(z: ArrayLike, k: int) -> Array:
    """Return the logits, shape (..., N), with −∞ for all but the k largest.

    Of a tie the lower index stays; NaN stays NaN. Raises ValueError for k < 1.
    Source: Fan, Lewis and Dauphin 2018.
    """
    logits = as_vectors(z)
    if k < 1:
        raise ValueError(
            tr("Top-k must keep one class or more, so k must be 1 or more; {k} is not.").format(k=k)
        )
    return _cut(logits, _ranks(logits) < k)


def top_p(z: ArrayLike, p: float, temperature: float = 1.0) -> Array:
    """Return the logits, shape (..., N), with −∞ outside the fewest classes of mass p.

    The class that crosses p stays; of a tie the lower index. The softmax is taken at T; the logits
    are not divided by it. Where it is undefined, nothing is cut. Raises ValueError for p outside
    (0, 1]; 1 keeps all. Source: Holtzman et al. 2020.
    """
    logits, p = as_vectors(z), _share(p, "top-p")
    if p == 1:
        return logits.copy()
    order = np.argsort(-logits, axis=-1, kind="stable")
    shares = np.take_along_axis(softmax(logits, temperature), order, axis=-1)
    before = np.cumsum(shares, axis=-1)[..., :-1]
    kept_in_order = np.ones(logits.shape, dtype=np.bool_)
    kept_in_order[..., 1:] = ~(before >= p)
    kept = np.empty_like(kept_in_order)
    np.put_along_axis(kept, order, kept_in_order, axis=-1)
    return _cut(logits, kept)


def min_p(z: ArrayLike, p: float, temperature: float = 1.0) -> Array:
    """Return the logits, shape (..., N), with −∞ where softmax is below p times its largest entry.

    The softmax is taken at T; the logits are not divided by it. Where it is undefined, nothing is
    cut. Raises ValueError for p outside (0, 1]. Source: Nguyen et al. 2024.
    """
    logits, p = as_vectors(z), _share(p, "min-p")
    shares = softmax(logits, temperature)
    return _cut(logits, ~(shares < p * shares.max(axis=-1, keepdims=True)))


def _ranks(logits: Array) -> NDArray[np.int64]:
    order = np.argsort(-logits, axis=-1, kind="stable")
    ranks = np.empty(logits.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, np.arange(logits.shape[-1]), axis=-1)
    return ranks


def _cut(logits: Array, kept: NDArray[np.bool_]) -> Array:
    return np.where(kept | np.isnan(logits), logits, -np.inf)


def _share(p: float, name: str) -> float:
    if not 0 < p <= 1:
        raise ValueError(
            tr("{name} must be above 0 and at most 1; {p} is not.").format(name=name, p=p)
        )
    return float(p)


@dataclass(frozen=True)
class Truncation:
    """Hold what is cut, in this order: top-k, top-p, min-p; None where it is off.

    cut_first: the cuts look at softmax(z), and T divides what is left; else T divides first.
    """

    k: int | None = None
    p: float | None = None
    min_p: float | None = None
    cut_first: bool = False

    def apply(self, z: ArrayLike, temperature: float) -> Array:
        """Return the logits that are left, not divided by T, with −∞ where cut."""
        logits = as_vectors(z)
        seen = 1.0 if self.cut_first else temperature
        if self.k is not None:
            logits = top_k(logits, self.k)
        if self.p is not None:
            logits = top_p(logits, self.p, seen)
        if self.min_p is not None:
            logits = min_p(logits, self.min_p, seen)
        return logits

    @property
    def order_matters(self) -> bool:
        """Tell whether it matters if T divides before the cut: top-k looks at ranks only."""
        return self.p is not None or self.min_p is not None

    def pipeline(self) -> str:
        """Return the order of what is done to the logits, as a line."""
        cuts = []
        if self.k is not None:
            cuts.append(tr("top-k {k}").format(k=self.k))
        if self.p is not None:
            cuts.append(tr("top-p {p}").format(p=share_text(self.p)))
        if self.min_p is not None:
            cuts.append(tr("min-p {p}").format(p=share_text(self.min_p)))
        stages = [*cuts, "÷ T"] if self.cut_first else ["÷ T", *cuts]
        return " → ".join(["z", *stages, tr("softmax")])


def cut_classes(z: Vector, left: Vector) -> NDArray[np.bool_]:
    """Mark the classes that a truncation took away."""
    return np.isneginf(left) & ~np.isneginf(z)


def share_text(p: float | None) -> str:
    """Return how a share stands in its field."""
    return tr("off") if p is None else entered(p, SHARE_DIGITS)


def parse_share(text: str) -> float:
    """Read top-p or min-p: above 0 and at most 1, or 0 for "off"; raises NumberError."""
    if text.strip().lower() in ("", "off", tr("off")):
        return 0.0
    share = parse_number(text)
    if not 0 <= share <= 1:
        raise NumberError(tr("Write a number above 0 and at most 1, or “off”."))
    return share
