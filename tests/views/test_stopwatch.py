"""The time of a lesson."""

from __future__ import annotations

from softmax_viz.views.lecture.stopwatch import Stopwatch


class Clock:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def test_it_counts_from_the_start_and_pauses() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    clock.now += 65.9
    assert watch.text == "01:05"
    watch.pause()
    clock.now += 100
    assert (watch.text, watch.is_running) == ("01:05", False)
    watch.pause()
    clock.now += 3600
    assert watch.text == "1:01:05"


def test_it_begins_anew_paused_or_not() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    clock.now += 10
    watch.reset()
    clock.now += 2
    assert watch.seconds == 2
    watch.pause()
    watch.reset()
    clock.now += 5
    assert watch.seconds == 0
