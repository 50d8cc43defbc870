"""The classes that a chart shows, from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.compare import Reference
from softmax_viz.core.descending import Descending
from softmax_viz.core.snapshot import Output, Snapshot
from softmax_viz.core.state import State, Vector
from softmax_viz.core.verdicts import NDIndex
from softmax_viz.views.charts.class_window import ClassWindow

Entry = TypeVar("Entry", bound=np.generic)


class Classes(Protocol):
    """What a chart's painters ask of its classes, in the order they are shown: a State will do."""

    @property
    def labels(self) -> Sequence[str]: ...

    @property
    def colors(self) -> Sequence[int]: ...

    @property
    def decimals(self) -> int: ...


@dataclass(frozen=True, eq=False)
class ShownClasses:
    """Hold what a window shows of a state's classes.

    ranking: of the state, where the window orders classes by value.
    A position counts what is shown from the left, 0 for the first that is seen in part at least.
    """

    state: State
    window: ClassWindow
    ranking: Descending | None = None

    @property
    def is_all(self) -> bool:
        """Tell whether all classes are shown, in the order of the state."""
        return self.ranking is None and self.window.is_whole

    @cached_property
    def indices(self) -> NDIndex:
        """Return the class at each position."""
        places = self.window.places
        if self.ranking is None:
            return np.arange(places.start, places.stop)
        return self.ranking.indices[places.start : places.stop]

    @cached_property
    def labels(self) -> Sequence[str]:
        """Return the name of each class shown."""
        return self._of_each(self.state.labels)

    @cached_property
    def colors(self) -> Sequence[int]:
        """Return the colour of each class shown."""
        return self._of_each(self.state.colors)

    def _of_each(self, all_of_them: Sequence[Any]) -> Sequence[Any]:
        if self.is_all:
            return all_of_them
        return tuple(all_of_them[i] for i in self.indices.tolist())

    @property
    def decimals(self) -> int:
        """Return how many digits are shown after the point."""
        return self.state.decimals

    def take(self, entries: NDArray[Entry]) -> NDArray[Entry]:
        """Return the entries of what is shown, of all entries as listed."""
        if self.ranking is not None:
            # Every index is a good one; without a check of each, this is twice as fast.
            return entries.take(self.indices, mode="clip")
        places = self.window.places
        return entries[places.start : places.stop]

    def take_reference(self, other: Reference) -> Reference:
        """Return what another state has in place of what is shown."""
        if self.is_all:
            return other
        return Reference(other.letter, self.take(other.values), self.take(other.there))

    def place(self, index: int) -> int:
        """Return the place of a class among all."""
        return index if self.ranking is None else self.ranking.place(index)

    def index(self, place: int) -> int:
        """Return the class at a place."""
        return place if self.ranking is None else int(self.ranking.indices[place])

    def position(self, index: int) -> int:
        """Return the position of a class, -1 where it is not shown, and for -1."""
        if index < 0:
            return -1
        place, places = self.place(index), self.window.places
        return place - places.start if place in places else -1


@dataclass(frozen=True, eq=False)
class Excerpt:
    """Hold what a chart shows of an output; all of it in the order of the classes shown."""

    classes: ShownClasses
    output: Output
    others: tuple[Reference, ...]
    covered: frozenset[int]

    @property
    def all_values(self) -> Vector:
        """Return the values shown, and those that they are compared with."""
        if not self.others:
            return self.output.values
        return np.concatenate([self.output.values, *(other.values for other in self.others)])


def excerpt(
    snapshot: Snapshot, key: str, classes: ShownClasses, others: tuple[Reference, ...]
) -> Excerpt:
    """Take what is shown out of an output, of what it is compared with and of what is covered."""
    output = snapshot.output(key)
    covered = snapshot.covered_entries(key)
    if classes.is_all:
        return Excerpt(classes, output, others, covered)
    return Excerpt(
        classes,
        replace(output, values=classes.take(output.values)),
        tuple(map(classes.take_reference, others)),
        frozenset(np.flatnonzero(np.isin(classes.indices, list(covered))).tolist())
        if covered
        else covered,
    )
