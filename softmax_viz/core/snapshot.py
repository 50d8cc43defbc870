"""Everything the screen shows of a State, computed when it is first asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from softmax_viz.core import functions
from softmax_viz.core.axis import Axis, axis_for
from softmax_viz.core.lecture.targets import target, target_of
from softmax_viz.core.logits_table import UNKNOWN
from softmax_viz.core.outputs import OUTPUTS, OutputKind
from softmax_viz.core.rows import Rows
from softmax_viz.core.state import State, Vector, same_but_for_temperature
from softmax_viz.core.verdicts import (
    NDIndex,
    Verdict,
    defined,
    gradient_flows,
    in_unit_interval,
    keeps_order,
    most_pressing_first,
    sum_of,
    sums_to_one,
    undefined_logits,
)


@dataclass(frozen=True)
class Output:
    """Hold one function's output: values, shape (N,), read-only, and what is to be said of it."""

    kind: OutputKind
    values: Vector
    axis: Axis
    total: float
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class Prediction:
    """Hold what softmax predicts.

    index: the winner, the first of a tie; ties: how many classes share the top.
    probability, margin: p of the winner, and its lead over the next class (1 alone).
    reason: why there is no prediction, or "".
    """

    index: int
    ties: int
    probability: float
    margin: float
    reason: str


class Snapshot:
    """Derive everything from one State; each part is computed once, on demand.

    What does not look at T is taken over from a previous snapshot of the same logits.
    ghost: the snapshot whose bars stay behind those just revealed, None for none.
    covered: what is not to be told yet, as targets of a scene.
    rows: the table that is open, None for none; true_class: of the row on the screen, -1 for none.
    """

    def __init__(
        self,
        state: State,
        previous: Snapshot | None = None,
        ghost: State | None = None,
        covered: frozenset[str] = frozenset(),
        rows: Rows | None = None,
        true_class: int = UNKNOWN,
    ) -> None:
        self.state = state
        self.covered = covered
        self.rows, self.true_class = rows, true_class
        self.ghost = None if ghost is None else Snapshot(ghost)
        self._outputs: dict[str, Output] = {}
        if previous is not None and same_but_for_temperature(state, previous.state):
            self._outputs = {
                key: output
                for key, output in previous._outputs.items()
                if state is previous.state or not output.kind.uses_temperature
            }
            if "_order" in vars(previous):
                self._order = previous._order
        if previous is not None:
            self._take_references(previous)

    def _take_references(self, previous: Snapshot) -> None:
        if "pins" in vars(previous) and previous.state.pins == self.state.pins:
            self.pins = previous.pins
        old, new = previous.ghost, self.ghost
        if old is not None and new is not None and old.state == new.state:
            self.ghost = old

    def covers(self, key: str, index: int | None = None) -> bool:
        """Tell whether an output, or one entry of it, is not to be told yet."""
        if key in self.covered:
            return True
        return index is not None and target_of(key, self.state.labels[index]) in self.covered

    def covered_entries(self, key: str) -> frozenset[int]:
        """Return the places of an output's entries that are not to be told yet."""
        if not any(target(text)[0] == key for text in self.covered):
            return frozenset()
        return frozenset(i for i in range(self.state.count) if self.covers(key, i))

    @property
    def prediction_is_covered(self) -> bool:
        """Tell whether the predicted class and its probability are not to be told yet."""
        return any(target(text)[0] in ("prediction", "softmax") for text in self.covered)

    def output(self, key: str) -> Output:
        """Return an output by its key; raises KeyError for one that does not exist."""
        if key not in self._outputs:
            self._outputs[key] = self._evaluate(_KINDS[key])
        return self._outputs[key]

    def _evaluate(self, kind: OutputKind) -> Output:
        state = self.state
        values = kind.evaluate(state)
        values.flags.writeable = False
        reason, remark = kind.trouble(state, values)
        verdicts = (
            defined(reason, remark),
            in_unit_interval(values, state),
            sums_to_one(values, state),
            keeps_order(values, self._order, state),
            gradient_flows(kind.slope(state, values), state),
            kind.temperature(state),
        )
        return Output(kind, values, axis_for(values), sum_of(values), most_pressing_first(verdicts))

    @cached_property
    def _order(self) -> NDIndex:
        return np.argsort(self.state.logits, kind="stable")

    @cached_property
    def scaled_logits(self) -> Vector:
        """Return z/T, with the limits at T = 0 (±∞, and 0 for 0) and T = ∞ (0)."""
        z, t = self.state.logits, self.state.temperature
        with np.errstate(all="ignore"):
            if t == 0:
                scaled = np.where(z == 0, 0.0, np.copysign(np.inf, z))
                scaled[np.isnan(z)] = np.nan
            elif math.isinf(t):
                scaled = np.where(np.isfinite(z), 0.0, z)
            else:
                scaled = z / t
        scaled.flags.writeable = False
        return scaled

    @cached_property
    def pins(self) -> tuple[Snapshot, ...]:
        """Return the snapshots of the pinned states."""
        return tuple(Snapshot(pin) for pin in self.state.pins)

    @cached_property
    def log_softmax(self) -> Vector:
        """Return log p of each class."""
        values = functions.log_softmax(self.state.logits, self.state.temperature)
        values.flags.writeable = False
        return values

    @cached_property
    def entropy(self) -> float:
        """Return the entropy of softmax in nats."""
        return float(functions.entropy(self.state.logits, self.state.temperature))

    @cached_property
    def perplexity(self) -> float:
        """Return exp of the entropy: how many equally likely classes would be as unsure."""
        return math.exp(self.entropy)

    @cached_property
    def prediction(self) -> Prediction:
        """Return the class that softmax, and argmax alike, predicts."""
        reason = undefined_logits(self.state)
        if reason:
            return Prediction(-1, 0, math.nan, math.nan, reason)
        z = self.state.logits
        p = self.output("softmax").values
        winner = int(np.argmax(z))
        lead = float(p[winner])
        second = float(np.partition(p, -2)[-2]) if p.size > 1 else 0.0
        return Prediction(winner, int(np.count_nonzero(z == z[winner])), lead, lead - second, "")


_KINDS = {kind.key: kind for kind in OUTPUTS}


def evaluate(
    state: State,
    previous: Snapshot | None = None,
    ghost: State | None = None,
    covered: frozenset[str] = frozenset(),
    rows: Rows | None = None,
    true_class: int = UNKNOWN,
) -> Snapshot:
    """Return the snapshot of a state; one of the state before saves work.

    ghost: a state whose bars are to be seen behind this one's; covered: what is not to be told.
    rows, true_class: an open table, and the true class of its row on the screen.
    """
    return Snapshot(state, previous, ghost, covered, rows, true_class)
