"""The only mutable model object: the present snapshot, and the way back."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable

from PySide6.QtCore import QObject, Signal

from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import State

# More than an hour of edits, and some 6 MB of them at a few classes.
UNDO_STEPS = 8_000
UNDO_BYTES = 512 * 2**20
BYTES_PER_CLASS = 24
# A drag, and a sweep meanwhile.
GESTURES_AT_ONCE = 2


class Session(QObject):
    """Hold the present State; tell of every change by `changed`, with the new Snapshot.

    Updates with the same gesture, not None, form one undo step; of two gestures at once, the later
    one's step goes on. Undo is bounded by steps, and by bytes: a million logits are 24 MB a step.
    """

    changed = Signal(object)

    def __init__(
        self, state: State, undo_steps: int = UNDO_STEPS, undo_bytes: int = UNDO_BYTES
    ) -> None:
        super().__init__()
        self._snapshot = evaluate(state)
        self._past: deque[State] = deque()
        self._future: list[State] = []
        self._gestures: deque[Hashable | None] = deque(maxlen=GESTURES_AT_ONCE)
        self._undo_steps, self._undo_bytes = undo_steps, undo_bytes
        self._past_bytes = 0
        self._telling = False

    @property
    def snapshot(self) -> Snapshot:
        """Return what is on the screen."""
        return self._snapshot

    @property
    def state(self) -> State:
        """Return the present State."""
        return self._snapshot.state

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

        Raises RuntimeError when called while `changed` is being told.
        """
        self._refuse_while_telling()
        if state == self.state:
            return
        if gesture is not None and gesture in self._gestures:
            self._gestures.remove(gesture)
        else:
            self._remember(self.state)
        self._gestures.append(gesture)
        self._future.clear()
        self._show(state)

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        self._refuse_while_telling()
        if self._past:
            self._future.append(self.state)
            self._gestures.clear()
            state = self._past.pop()
            self._past_bytes -= _cost(state)
            self._show(state)

    def redo(self) -> None:
        """Take the last undone step again, if there is one."""
        self._refuse_while_telling()
        if self._future:
            self._remember(self.state)
            self._gestures.clear()
            self._show(self._future.pop())

    def _show(self, state: State) -> None:
        self._snapshot = evaluate(state, self._snapshot)
        self._telling = True
        try:
            self.changed.emit(self._snapshot)
        finally:
            self._telling = False

    def _refuse_while_telling(self) -> None:
        if self._telling:
            raise RuntimeError("a view changed the session while it was being rendered")

    def _remember(self, state: State) -> None:
        self._past.append(state)
        self._past_bytes += _cost(state)
        while len(self._past) > 1 and (
            len(self._past) > self._undo_steps or self._past_bytes > self._undo_bytes
        ):
            self._past_bytes -= _cost(self._past.popleft())


def _cost(state: State) -> int:
    return BYTES_PER_CLASS * state.count
