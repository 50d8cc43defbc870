"""How much is done, on a terminal."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Iterator
from unittest.mock import Mock

import pytest

from softmax_viz import progress
from softmax_viz.progress import Progress

STEPS = [(0.1, "a"), (0.25, "b"), (0.255, "c"), (1.0, "d")]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, seconds: list[float], monkeypatch: pytest.MonkeyPatch) -> str:
    clock = iter(seconds)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    with Progress() as running:
        assert running.last(STEPS) == "d"
    return stream.getvalue()


def test_a_terminal_sees_it_after_a_second_and_not_too_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The start; then each step, once more where it is shown.
    seconds = [0, 0.5, 1.5, 1.5, 1.55, 9, 9]
    assert shown(Terminal(), seconds, monkeypatch) == (
        "\r25 % done; Ctrl+C stops\r100 % done; Ctrl+C stops\r" + 24 * " " + "\r"
    )


def test_what_is_over_soon_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Terminal(), [0, 0.1, 0.2, 0.3, 0.4], monkeypatch) == ""


def test_a_file_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(io.StringIO(), [0, 9, 9, 9, 9], monkeypatch) == ""


def test_ctrl_c_while_it_is_written_wipes_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(stream, "flush", Mock(side_effect=[KeyboardInterrupt, None]))
    monkeypatch.setattr(progress, "SECONDS_UNTIL_SHOWN", -1)
    with pytest.raises(KeyboardInterrupt), Progress() as running:
        running.last(STEPS)
    assert stream.getvalue().endswith(f"stops\r{23 * ' '}\r")


class Finalized:
    """Be interrupted where Python drops what is raised."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_ctrl_c_is_not_lost_while_an_object_is_finalized() -> None:
    def steps() -> Iterator[tuple[float, str]]:
        yield 0.0, "first"
        Finalized()
        yield 0.5, "second"
        yield 1.0, "third"

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), Progress() as running:
        running.last(steps())
    assert signal.getsignal(signal.SIGINT) is before


def test_a_mistake_on_the_way_wipes_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "SECONDS_UNTIL_SHOWN", -1)
    with pytest.raises(ZeroDivisionError), Progress() as running:
        running.last((share, 1 // int(10 * share - 3)) for share in (0.2, 0.3))
    assert stream.getvalue().endswith(f"\r{23 * ' '}\r")
