"""Long work in a thread: told of in the view's thread, latest wins, stopped with its owner."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread, SignalInstance
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from softmax_viz.views.background import Background

Told = list[tuple[Any, ...]]
Note = Callable[[SignalInstance], Told]
WAIT_S = 10.0


class Work:
    """An iterator that goes on when it is let, and notes how it ended."""

    def __init__(self, values: int = 3) -> None:
        self.values = values
        self.go_on = threading.Semaphore(0)
        self.begun, self.closed = Event(), Event()
        self.made = 0

    def __call__(self) -> Iterator[int]:
        try:
            self.begun.set()
            for value in range(self.values):
                assert self.go_on.acquire(timeout=WAIT_S)
                self.made += 1
                yield value
        finally:
            self.closed.set()

    def let_go(self, times: int = 100) -> None:
        self.go_on.release(times)


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(WAIT_S)
        assert not thread.is_alive()


@pytest.fixture
def owner() -> Iterator[QObject]:
    made = QObject()
    yield made
    del made
    gc.collect()


@pytest.fixture
def background(owner: QObject) -> Background:
    return Background(owner)


def test_the_last_value_is_told_at_the_end(
    background: Background, qtbot: QtBot, told: Note
) -> None:
    progressed, failed = told(background.progressed), told(background.failed)
    with qtbot.waitSignal(background.finished) as finished:
        background.start(lambda: iter("abc"))
        assert background.running
    assert finished.args == ["c"]
    assert not background.running
    assert progressed == failed == []


def test_work_that_yields_nothing_ends_with_none(background: Background, qtbot: QtBot) -> None:
    with qtbot.waitSignal(background.finished) as finished:
        background.start(lambda: iter(()))
    assert finished.args == [None]


def test_what_is_known_so_far_is_told_once_and_in_the_thread_of_the_view(
    background: Background, qtbot: QtBot
) -> None:
    work, told = Work(), []
    home = QThread.currentThread()

    def note(value: object) -> None:
        told.append((value, QThread.currentThread() is home))

    background.progressed.connect(note)
    background.start(work)
    work.let_go(2)
    qtbot.waitUntil(lambda: (1, True) in told)
    qtbot.wait(120)
    assert len(told) == len(set(told))
    with qtbot.waitSignal(background.finished):
        work.let_go()
    assert told[-1] == (1, True)


def test_many_values_are_told_of_at_times(background: Background, qtbot: QtBot, told: Note) -> None:
    progressed = told(background.progressed)
    with qtbot.waitSignal(background.finished) as finished:
        background.start(lambda: iter(range(300_000)))
    assert finished.args == [299_999]
    assert len(progressed) < 300


def test_new_work_takes_the_place_of_the_one_that_runs(
    background: Background, qtbot: QtBot, told: Note
) -> None:
    finished, old = told(background.finished), Work()
    background.start(old)
    assert old.begun.wait(WAIT_S)
    with qtbot.waitSignal(background.finished):
        background.start(lambda: iter([7]))
    old.let_go()
    assert old.closed.wait(WAIT_S)
    qtbot.wait(120)
    assert finished == [(7,)]
    assert old.made == 1


def test_cancelled_work_stops_at_its_next_value_and_tells_nothing(
    background: Background, qtbot: QtBot, told: Note
) -> None:
    signals = [told(s) for s in (background.progressed, background.finished, background.failed)]
    work = Work(100)
    background.start(work)
    assert work.begun.wait(WAIT_S)
    background.cancel()
    assert not background.running
    work.let_go()
    assert work.closed.wait(WAIT_S)
    qtbot.wait(120)
    assert work.made == 1
    assert signals == [[], [], []]
    background.cancel()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ValueError("row 3 is odd"), "row 3 is odd"),
        (OSError("the disk is gone"), "the disk is gone"),
        (MemoryError(), "There is not enough memory for this."),
    ],
)
def test_a_failure_is_told_as_a_sentence(
    error: Exception, sentence: str, background: Background, qtbot: QtBot, told: Note
) -> None:
    finished = told(background.finished)

    def fail() -> Iterator[int]:
        yield 1
        raise error

    with qtbot.waitSignal(background.failed) as failed:
        background.start(fail)
    assert failed.args == [sentence]
    assert not background.running
    assert finished == []


def test_a_fault_is_raised_where_it_is_seen(background: Background, qtbot: QtBot) -> None:
    def fault() -> Iterator[int]:
        raise KeyError("a fault of ours")

    with capture_exceptions() as raised:
        background.start(fault)
        qtbot.waitUntil(lambda: not background.running)
    assert [str(error[1]) for error in raised] == ["'a fault of ours'"]


def test_a_slot_may_start_the_next_work(background: Background, qtbot: QtBot) -> None:
    seen: list[object] = []

    def go_on(value: object) -> None:
        seen.append(value)
        if len(seen) < 3:
            background.start(lambda: iter([len(seen)]))

    background.finished.connect(go_on)
    background.start(lambda: iter([0]))
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == [0, 1, 2]


@pytest.mark.skipif(sys.platform != "linux", reason="a thread has a priority of its own on Linux")
def test_the_view_goes_first(background: Background, qtbot: QtBot) -> None:
    def priorities() -> Iterator[tuple[int, int]]:
        with ThreadPoolExecutor(1) as pool:
            yield priority(), pool.submit(priority).result()

    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    with qtbot.waitSignal(background.finished) as finished:
        background.start(priorities)
    assert min(finished.args[0]) > priority()


def test_work_stops_with_its_owner(owner: QObject, background: Background) -> None:
    work = Work(100)
    background.start(work)
    assert work.begun.wait(WAIT_S)
    delete(owner)
    work.let_go()
    assert work.closed.wait(WAIT_S)
    assert work.made == 1


def test_work_stops_when_nobody_knows_it_any_more() -> None:
    work = Work(100)
    background = Background()
    background.start(work)
    assert work.begun.wait(WAIT_S)
    del background
    gc.collect()
    work.let_go()
    assert work.closed.wait(WAIT_S)
    assert work.made == 1
