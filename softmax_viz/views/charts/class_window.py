"""Which part of the classes the charts show, and in which order."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

LEAST_SPAN = 8.0
UNMOVED = 1e-9
# By how much, of all, the number of classes may be another for a vector to count as the same.
ALIKE = 0.1


@dataclass(frozen=True)
class ClassWindow:
    """Hold the part of the classes that all charts show side by side.

    count: N; first, last: its ends, 0 <= first < last <= N, where the class at place p lies from
    p to p + 1; by_value: the largest logit has place 0, else the classes are as listed.
    fitted: whether the height is fitted to what is seen, else it shows all probabilities.
    Raises ValueError where these do not hold.
    """

    count: int
    first: float
    last: float
    by_value: bool = False
    fitted: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.last <= self.count:
            raise ValueError(f"from {self.first} to {self.last} of {self.count} classes")

    @classmethod
    def whole(cls, count: int, by_value: bool = False) -> ClassWindow:
        """Return the window on all classes."""
        return cls(count, 0.0, float(count), by_value)

    @classmethod
    def top(cls, count: int, k: int) -> ClassWindow:
        """Return the window on the k classes of the largest logits."""
        return cls(count, 0.0, float(min(k, count)), by_value=True)

    def of_other(self, count: int) -> ClassWindow:
        """Return the same part of a few more or fewer classes; of quite another number, all."""
        if abs(count - self.count) > ALIKE * self.count:
            return ClassWindow.whole(count)
        span = count if self.is_whole else min(self.span, count)
        first = min(self.first, count - span)
        return replace(self, count=count, first=first, last=min(first + span, count))

    @property
    def widened(self) -> ClassWindow:
        """Return the window on all classes, in the same order and height."""
        return replace(self, first=0.0, last=float(self.count))

    @property
    def span(self) -> float:
        """Return how many classes are seen, parts of them included."""
        return self.last - self.first

    @property
    def is_whole(self) -> bool:
        """Tell whether all classes are seen."""
        return self.first == 0 and self.last == self.count

    @cached_property
    def places(self) -> range:
        """Return the places that are seen, in part at least."""
        return range(math.floor(self.first), math.ceil(self.last))

    def zoomed(self, factor: float, around: float) -> ClassWindow:
        """Show so many times as many classes; what is at `around` stays where it is."""
        span = self.span * factor
        if factor < 1:
            span = max(span, min(LEAST_SPAN, self.span))
        if span >= self.count:
            return self.widened
        return self._moved(around - (around - self.first) / self.span * span, span)

    def panned(self, by: float) -> ClassWindow:
        """Move along by so many classes, to the end at most."""
        return self._moved(self.first + by, self.span)

    def holding(self, place: int) -> ClassWindow:
        """Move along as little as shows all of a place."""
        if place < self.first:
            return self._moved(place, self.span)
        if place + 1 > self.last:
            return self._moved(place + 1 - self.span, self.span)
        return self

    def around(self, place: int) -> ClassWindow:
        """Move along to a place that is not seen, so that its neighbours are seen too."""
        if self.first <= place and place + 1 <= self.last:
            return self
        return self._moved(place + 0.5 - self.span / 2, self.span)

    def _moved(self, first: float, span: float) -> ClassWindow:
        first = min(max(first, 0.0), self.count - span)
        moved = replace(self, first=first, last=min(first + span, self.count))
        return self if self._is_near(moved) else moved

    def _is_near(self, other: ClassWindow) -> bool:
        # What rounding alone has moved has not moved.
        apart = max(abs(self.first - other.first), abs(self.last - other.last))
        return apart <= UNMOVED * self.span
