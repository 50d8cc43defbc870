"""The session: one writer, undo and redo, one gesture one step."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject

from softmax_viz.core import edits
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.rows import Rows
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Scene, Step
from softmax_viz.core.lecture.screen import Screen
from softmax_viz.core.lecture.work import (
    Work,
    advance,
    delete_scene,
    open_deck,
    reset_scene,
    with_rows,
    with_scene,
    with_screen,
)
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.state import State
from softmax_viz.session import BYTES_PER_CLASS, Session

RUNNING = State.of([0.25, 1.23, -0.8])


def at(*logits: float) -> State:
    return State.of(logits)


class Listener(QObject):
    """Note every state that is told."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.states: list[State] = []
        session.changed.connect(self.note)

    def note(self, snapshot: Snapshot) -> None:
        self.states.append(snapshot.state)


def test_a_change_is_told_once_with_its_snapshot() -> None:
    session = Session(RUNNING)
    listener = Listener(session)
    session.update(at(1, 2))
    assert listener.states == [at(1, 2)]
    assert session.state == session.snapshot.state == at(1, 2)


@pytest.mark.parametrize("logits", [[0.25, 1.23], [math.nan, math.inf, -math.inf]])
def test_an_equal_state_ends_the_loop(logits: list[float]) -> None:
    session = Session(State.of(logits))
    listener = Listener(session)
    session.update(State.of(list(logits)))
    assert not listener.states
    assert not session.can_undo


def test_undo_and_redo_walk_the_same_way() -> None:
    session = Session(at(0))
    states = [at(1), at(2), replace(at(2), temperature=math.inf)]
    for state in states:
        session.update(state)
    listener = Listener(session)
    for _ in range(3):
        session.undo()
    assert not session.can_undo
    for _ in range(3):
        session.redo()
    assert not session.can_redo
    assert listener.states == [at(2), at(1), at(0), *states]


def test_undo_and_redo_do_nothing_at_the_ends() -> None:
    session = Session(RUNNING)
    listener = Listener(session)
    session.undo()
    session.redo()
    assert not listener.states


def test_a_new_edit_leaves_nothing_to_redo() -> None:
    session = Session(at(0))
    session.update(at(1))
    session.undo()
    session.update(at(2))
    assert not session.can_redo
    session.undo()
    assert session.state == at(0)


def test_an_equal_state_keeps_what_can_be_redone() -> None:
    session = Session(at(0))
    session.update(at(1))
    session.undo()
    session.update(at(0))
    assert session.can_redo


def test_a_drag_is_one_step() -> None:
    session = Session(at(0))
    for k in range(1, 100):
        session.update(at(k), gesture="drag")
    session.undo()
    assert session.state == at(0)
    assert not session.can_undo
    session.redo()
    assert session.state == at(99)


def test_two_drags_are_two_steps_and_edits_without_a_gesture_never_join() -> None:
    session = Session(at(0))
    for state, gesture in ((1, "a"), (2, "a"), (3, "b"), (4, None), (5, None)):
        session.update(at(state), gesture)
    seen = []
    while session.can_undo:
        session.undo()
        seen.append(session.state)
    assert seen == [at(4), at(3), at(2), at(0)]


@pytest.mark.parametrize("step", [Session.undo, Session.redo])
def test_a_drag_that_goes_on_after_undo_or_redo_is_a_new_step(
    step: Callable[[Session], None],
) -> None:
    session = Session(at(0))
    session.update(at(1), "drag")
    session.update(at(2))
    session.undo()
    step(session)
    before = session.state
    session.update(at(9), "drag")
    session.undo()
    assert session.state == before


def test_drags_during_a_sweep_stay_one_step_each() -> None:
    session = Session(at(0))
    for k in range(1, 4):
        session.update(replace(session.state, temperature=1 + k / 10), "sweep")
    before = []
    for drag in ("first", "second", "third"):
        before.append(session.state)
        for _ in range(9):
            state = session.state
            session.update(edits.shift(state, 1.0), drag)
            session.update(replace(session.state, temperature=state.temperature + 1), "sweep")
    for state in (*reversed(before), at(0)):
        session.undo()
        assert session.state == state
    assert not session.can_undo


def test_an_update_while_a_change_is_told_raises_and_changes_nothing() -> None:
    class Culprit(QObject):
        raised: RuntimeError | None = None

        def __init__(self, attempt: Callable[[], None]) -> None:
            super().__init__()
            self.attempt = attempt

        def listen(self, snapshot: Snapshot) -> None:
            with pytest.raises(RuntimeError, match="while it was being rendered"):
                self.attempt()

    session = Session(at(0))
    session.update(at(1))
    session.update(at(2))
    session.undo()
    for attempt in (lambda: session.update(at(7)), session.undo, session.redo):
        culprit = Culprit(attempt)
        session.changed.connect(culprit.listen)
        session.update(at(3))
        session.changed.disconnect(culprit.listen)
        assert session.state == at(3)
        session.undo()
        assert session.state == at(1)


def test_a_failing_listener_does_not_lock_the_session(qtbot: object) -> None:
    from pytestqt.exceptions import capture_exceptions

    class Failing(QObject):
        def listen(self, snapshot: Snapshot) -> None:
            raise ArithmeticError("of a view")

    session = Session(at(0))
    failing = Failing()
    session.changed.connect(failing.listen)
    with capture_exceptions() as caught:
        session.update(at(1))
    assert [kind for kind, _, _ in caught] == [ArithmeticError]
    session.changed.disconnect(failing.listen)
    session.update(at(2))
    assert session.state == at(2)


def test_undo_is_bounded_by_steps() -> None:
    session = Session(at(0), undo_steps=5)
    for k in range(1, 21):
        session.update(at(k))
    while session.can_undo:
        session.undo()
    assert session.state == at(15)


def test_undo_is_bounded_by_bytes_and_keeps_one_step_at_least() -> None:
    session = Session(State.of(np.zeros(10)), undo_bytes=3 * 10 * BYTES_PER_CLASS)
    for k in range(1, 9):
        session.update(State.of(np.full(10, float(k))))
    while session.can_undo:
        session.undo()
    assert session.state.logits[0] == 5.0

    large = Session(State.of(np.zeros(1000)), undo_bytes=BYTES_PER_CLASS)
    large.update(State.of(np.ones(1000)))
    large.undo()
    assert large.state.logits[0] == 0.0


def test_bytes_are_given_back_by_undo() -> None:
    session = Session(State.of(np.zeros(10)), undo_bytes=3 * 10 * BYTES_PER_CLASS)
    for _ in range(50):
        session.update(edits.shift(session.state, 1.0))
        session.undo()
        session.redo()
        session.undo()
    for k in range(1, 4):
        session.update(State.of(np.full(10, float(k))))
    for left in (2.0, 1.0, 0.0):
        session.undo()
        assert session.state.logits[0] == left


@pytest.mark.parametrize("mapped", [False, True])
def test_tables_that_only_undo_keeps_count_too(mapped: bool, tmp_path: Path) -> None:
    table = np.zeros((100, 2))
    cost = 0 if mapped else table.nbytes
    session = Session(State.of((0, 0)), undo_bytes=3 * cost + 1000)
    for k in range(10):
        values = table + k
        if mapped:
            np.save(tmp_path / f"{k}.npy", values)
            values = np.load(tmp_path / f"{k}.npy", mmap_mode="r")
        rows = Rows(LogitsTable(values, ("a", "b")))
        session.update_work(with_rows(session.work, rows))
        session.update_work(with_rows(session.work, rows.at(1)))
    steps = 0
    while session.can_undo:
        session.undo()
        steps += 1
    # Beside the table on the screen, with its one step, three are kept, with two steps each.
    assert steps == (20 if mapped else 7)


ACTION = st.one_of(
    st.just("undo"),
    st.just("redo"),
    st.tuples(st.integers(-2, 2), st.sampled_from([None, "a", "b"])),
)


@given(st.lists(ACTION, max_size=30))
def test_undoing_everything_returns_to_the_start(actions: list[str | tuple[int, str]]) -> None:
    session = Session(at(0, 0))
    for action in actions:
        if action == "undo":
            session.undo()
        elif action == "redo":
            session.redo()
        else:
            session.update(at(0, int(action[0])), action[1])
    last = session.state
    steps = 0
    while session.can_undo:
        session.undo()
        steps += 1
    assert session.state == at(0, 0)
    for _ in range(steps):
        session.redo()
    assert session.state == last


def test_what_a_view_lets_go_of_while_it_is_hidden_is_not_taken() -> None:
    session = Session(at(0))
    told: list[int] = []

    class Hidden(QObject):
        def listen(self, work: object) -> None:
            told.append(1)
            session.take(at(9))
            session.take_work(Work(at(9)))

    hidden = Hidden()
    missed: list[int] = []
    session.missed.connect(lambda: missed.append(1))
    session.work_changed.connect(hidden.listen)
    session.take(at(1))
    session.take_work(Work(at(2)))
    assert session.state == at(2)
    assert len(told) == 2
    assert len(missed) == 4


def test_nothing_is_missed_where_what_is_let_go_of_is_what_is_shown() -> None:
    session = Session(at(0))
    missed: list[int] = []
    session.missed.connect(lambda: missed.append(1))
    session.work_changed.connect(session.take_work)
    session.changed.connect(lambda snapshot: session.take(snapshot.state))
    session.take(at(1))
    assert missed == []


FIRST = Scene("First", at(1), Screen(lens="temperature"), origin=0)
DECK = Deck(scenes=(FIRST, Scene("Second", at(2), Screen(lens="curves"), origin=1)))


def lesson() -> Session:
    return Session(open_deck(Work(at(0)), DECK))


def turn(session: Session, lens: str) -> None:
    session.show_work(with_screen(session.work, Screen(lens=lens)))


def test_undo_leaves_the_lens_that_is_on() -> None:
    session = lesson()
    session.update(at(5))
    turn(session, "simplex")
    session.undo()
    assert session.state == at(1)
    assert session.work.screen.lens == "simplex"
    session.redo()
    assert session.state == at(5)
    assert session.work.screen.lens == "simplex"


def test_a_deleted_scene_comes_back_with_its_screen() -> None:
    session = lesson()
    session.update_work(delete_scene(session.work, 0))
    turn(session, "simplex")
    session.undo()
    assert session.work.deck == DECK
    assert session.work.screen == FIRST.screen
    session.redo()
    assert [scene.title for scene in session.work.deck.scenes] == ["Second"]
    assert session.work.screen.lens == "simplex"


def test_a_reset_is_undone_with_its_screen() -> None:
    session = lesson()
    turn(session, "simplex")
    session.update_work(reset_scene(session.work, DECK))
    assert session.work.screen == FIRST.screen
    session.undo()
    assert session.work.screen.lens == "simplex"
    session.redo()
    assert session.work.screen == FIRST.screen


def test_undo_takes_a_step_away_that_was_taken() -> None:
    session = lesson()
    session.update_work(with_scene(session.work, replace(FIRST, steps=(Step(say="So."),))))
    session.show_work(advance(session.work))
    session.undo()
    assert session.work.shown == len(session.work.steps) == 0
