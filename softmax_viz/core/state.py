"""The one value from which everything on the screen follows."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core import recycled
from softmax_viz.core.reductions import differing, extent
from softmax_viz.core.temperature import check_temperature
from softmax_viz.text import tr

Vector = NDArray[np.float64]

DEFAULT_DECIMALS = 3
MIN_DECIMALS, MAX_DECIMALS = 1, 17
MAX_PINS = 2


_compared: deque[tuple[ref[Vector], ref[Vector], list[int]]] = deque(maxlen=4)


@dataclass(frozen=True, eq=False, slots=True)
class State:
    """Hold what a person has set: the logits with their classes, and the temperature.

    logits: read-only float64, shape (N,), N >= 1, any IEEE value; every NaN is the same NaN.
    labels, colors: a name and an index into the palette for each class, moved along with it.
    temperature: T >= 0, infinity included.
    decimals: digits shown after the point, 1 to 17.
    example: key of the example this state began as, or "".
    pins: at most two other states, with no pins of their own, to compare this one with.
    extent: the least and the largest logit; both are NaN where any is.
    Raises ValueError where these do not hold.
    """

    logits: Vector
    labels: tuple[str, ...]
    colors: tuple[int, ...]
    temperature: float = 1.0
    decimals: int = DEFAULT_DECIMALS
    example: str = ""
    pins: tuple[State, ...] = ()
    extent: tuple[float, float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        logits, ends = _frozen(self.logits)
        object.__setattr__(self, "logits", logits)
        object.__setattr__(self, "extent", ends)
        object.__setattr__(self, "temperature", check_temperature(self.temperature))
        count = self.logits.size
        if count != len(self.labels) or count != len(self.colors):
            raise ValueError(
                tr(
                    "Each logit needs one name and one colour: "
                    "logits {n}, names {labels}, colours {colors}."
                ).format(n=count, labels=len(self.labels), colors=len(self.colors))
            )
        if not MIN_DECIMALS <= self.decimals <= MAX_DECIMALS:
            raise ValueError(
                tr("{n} decimals cannot be shown; choose from {low} to {high}.").format(
                    n=self.decimals, low=MIN_DECIMALS, high=MAX_DECIMALS
                )
            )
        if len(self.pins) > MAX_PINS or any(pin.pins for pin in self.pins):
            raise ValueError(
                tr("At most {n} states can be pinned, none with pins of its own.").format(
                    n=MAX_PINS
                )
            )

    @classmethod
    def of(cls, logits: Iterable[float], labels: Sequence[str] | None = None, **rest: Any) -> State:
        """Make a state with colours in order, and with names where none are given."""
        values = np.asarray(tuple(logits) if not isinstance(logits, np.ndarray) else logits)
        count = values.size
        names = default_labels(count) if labels is None else tuple(labels)
        return cls(values.astype(np.float64), names, default_colors(count), **rest)

    @property
    def count(self) -> int:
        """Return N, the number of classes."""
        return self.logits.size

    def with_logits(self, logits: Iterable[float]) -> State:
        """Return the state with other logits, one for each class."""
        return replace(self, logits=np.array(tuple(logits), dtype=np.float64))

    def with_logit(self, index: int, value: float) -> State:
        """Return the state with one other logit."""
        # The usual way would take another copy, in memory that must be had from the system.
        logits = recycled.copy(self.logits)
        logits[index] = math.nan if math.isnan(value) else value
        recycled.freeze(logits)
        # To look for it among a million takes longer than the edit.
        same = _bits(logits, index) == _bits(self.logits, index)
        _compared.append((ref(self.logits), ref(logits), [] if same else [index]))
        state = self._copied()
        object.__setattr__(state, "logits", logits)
        object.__setattr__(state, "extent", self._extent_with(logits, index))
        return state

    def with_temperature(self, temperature: float) -> State:
        """Return the state at another T; raises ValueError below 0 and for NaN."""
        # The usual way would look at each of a million logits that stay as they are.
        state = self._copied()
        object.__setattr__(state, "temperature", check_temperature(temperature))
        return state

    def _copied(self) -> State:
        # copy.copy goes by way of pickling, and takes longer than a thousand exponentials.
        state = object.__new__(State)
        for name in self.__slots__:
            object.__setattr__(state, name, getattr(self, name))
        return state

    def _extent_with(self, logits: Vector, index: int) -> tuple[float, float]:
        (low, high), value = self.extent, float(logits[index])
        if low < self.logits[index] < high and not math.isnan(value):
            return min(low, value), max(high, value)
        return extent(logits)

    def __eq__(self, other: object) -> bool:
        """Compare bit for bit, so that NaN equals NaN and -0 differs from 0."""
        if self is other:
            return True
        if not isinstance(other, State):
            return NotImplemented
        return (
            self.temperature == other.temperature
            and self.decimals == other.decimals
            and self.example == other.example
            and self.pins == other.pins
            # First: among a million, two names that differ are found less quickly.
            and same_logits(self, other)
            and same_classes(self, other)
        )

    def __hash__(self) -> int:
        return hash((self.logits.tobytes(), self.labels, self.temperature, self.decimals))


def same_logits(a: State, b: State) -> bool:
    """Tell whether two states hold the same logits, bit for bit."""
    if a.count != b.count:
        return False
    if a.logits is b.logits:
        return True
    found = _known_to_differ(a.logits, b.logits)
    if found is None:
        # The first difference will do, which is mostly found long before the end.
        found = differing(a.logits.view(np.int64), b.logits.view(np.int64), most=0)
        if not found:
            _compared.append((ref(a.logits), ref(b.logits), found))
    return not found


def differing_logits(a: State, b: State) -> list[int]:
    """Return the indices of logits that differ between states of one size, bit for bit.

    Of more than one, the first two.
    """
    if a.logits is b.logits:
        return []
    found = _known_to_differ(a.logits, b.logits)
    if found is None:
        found = differing(a.logits.view(np.int64), b.logits.view(np.int64), most=1)
        _compared.append((ref(a.logits), ref(b.logits), found))
    return found.copy()


def _known_to_differ(a: Vector, b: Vector) -> list[int] | None:
    """Return where vectors differ, if this was found out a moment ago."""
    # Several ask it of one edit, and what is compared never changes.
    for one, other, found in tuple(_compared):
        if {id(one()), id(other())} == {id(a), id(b)}:
            return found
    return None


def _bits(logits: Vector, index: int) -> int:
    return int(logits.view(np.int64)[index])


def same_classes(a: State, b: State) -> bool:
    """Tell whether two states name and colour the same classes in the same order."""
    # `is` first: comparing a million equal names takes milliseconds, and a drag keeps them.
    return (
        a.count == b.count
        and (a.labels is b.labels or a.labels == b.labels)
        and (a.colors is b.colors or a.colors == b.colors)
    )


def same_but_for_temperature(a: State, b: State) -> bool:
    """Tell whether two states show the same classes and logits in the same way, at any T."""
    return same_logits(a, b) and same_classes(a, b) and a.decimals == b.decimals


def default_labels(count: int) -> tuple[str, ...]:
    """Name classes by their index, as in code."""
    # Not by format: of a million classes that would take three times as long.
    before, _, after = tr("class {index}").partition("{index}")
    return _numbered(before, count, after)


@lru_cache(maxsize=1)
def _numbered(before: str, count: int, after: str) -> tuple[str, ...]:
    # Always the same ones: a million take long to make, and to compare with others that are equal.
    return tuple([f"{before}{index}{after}" for index in range(count)])


@lru_cache(maxsize=1)
def default_colors(count: int) -> tuple[int, ...]:
    """Give each class the colour of its index: always the same tuple, as with the names."""
    return tuple(range(count))


def without_blanks(labels: Sequence[str]) -> tuple[str, ...]:
    """Return names, and the usual one for what is blank, which would look like no name at all."""
    if all(labels):
        return tuple(labels)
    usual = default_labels(len(labels))
    return tuple([name or index for name, index in zip(labels, usual, strict=True)])


def _frozen(logits: Vector) -> tuple[Vector, tuple[float, float]]:
    # What is read-only and owns its memory is taken as it is; a view may change under our hands.
    owned = logits.base is None or recycled.is_frozen(logits)
    if not logits.flags.writeable and owned and logits.dtype == np.float64:
        values = logits
    else:
        values = np.array(logits, dtype=np.float64, order="C")
    if values.ndim != 1 or values.size == 0:
        raise ValueError(tr("A state needs a vector of one logit or more."))
    ends = extent(values)
    if math.isnan(ends[0]):
        values = np.where(np.isnan(values), np.nan, values)
    values.flags.writeable = False
    return values, ends
