"""Where T is put in code, rightly and wrongly, and what comes of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from softmax_viz.core.functions import log_softmax, softmax, sum_normalize
from softmax_viz.core.numbers import displayed, entered
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import Vector
from softmax_viz.text import named, tr, tr_noop

T_DIGITS = 4


@dataclass(frozen=True)
class Placement:
    """Describe one place for T.

    title: on the list; formula: over its chart; evaluate: from logits and T to the output;
    say: a sentence with live numbers on the comparison.
    """

    key: str
    title: str
    formula: str
    evaluate: Callable[[Vector, float], Vector]
    say: Callable[[Comparison], str]


@dataclass(frozen=True)
class Comparison:
    """Hold a placement's output, the right one and their difference, each shape (N,)."""

    placement: Placement
    snapshot: Snapshot
    values: Vector
    right: Vector
    difference: Vector

    @property
    def undefined(self) -> bool:
        """Tell whether an output is not a number."""
        return bool(np.isnan(self.values).any() or np.isnan(self.right).any())

    def number(self, x: float) -> str:
        """Write a number as everywhere on the screen."""
        return displayed(x, self.snapshot.state.decimals)

    @property
    def temperature(self) -> str:
        """Write T."""
        return entered(self.snapshot.state.temperature, T_DIGITS)

    @property
    def top(self) -> tuple[int, str]:
        """Return the class that the right output favours, and its name."""
        index = int(np.argmax(self.right))
        return index, named(self.snapshot.state.labels[index])

    def sentence(self) -> str:
        """Say what this placement does, with the present numbers."""
        if self.snapshot.prediction.reason:
            return tr("Undefined: {reason}.").format(reason=self.snapshot.prediction.reason)
        return self.placement.say(self)


def compare(snapshot: Snapshot, placement: Placement) -> Comparison:
    """Compute a placement beside the right one."""
    state = snapshot.state
    with np.errstate(all="ignore"):
        values = placement.evaluate(state.logits, state.temperature)
        right = snapshot.output("softmax").values
        return Comparison(placement, snapshot, values, right, values - right)


def least_loss(classes: int) -> float:
    """Return log(1 + (N − 1)/e): no smaller cross-entropy comes from a softmax of probabilities."""
    return math.log1p((classes - 1) / math.e)


def _divided_probabilities(z: Vector, temperature: float) -> Vector:
    shares = softmax(z)
    return sum_normalize(np.divide(shares, temperature))


def _flipped(z: Vector, temperature: float) -> Vector:
    return softmax(-z, temperature)


def _say_right(c: Comparison) -> str:
    index, label = c.top
    return tr(
        "Right: T = {t} divides the logits before the exponent, and {label} gets {p}."
    ).format(t=c.temperature, label=label, p=c.number(float(c.right[index])))


def _say_probabilities(c: Comparison) -> str:
    if c.undefined:
        return tr("At T = {t} this is 0/0 or ∞/∞: p/T cannot be renormalised.").format(
            t=c.temperature
        )
    index, label = c.top
    return tr(
        "No effect: T = {t} cancels when p/T is divided by its sum 1/T, so {label} keeps {p}, "
        "where z/T gives {right}."
    ).format(
        t=c.temperature, label=label,
        p=c.number(float(c.values[index])), right=c.number(float(c.right[index])),
    )  # fmt: skip


def _say_logarithms(c: Comparison) -> str:
    return tr(
        "The same as z/T: log p = z − log Σe^z, and a constant does not matter. The largest "
        "difference is {difference}, rounding alone."
    ).format(difference=c.number(float(np.max(np.abs(c.difference)))))


def _say_twice(c: Comparison) -> str:
    index, label = c.top
    t = c.snapshot.state.temperature
    return tr(
        "Divided twice, T = {t} acts as T² = {square}: {label} gets {p} instead of {right}."
    ).format(
        t=c.temperature, square=entered(t * t, T_DIGITS), label=label,
        p=c.number(float(c.values[index])), right=c.number(float(c.right[index])),
    )  # fmt: skip


def _say_negative(c: Comparison) -> str:
    if c.undefined:
        return tr("Undefined: −∞ divided by −T is ∞, and ∞ − ∞ is not a number.")
    index, label = c.top
    if float(np.ptp(c.right)) == 0:
        return tr("Nothing to flip: all classes have the same share, with T and with −T.")
    favoured = named(c.snapshot.state.labels[int(np.argmax(c.values))])
    return tr(
        "The ranking flips: with −{t}, computed as softmax(−z/{t}), {favoured} comes first with "
        "{most}, and {label} falls from {right} to {p}."
    ).format(
        t=c.temperature, favoured=favoured, most=c.number(float(np.max(c.values))), label=label,
        right=c.number(float(c.right[index])), p=c.number(float(c.values[index])),
    )  # fmt: skip


def _say_softmax_of_softmax(c: Comparison) -> str:
    index, label = c.top
    n, p = c.right.size, float(c.values[index])
    return tr(
        "It cannot be sure: with N = {n} the loss is never under log(1 + (N − 1)/e) = {bound}, as "
        "no class gets more than {most}; {label} gets {p}, a loss of {loss}."
    ).format(
        n=n, bound=c.number(least_loss(n)), most=c.number(math.exp(-least_loss(n))),
        label=label, p=c.number(p), loss=c.number(0.0 - math.log(p)),
    )  # fmt: skip


RIGHT = Placement("right", tr_noop("z/T, the right one"), "softmax(z/T)", softmax, _say_right)
PLACEMENTS = (
    RIGHT,
    Placement(
        "probabilities", tr_noop("p/T, renormalised"), "(p/T) / Σ(p/T)",
        _divided_probabilities, _say_probabilities,
    ),
    Placement(
        "logarithms", tr_noop("log p / T, renormalised"), "softmax(log p / T)",
        lambda z, temperature: softmax(log_softmax(z), temperature), _say_logarithms,
    ),
    Placement(
        "twice", tr_noop("T twice: z/T²"), "softmax(z/T²)",
        lambda z, temperature: softmax(z, temperature * temperature), _say_twice,
    ),
    Placement(
        "negative", tr_noop("Negative T"), "softmax(−z/|T|)", _flipped, _say_negative,
    ),
    Placement(
        "softmax_of_softmax", tr_noop("Softmax of softmax"), "softmax(softmax(z/T))",
        lambda z, temperature: softmax(softmax(z, temperature)), _say_softmax_of_softmax,
    ),
)  # fmt: skip
