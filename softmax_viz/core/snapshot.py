"""Everything the screen shows of a State, computed when it is first asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from softmax_viz.core import functions
from softmax_viz.core.axis import Axis, axis_for
from softmax_viz.core.data.logits_table import UNKNOWN
from softmax_viz.core.data.rows import Rows
from softmax_viz.core.functions.vectors import MOST_IN_PAIRS
from softmax_viz.core.lecture.targets import target, target_of
from softmax_viz.core.lecture.work import ROWS
from softmax_viz.core.outputs import OUTPUTS, OutputKind
from softmax_viz.core.ranking import (
    Following,
    Move,
    Ranking,
    following,
    following_after,
    following_scaled,
)
from softmax_viz.core.reductions import Summary
from softmax_viz.core.state import State, Vector, differing_logits, same_classes, same_logits
from softmax_viz.core.verdicts import (
    Verdict,
    defined,
    gradient_flows,
    in_unit_interval,
    keeps_order,
    most_pressing_first,
    summed_up,
    sums_to_one,
    undefined_logits,
)


@dataclass(frozen=True)
class Output:
    """Hold one function's output, and what is to be said of it.

    values: shape (N,), read-only; total: their sum.
    """

    kind: OutputKind
    values: Vector
    axis: Axis
    total: float
    verdicts: tuple[Verdict, ...]

    def looks_like(self, other: Output) -> bool:
        """Tell whether another output has these very values, and the same is said of it."""
        return self.values is other.values and self.verdicts == other.verdicts


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


@dataclass(frozen=True)
class _Judged:
    """Hold an output, and what its verdicts rest on.

    following: how its values follow the order of the logits, None where there is NaN.
    """

    output: Output
    summary: Summary
    following: Following | None


@dataclass(frozen=True)
class _Edit:
    """Hold how one logit alone was changed, and what was known before."""

    index: int
    move: Move
    same_temperature: bool
    judged: dict[str, _Judged]


class Snapshot:
    """Derive everything from one State; each part is computed once, on demand.

    What does not look at T is taken over from a previous snapshot of the same logits; where one
    logit is another, what it does not touch.
    ghost: the snapshot whose bars stay behind those just revealed, None for none.
    covered: what is not to be told yet, as targets of a scene.
    rows: the table that is open, None for none; true_class: of the row on the screen, -1 for none.
    source: what has put the logits on the screen, as it is told of a work.
    """

    def __init__(
        self,
        state: State,
        previous: Snapshot | None = None,
        ghost: State | None = None,
        covered: frozenset[str] = frozenset(),
        rows: Rows | None = None,
        true_class: int = UNKNOWN,
        source: str = "",
    ) -> None:
        self.state = state
        self.covered = covered
        self.rows, self.true_class, self.source = rows, true_class, source
        self.ghost = None if ghost is None else Snapshot(ghost)
        self._judged: dict[str, _Judged] = {}
        self._worded_otherwise: dict[str, _Judged] = {}
        self._covered_entries: dict[str, frozenset[int]] = {}
        self._edit: _Edit | None = None
        if previous is not None:
            self._take_outputs(previous)
            self._take_references(previous)
            self._take_row(previous)

    def _take_outputs(self, previous: Snapshot) -> None:
        now, before = self.state, previous.state
        ranking: Ranking | None = vars(previous).get("ranking")
        changed = differing_logits(now, before) if now.count == before.count else None
        same_words = same_classes(now, before) and now.decimals == before.decimals
        same_temperature = now.temperature == before.temperature
        if changed == []:
            known = {
                key: judged
                for key, judged in previous._judged.items()
                if same_temperature or not judged.output.kind.uses_temperature
            }
            if same_words:
                self._judged = known
            else:
                # Of other names and digits, no number is another.
                self._worded_otherwise = known
            if ranking is not None:
                self.ranking = ranking
            if same_temperature and "entropy" in vars(previous):
                self.entropy = previous.entropy
        elif changed is not None and len(changed) == 1 and ranking is not None and same_words:
            index = changed[0]
            self.ranking, move = ranking.with_logit(now.logits, index)
            self._edit = _Edit(index, move, same_temperature, dict(previous._judged))
        else:
            self._take_ranking(ranking)

    def _take_ranking(self, ranking: Ranking | None) -> None:
        known = None if ranking is None else ranking.with_logits(self.state.logits)
        if known is not None:
            self.ranking = known

    def _take_references(self, previous: Snapshot) -> None:
        if "pins" in vars(previous) and previous.state.pins == self.state.pins:
            self.pins = previous.pins
        old, new = previous.ghost, self.ghost
        if old is not None and new is not None and old.state == new.state:
            self.ghost = old

    def _take_row(self, previous: Snapshot) -> None:
        if previous.rows is not self.rows:
            return
        known, now, before = vars(previous), self.state, previous.state
        if "_row_logits" in known:
            self._row_logits = known["_row_logits"]
        same = (
            now.logits is before.logits and now.labels is before.labels
            and now.colors is before.colors and self.source == previous.source
        )  # fmt: skip
        # A step of T alone costs nothing to tell.
        if same and "shows_row" in known:
            self.shows_row = known["shows_row"]

    def covers(self, key: str, index: int | None = None) -> bool:
        """Tell whether an output, or one entry of it, is not to be told yet."""
        if key in self.covered:
            return True
        return index is not None and target_of(key, self.state.labels[index]) in self.covered

    def covered_entries(self, key: str) -> frozenset[int]:
        """Return the places of an output's entries that are not to be told yet."""
        if key not in self._covered_entries:
            self._covered_entries[key] = self._find_covered(key)
        return self._covered_entries[key]

    def _find_covered(self, key: str) -> frozenset[int]:
        if key in self.covered:
            return frozenset(range(self.state.count))
        labels = {label for chart, label in map(target, self.covered) if chart == key}
        if not labels:
            return frozenset()
        return frozenset(i for i, label in enumerate(self.state.labels) if label in labels)

    @property
    def prediction_is_covered(self) -> bool:
        """Tell whether the predicted class and its probability are not to be told yet."""
        return any(target(text)[0] in ("prediction", "softmax") for text in self.covered)

    def output(self, key: str) -> Output:
        """Return an output by its key; raises KeyError for one that does not exist."""
        if key not in self._judged:
            self._judged[key] = self._judge(_KINDS[key])
        return self._judged[key].output

    def _judge(self, kind: OutputKind) -> _Judged:
        state = self.state
        before = None if self._edit is None else self._edit.judged.pop(kind.key, None)
        values, summary, found = self._values(kind, before)
        reason, remark = kind.trouble(state, values)
        verdicts = (
            defined(reason, remark),
            in_unit_interval(values, summary, state),
            sums_to_one(values, summary, state),
            keeps_order(values, found, self.ranking, state),
            gradient_flows(kind.slope(state, values, self.ranking), state),
            kind.temperature(state),
        )
        axis = axis_for(values, (summary.low, summary.high))
        output = Output(kind, values, axis, summary.total, most_pressing_first(verdicts))
        if before is not None and before.output.looks_like(output):
            output = before.output
        return _Judged(output, summary, found)

    def _values(
        self, kind: OutputKind, before: _Judged | None
    ) -> tuple[Vector, Summary, Following | None]:
        """Return the values of an output with what its verdicts rest on."""
        same = self._worded_otherwise.pop(kind.key, None)
        if same is not None:
            return same.output.values, same.summary, same.following
        updated = self._updated(kind, before)
        values = self._evaluated(kind) if updated is None else updated
        values.flags.writeable = False
        if before is not None and values is before.output.values:
            summary = before.summary
        else:
            summary = summed_up(values)
        return values, summary, self._following(values, summary, before, updated is not None)

    def _evaluated(self, kind: OutputKind) -> Vector:
        if kind.key != "softmax" or self.state.count <= MOST_IN_PAIRS:
            return kind.evaluate(self.state)
        # Of very many classes, one pass gives both.
        shares, entropy = functions.softmax_and_entropy(self.state.logits, self.state.temperature)
        self.entropy = float(entropy)
        return shares

    def _updated(self, kind: OutputKind, before: _Judged | None) -> Vector | None:
        """Return the values from those before the edit, None where they must be computed anew."""
        edit = self._edit
        if edit is None or before is None or kind.update is None:
            return None
        if kind.uses_temperature and not edit.same_temperature:
            return None
        return kind.update(self.state, before.output.values, edit.index)

    def _following(
        self, values: Vector, summary: Summary, before: _Judged | None, updated: bool
    ) -> Following | None:
        if math.isnan(self.state.extent[0]) or math.isnan(summary.low):
            return None
        edit = self._edit
        if edit is None or before is None or before.following is None:
            return following(values, self.ranking)
        if updated:
            return following_after(before.following, edit.move, values, self.ranking)
        found = following_scaled(
            before.following, edit.index, edit.move, before.output.values, values, self.ranking
        )
        return following(values, self.ranking, measured=True) if found is None else found

    @cached_property
    def shows_row(self) -> bool:
        """Tell whether the row of the table is on the screen as it is in its file, at any T."""
        if self.rows is None or self.source != ROWS:
            return False
        return self.rows.is_shown_by(self.state, self._row_logits)

    @cached_property
    def _row_logits(self) -> Vector:
        assert self.rows is not None
        return self.rows.table.row(self.rows.row)

    @cached_property
    def ranking(self) -> Ranking:
        """Return the classes from the smallest logit to the largest, with their logits."""
        return Ranking.of(self.state.logits)

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
        # Of other logits there is little to save, and what is known of these would be kept.
        return tuple(
            Snapshot(pin, self if same_logits(pin, self.state) else None) for pin in self.state.pins
        )

    @cached_property
    def log_softmax(self) -> Vector:
        """Return log p of each class."""
        values = functions.log_softmax(self.state.logits, self.state.temperature)
        values.flags.writeable = False
        return values

    @cached_property
    def entropy(self) -> float:
        """Return the entropy of softmax in nats."""
        self.output("softmax")
        # Of very many classes, it came with that.
        known: float | None = vars(self).get("entropy")
        if known is not None:
            return known
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
        p = self.output("softmax").values
        top = self.ranking.largest
        winner = int(top[0])
        lead = float(p[winner])
        others = (p[:winner], p[winner + 1 :])
        second = max((float(part.max()) for part in others if part.size), default=0.0)
        return Prediction(winner, top.size, lead, max(lead - second, 0.0), "")


_KINDS = {kind.key: kind for kind in OUTPUTS}


def evaluate(
    state: State,
    previous: Snapshot | None = None,
    ghost: State | None = None,
    covered: frozenset[str] = frozenset(),
    rows: Rows | None = None,
    true_class: int = UNKNOWN,
    source: str = "",
) -> Snapshot:
    """Return the snapshot of a state; one of the state before saves work.

    ghost: a state whose bars are to be seen behind this one's; covered: what is not to be told.
    rows, true_class: an open table, and the true class of its row on the screen.
    source: what has put the logits on the screen.
    """
    return Snapshot(state, previous, ghost, covered, rows, true_class, source)
