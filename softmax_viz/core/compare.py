"""What the present state is compared with: pinned states, and the bars before a reveal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.axis import UNIT_AXIS, Axis, axis_for
from softmax_viz.core.numbers import displayed, entered
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State, Vector, same_classes, same_logits
from softmax_viz.text import named, tr

LETTERS = ("A", "B")
SAME = "="
T_DECIMALS = 4


@dataclass(frozen=True, eq=False)
class Reference:
    """Hold another state's values of an output, in the order of the present classes.

    letter: that of its pin, "" for the bars before a reveal.
    values: shape (N,); there: whether the other state has the class.
    """

    letter: str
    values: Vector
    there: NDArray[np.bool_]


def references(snapshot: Snapshot, key: str) -> tuple[Reference, ...]:
    """Return what an output is compared with: the bars before, then the pins."""
    others = [("", snapshot.ghost)] if snapshot.ghost is not None else []
    others += zip(LETTERS, snapshot.pins, strict=False)
    return tuple(_aligned(letter, snapshot.state, other, key) for letter, other in others if other)


def _aligned(letter: str, state: State, other: Snapshot, key: str) -> Reference:
    values = other.output(key).values
    if same_classes(state, other.state):
        return Reference(letter, values, np.ones(state.count, np.bool_))
    places = _counterparts(state, other.state)
    there = places >= 0
    return Reference(letter, np.where(there, values[places], np.nan), there)


def _counterparts(state: State, other: State) -> NDArray[np.intp]:
    """Return where each class is in another state, -1 for nowhere: by name, else by place."""
    by_name = {label: place for place, label in enumerate(other.labels)}
    if len(by_name) == other.count and len(set(state.labels)) == state.count:
        named = np.array([by_name.get(label, -1) for label in state.labels])
        if (named >= 0).any():
            return named
    if state.count == other.count:
        return np.arange(state.count)
    return np.full(state.count, -1)


def axis_of(snapshot: Snapshot, key: str, others: tuple[Reference, ...]) -> Axis:
    """Return the axis on which an output and what it is compared with are seen.

    It tells nothing of what is covered.
    """
    output = snapshot.output(key)
    covered = snapshot.covered_entries(key)
    if not others and not covered:
        return output.axis
    if len(covered) == output.values.size:
        return UNIT_AXIS
    values = np.array([output.values, *(other.values for other in others)])
    if covered:
        values = np.delete(values, list(covered), axis=1)
    return axis_for(values.ravel())


def difference(now: float, then: float, decimals: int) -> str:
    """Return by how much a value has changed, with its sign: +0.120; "=" where it has not."""
    if now == then or (now != now and then != then):
        return SAME
    change = now - then
    text = displayed(change, decimals)
    return f"+{text}" if change > 0 else text


def pin_words(snapshot: Snapshot, place: int) -> str:
    """Say what is different in a pinned state, and what it predicts: T = 1 · panda 0.664."""
    state, pin = snapshot.state, snapshot.pins[place].state
    words = []
    if pin.temperature != state.temperature:
        words.append(tr("T = {value}").format(value=entered(pin.temperature, T_DECIMALS)))
    if not same_classes(pin, state):
        words.append(tr("other classes"))
    elif not same_logits(pin, state):
        words.append(tr("other logits"))
    said = ", ".join(words) or tr("the same as now")
    found = snapshot.pins[place].prediction
    if found.reason or snapshot.prediction_is_covered:
        return said
    return tr("{said} · {label} {value}").format(
        said=said,
        label=named(pin.labels[found.index]),
        value=displayed(found.probability, state.decimals),
    )
