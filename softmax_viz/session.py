"""The only mutable model object: the present work with its snapshot, and the way back."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from softmax_viz.core.data.mapped import is_mapped
from softmax_viz.core.lecture.work import Work, with_screen, with_state
from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import State

# More than an hour of edits, and some 6 MB of them at a few classes.
UNDO_STEPS = 8_000
UNDO_BYTES = 512 * 2**20
BYTES_PER_CLASS = 24
# A drag, and a sweep meanwhile.
GESTURES_AT_ONCE = 2


class Session(QObject):
    """Hold the present Work; tell of every change.

    work_changed: the new Work, first of all.
    changed: the new Snapshot, where the State, its ghost or what is covered is another.
    missed: what a view intended came while a change was told, and was not taken.
    Updates with the same gesture, not None, form one undo step; of two gestures at once, the later
    one's step goes on. Undo is bounded by steps, and by bytes: a million logits are 24 MB a step.
    """

    work_changed = Signal(object)
    changed = Signal(object)
    missed = Signal()

    def __init__(
        self, work: Work | State, undo_steps: int = UNDO_STEPS, undo_bytes: int = UNDO_BYTES
    ) -> None:
        super().__init__()
        self._work = Work(work) if isinstance(work, State) else work
        self._snapshot = _evaluated(self._work)
        # Each with whether the step from it turns the screen too; and the bytes that are had back
        # when it is forgotten.
        self._past: deque[tuple[Work, bool, int]] = deque()
        self._future: list[tuple[Work, bool]] = []
        self._gestures: deque[Hashable | None] = deque(maxlen=GESTURES_AT_ONCE)
        self._undo_steps, self._undo_bytes = undo_steps, undo_bytes
        self._past_bytes = 0
        self._telling = False

    @property
    def work(self) -> Work:
        """Return everything that the person works on."""
        return self._work

    @property
    def snapshot(self) -> Snapshot:
        """Return what is on the screen."""
        return self._snapshot

    @property
    def state(self) -> State:
        """Return the present State."""
        return self._work.state

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a step to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Tell whether there is a step to take again."""
        return bool(self._future)

    def update(self, state: State, gesture: Hashable | None = None) -> None:
        """Make a state the present one; an equal one changes nothing.

        Raises RuntimeError when called while a change is being told.
        """
        self._refuse_while_telling()
        if state != self.state:
            self._step_to(with_state(self._work, state), gesture)

    def take(self, state: State, gesture: Hashable | None = None) -> None:
        """Update as a view intends, unless a change is just being told.

        A field that is being typed in and is hidden by that change lets go of its entry then: it
        belongs to what was on the screen before.
        """
        if not self._telling:
            self.update(state, gesture)
        elif state != self.state:
            self.missed.emit()

    def take_work(self, work: Work, gesture: Hashable | None = None) -> None:
        """Update a work as a view intends, unless a change is just being told."""
        if not self._telling:
            self.update_work(work, gesture)
        elif work != self._work:
            self.missed.emit()

    def update_work(self, work: Work, gesture: Hashable | None = None) -> None:
        """Make a work the present one, as a step that can be undone; an equal one changes nothing.

        Raises RuntimeError when called while a change is being told.
        """
        self._refuse_while_telling()
        if work != self._work:
            self._step_to(work, gesture)

    def _step_to(self, work: Work, gesture: Hashable | None) -> None:
        if gesture is not None and gesture in self._gestures:
            self._gestures.remove(gesture)
        else:
            self._remember(work, _turns(self._work, work))
        self._gestures.append(gesture)
        self._future.clear()
        self._show(work)

    def show_work(self, work: Work) -> None:
        """Make a work the present one without an undo step: going through scenes undoes nothing.

        Raises RuntimeError when called while a change is being told.
        """
        self._refuse_while_telling()
        self._gestures.clear()
        self._show(work)

    def restart(self, work: Work) -> None:
        """Make a work the present one, with no way back: another deck was opened.

        Raises RuntimeError when called while a change is being told.
        """
        self._refuse_while_telling()
        self._past.clear()
        self._future.clear()
        self._past_bytes = 0
        self.show_work(work)

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        self._refuse_while_telling()
        if self._past:
            work, turns, cost = self._past.pop()
            self._past_bytes -= cost
            self._future.append((self._work, turns))
            self._gestures.clear()
            self._show(work if turns else self._as_seen_now(work))

    def redo(self) -> None:
        """Take the last undone step again, if there is one."""
        self._refuse_while_telling()
        if self._future:
            work, turns = self._future.pop()
            self._remember(work, turns)
            self._gestures.clear()
            self._show(work if turns else self._as_seen_now(work))

    def _as_seen_now(self, work: Work) -> Work:
        """Return a work of before with the present screen: turning to a lens is no step."""
        if work.index != self._work.index:
            return work
        shown = min(self._work.shown, len(work.steps))
        return with_screen(replace(work, shown=shown), self._work.screen)

    def _show(self, work: Work) -> None:
        before, self._work = self._work, work
        seen = (
            before.state is work.state
            and before.ghost is work.ghost
            and before.rows is work.rows
            and before.source == work.source
            and frozenset(work.covers) == self._snapshot.covered
        )
        if not seen:
            self._snapshot = _evaluated(work, self._snapshot)
        self._telling = True
        try:
            self.work_changed.emit(work)
            if not seen:
                self.changed.emit(self._snapshot)
        finally:
            self._telling = False

    def _refuse_while_telling(self) -> None:
        if self._telling:
            raise RuntimeError("a view changed the session while it was being rendered")

    def _remember(self, following: Work, turns: bool) -> None:
        """Keep the present work as the one before another."""
        cost = _cost(self._work, following)
        self._past.append((self._work, turns, cost))
        self._past_bytes += cost
        while len(self._past) > 1 and (
            len(self._past) > self._undo_steps or self._past_bytes > self._undo_bytes
        ):
            self._past_bytes -= self._past.popleft()[-1]


def _evaluated(work: Work, previous: Snapshot | None = None) -> Snapshot:
    return evaluate(
        work.state, previous, work.ghost, frozenset(work.covers), work.rows, work.true_class,
        work.source,
    )  # fmt: skip


def _turns(work: Work, following: Work) -> bool:
    """Tell whether a step turns to another scene or screen itself, as deleting a scene does."""
    return (
        work.index != following.index
        or work.screen != following.screen
        or len(work.deck.scenes) != len(following.deck.scenes)
    )


def _cost(work: Work, following: Work) -> int:
    cost = BYTES_PER_CLASS * work.state.count
    table = None if work.rows is None else work.rows.table
    if table is None or is_mapped(table.values):
        return cost
    # All steps through one table share it: the last of them keeps it.
    shared = following.rows is not None and following.rows.table is table
    return cost if shared else cost + table.values.nbytes
