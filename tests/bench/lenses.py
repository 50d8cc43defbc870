"""A temperature step with each lens visible, against the charts alone, at ten classes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import sleep

import numpy as np

from tests.bench.frames import SIZE, logits, put_away, timed

COUNT = 10
ROUNDS = 60
FRAME_MS = 1000 / 60


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SOFTMAX_VIZ_SETTINGS"] = str(Path(folder) / "settings.ini")
        print(f"temperature step at N = {COUNT} with a lens, against the charts alone (medians)")
        compare()


def compare() -> None:
    """Time each lens in turn with the same window without one."""
    from PySide6.QtWidgets import QApplication

    from softmax_viz.app import create_window
    from softmax_viz.core.lenses import LENSES
    from softmax_viz.core.state import State

    window = create_window(State.of(logits(COUNT)))
    window.resize(*SIZE)
    window.show()

    def step(temperature: float) -> None:
        window.session.update(window.session.state.with_temperature(temperature))
        QApplication.processEvents()

    for kind in LENSES:
        alone = measured(step, lambda: window.show_lens(False))
        with_lens = measured(step, lambda key=kind.key: window.choose_lens(key))  # type: ignore[misc]
        print(
            f"  {kind.key:<12} {with_lens:.2f} ms, alone {alone:.2f} ms, "
            f"ratio {with_lens / alone:.2f}, {with_lens / FRAME_MS:.2f} of a 60 Hz frame"
        )
    put_away(window)


def measured(step: Callable[[float], None], prepare: Callable[[], None]) -> float:
    """Return the median milliseconds of a step."""
    prepare()
    times = []
    for temperature in np.geomspace(0.2, 5, ROUNDS).tolist():
        # Of steps closer than a frame the lens shows the last: apart, every step paints it.
        sleep(1.2 / 60)
        times.append(timed(step, temperature))
    return 1000 * median(times[5:])
