"""What a person can do to the logits: pure functions from a State to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, compress, count, islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.descending import Descending
from softmax_viz.core.numbers.names import shown_name
from softmax_viz.core.ranking import Ranking
from softmax_viz.core.state import (
    MAX_PINS,
    State,
    Vector,
    default_colors,
    default_labels,
    without_blanks,
)
from softmax_viz.text import tr

RANDOM_SPREAD = 2.0
RANDOM_DECIMALS = 2

Entry = TypeVar("Entry")


def set_logit(state: State, index: int, value: float) -> State:
    """Set one logit."""
    return state.with_logit(index, value)


def rename(state: State, index: int, label: str) -> State:
    """Name a class; a blank name changes nothing."""
    label = shown_name(" ".join(label.split()))
    if not label:
        return state
    labels = list(state.labels)
    labels[index] = label
    return replace(state, labels=tuple(labels))


def add_class(state: State, value: float = 0.0) -> State:
    """Append a class with a name and a colour that no other class has."""
    names = (tr("class {index}").format(index=i) for i in count(state.count))
    label = next(name for name in names if name not in state.labels)
    return replace(
        state,
        logits=np.append(state.logits, value),
        labels=(*state.labels, label),
        colors=(*state.colors, _free_color(state.colors)),
    )


def remove_classes(state: State, indices: Iterable[int]) -> State:
    """Remove classes; the last one stays, since a softmax needs one."""
    kept = np.isin(np.arange(state.count), list(indices), invert=True)
    kept[0] |= not kept.any()
    chosen = kept.tobytes()
    return replace(
        state,
        logits=state.logits[kept],
        labels=tuple(compress(state.labels, chosen)),
        colors=tuple(compress(state.colors, chosen)),
    )


def move_class(state: State, source: int, target: int) -> State:
    """Move a class so that it ends up at the index target."""
    target = min(max(target, 0), state.count - 1)
    others = np.delete(state.logits, source)
    return replace(
        state,
        logits=np.insert(others, target, state.logits[source]),
        labels=_moved(state.labels, source, target),
        colors=_moved(state.colors, source, target),
    )


def _moved(entries: tuple[Entry, ...], source: int, target: int) -> tuple[Entry, ...]:
    low, high = min(source, target), max(source, target)
    between = list(entries[low : high + 1])
    between.insert(target - low, between.pop(source - low))
    # One tuple and no list or slice of a million on the way to it.
    rest = iter(entries)
    return tuple(chain(islice(rest, low), between, islice(rest, len(between), None)))


def sort_by_value(state: State, ranking: Ranking | None = None) -> State:
    """Order the classes from the largest logit to the smallest; NaN last, ties as they were.

    ranking: that of the logits, where it is known.
    """
    return _ordered(state, Descending(ranking or Ranking.of(state.logits)).indices)


def shuffle(state: State, seed: int) -> State:
    """Put the classes in a random order."""
    return _ordered(state, np.random.default_rng(seed).permutation(state.count))


def set_all_to_zero(state: State) -> State:
    """Set every logit to 0."""
    return replace(state, logits=np.zeros(state.count))


def randomize(state: State, seed: int) -> State:
    """Draw every logit from a normal distribution of deviation 2, to two decimals."""
    drawn = np.random.default_rng(seed).normal(0.0, RANDOM_SPREAD, state.count)
    return replace(state, logits=drawn.round(RANDOM_DECIMALS) + 0.0)


def shift(state: State, constant: float) -> State:
    """Add a constant to every logit."""
    with np.errstate(invalid="ignore", over="ignore"):
        return replace(state, logits=state.logits + constant)


def scale(state: State, factor: float) -> State:
    """Multiply every logit by a factor."""
    with np.errstate(invalid="ignore", over="ignore"):
        return replace(state, logits=state.logits * factor)


def set_temperature(state: State, temperature: float) -> State:
    """Set T; raises ValueError below 0 and for NaN."""
    return state.with_temperature(temperature)


def set_decimals(state: State, decimals: int) -> State:
    """Set how many digits are shown after the point."""
    return replace(state, decimals=decimals)


def pin(state: State) -> State:
    """Pin the state to compare the next ones with; of two pins, the older one goes."""
    pinned = replace(state, pins=())
    others = tuple(other for other in state.pins if other != pinned)
    return replace(state, pins=(*others, pinned)[-MAX_PINS:])


def unpin(state: State, place: int) -> State:
    """Take one pin away."""
    return replace(state, pins=(*state.pins[:place], *state.pins[place + 1 :]))


def unpin_all(state: State) -> State:
    """Take every pin away."""
    return replace(state, pins=())


def replace_logits(state: State, values: Sequence[float], labels: Sequence[str] | None) -> State:
    """Put a pasted vector in place of the logits.

    Without names of its own, a vector of the same length keeps the present classes.
    """
    logits: Vector = np.array(values, dtype=np.float64)
    if labels is None and logits.size == state.count:
        return replace(state, logits=logits)
    return replace(
        state,
        logits=logits,
        labels=default_labels(logits.size) if labels is None else without_blanks(labels),
        colors=default_colors(logits.size),
    )


def _ordered(state: State, order: NDArray[np.intp]) -> State:
    # Of a million, arrays gather names and colours several times as fast as a loop.
    return replace(
        state,
        logits=state.logits[order],
        labels=tuple(np.array(state.labels, dtype=np.object_)[order].tolist()),
        colors=tuple(np.array(state.colors)[order].tolist()),
    )


def _free_color(colors: Sequence[int]) -> int:
    taken = np.fromiter(colors, np.intp, len(colors))
    free = np.ones(len(colors) + 1, np.bool_)
    free[taken[(taken >= 0) & (taken <= len(colors))]] = False
    return int(free.argmax())
