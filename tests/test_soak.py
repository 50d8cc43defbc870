"""A hundred thousand edits in one process: no warning, and no more memory than at first."""

from __future__ import annotations

import ctypes
import gc
import math
import random
import resource
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from softmax_viz.app import create_window
from softmax_viz.core import edits
from softmax_viz.core import temperature_scale as scale
from softmax_viz.core.examples import initial_state
from softmax_viz.core.state import State
from softmax_viz.window import MainWindow

EDITS = 100_000
PAINTED = 20
MOST_GROWTH = 2 * 2**20
RESIDENT = Path("/proc/self/statm")


def resident_bytes() -> int:
    """Return the memory in use, without what has been freed but not given back."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(RESIDENT.read_text().split()[1]) * resource.getpagesize()


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = create_window()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


class Editor:
    """Makes one random edit after another; the number of classes stays between 2 and 6."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def edited(self, state: State) -> State:
        """Return the state after a random edit."""
        draw = self._random
        index = draw.randrange(state.count)
        value = draw.choice([draw.gauss(0, 2), round(draw.gauss(0, 2), 2), 0.0])
        kind = draw.randrange(14)
        if kind < 4:
            return edits.set_logit(state, index, value)
        if kind < 8:
            by = draw.choice([scale.ARROW, -scale.ARROW, scale.PAGE, -scale.PAGE])
            return edits.set_temperature(state, scale.stepped(state.temperature, by))
        if kind == 8:
            odd = draw.choice([math.nan, math.inf, -math.inf, 1e300, 5e-324])
            return edits.set_logit(state, index, odd)
        if kind == 9:
            return edits.randomize(state, draw.randrange(1000))
        if kind == 10:
            return edits.add_class(state) if state.count < 6 else initial_state()
        if kind == 11:
            return edits.remove_classes(state, [index]) if state.count > 2 else initial_state()
        if kind == 12:
            return edits.move_class(state, index, draw.randrange(state.count))
        return replace(edits.rename(state, index, f"name {draw.randrange(50)}"),
                       decimals=draw.randint(1, 17))  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not RESIDENT.exists(), reason="the resident memory is read from Linux's /proc")
def test_a_hundred_thousand_edits(window: MainWindow) -> None:
    editor = Editor(seed=1)
    readings = []
    for number in range(EDITS):
        if number % (EDITS // 10) == 0:
            readings.append(resident_bytes())
        session = window.session
        session.update(editor.edited(session.state))
        if number % 7 == 0:
            session.undo()
        if number % 14 == 0:
            session.redo()
        if number % PAINTED == 0:
            QApplication.processEvents()
    readings.append(resident_bytes())
    growth = [reading - readings[1] for reading in readings[2:]]
    assert max(growth) <= MOST_GROWTH, [f"{by / 2**20:.2f} MiB" for by in growth]
