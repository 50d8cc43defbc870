"""Learning one true class: the loss, its gradient, and one step of gradient descent."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from softmax_viz.core.functions import cross_entropy, softmax
from softmax_viz.core.functions.argmax import argmax
from softmax_viz.core.state import State, Vector
from softmax_viz.core.verdicts import undefined_logits
from softmax_viz.text import tr


@dataclass(frozen=True)
class Training:
    """Hold what one example with a true class teaches.

    outputs, target, gradient: shape (N,): the outputs, the one-hot target, d loss / d z.
    loss: the cross-entropy in nats; reason: why nothing is learnt, "" where something is.
    """

    outputs: Vector
    target: Vector
    gradient: Vector
    loss: float
    reason: str

    @property
    def total(self) -> float:
        """Return the sum of the gradient: 0 up to rounding, and then exactly 0."""
        if not np.isfinite(self.gradient).all():
            return math.nan
        total = float(self.gradient.sum())
        size = float(np.abs(self.gradient).sum())
        rounding = self.gradient.size * float(np.finfo(np.float64).eps) * size
        return 0.0 if abs(total) <= rounding else total

    def share(self, index: int) -> float:
        """Return a gradient's part of the largest one, -1 to 1, 0 where there is none."""
        largest = float(np.abs(self.gradient).max())
        return float(self.gradient[index] / largest) if 0 < largest < math.inf else 0.0


def second_class(logits: Vector) -> int:
    """Return the index of the second largest logit, so that there is something to learn."""
    known = np.where(np.isnan(logits), -np.inf, logits)
    if known.size == 1:
        return 0
    known[int(np.argmax(known))] = -np.inf
    return int(np.argmax(known)) if np.isfinite(known).any() else 1


@np.errstate(all="ignore")
def training(
    state: State, target: int, through: str = "softmax", shares: Vector | None = None
) -> Training:
    """Return the loss -log p[target] and its gradient, (p - y)/T through softmax.

    through: "softmax", or "argmax", whose gradient is 0; shares: the softmax, where it is known.
    """
    z, t = state.logits, state.temperature
    one_hot = np.zeros(z.size)
    one_hot[target] = 1.0
    if reason := undefined_logits(state):
        unknown = np.full(z.size, np.nan)
        sentence = tr("There is nothing to learn from: {reason}.").format(reason=reason)
        return Training(unknown, one_hot, unknown, math.nan, sentence)
    if through == "argmax":
        outputs = argmax(z)
        loss = 0.0 if outputs[target] else math.inf
        return Training(outputs, one_hot, np.zeros(z.size), loss, tr(
            "Argmax is flat: its Jacobian is all zeros, so the gradient is 0 and no logit moves."
        ))  # fmt: skip
    p = softmax(z, t) if shares is None else shares
    loss = float(cross_entropy(z, target, t))
    if t == 0 or math.isinf(t):
        return Training(p, one_hot, np.zeros(z.size), loss, _reason_at_end(t))
    gradient = _gradient(p, target, t)
    reason = "" if gradient.any() else tr("The loss is 0 to the last digit: nothing is left to do.")
    return Training(p, one_hot, gradient, loss, reason)


def _gradient(p: Vector, target: int, temperature: float) -> Vector:
    """Return (p - y)/T; p - 1 is taken from the others, since it would lose their digits."""
    gradient = p / temperature
    gradient[target] = -(p[:target].sum() + p[target + 1 :].sum()) / temperature
    return gradient


def _reason_at_end(temperature: float) -> str:
    if temperature == 0:
        return tr("At T = 0 softmax is argmax, and flat: no logit moves.")
    return tr("At T = ∞ every logit counts as 0, so none moves.")


def training_step(state: State, target: int, rate: float, through: str = "softmax") -> State:
    """Return the state after logits -= rate * gradient; one that would overflow is not taken."""
    z, t = state.logits, state.temperature
    if through == "argmax" or t == 0 or math.isinf(t) or undefined_logits(state):
        return state
    with np.errstate(all="ignore"):
        logits = z - rate * _gradient(softmax(z, t), target, t)
    if not np.isfinite(logits[np.isfinite(z)]).all() or np.isnan(logits).any():
        return state
    return replace(state, logits=logits)
