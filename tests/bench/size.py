"""Steps at up to a million classes: a temperature step, and one logit that is dragged.

A temperature step of the whole window, from Session.update to all four charts painted, against the
same four functions in plain NumPy (limit: 2.5 times as dear at a million). Four bare BarGraphItems
against a step of the four charts with all that they show (floor: 30 times as dear at 50,000), and
against that of the window, which has a field, a slider and a headline besides. A drag of one logit
against the temperature step (limit: 1).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.bench.frames import BARE_SIZE, Step, bare_plots, logits, ours, put_away, timed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

COUNTS = (1_000, 50_000, 262_144, 1_000_000)
WITH_BARE_PLOTS = (1_000, 50_000)
ROUNDS, BARE_ROUNDS, BURST = 9, 5, 5
NUMPY_LIMIT, BARE_FLOOR, DRAG_LIMIT = 2.5, 30, 1


def in_numpy(count: int) -> Step:
    """Return a step of the four functions as textbooks write them."""
    z = logits(count)

    def step(temperature: float) -> None:
        1 / (1 + np.exp(-z / temperature))
        one_hot = np.zeros(count)
        one_hot[np.argmax(z)] = 1
        z / z.sum()
        scaled = z / temperature
        exponents = np.exp(scaled - scaled.max())
        exponents / exponents.sum()

    return step


def steps_of_ours(count: int) -> tuple[QWidget, Step, Step]:
    """Return the app's window, its temperature step and its drag of one logit."""
    from PySide6.QtWidgets import QApplication

    window: Any = ours(count, every_chart=False)[0]
    index = count // 3

    def temperature_step(temperature: float) -> None:
        state = window.session.state.with_temperature(temperature)
        window.session.update(state, gesture="temperature")
        QApplication.processEvents()

    def drag(logit: float) -> None:
        window.board.editor.model.intend_logit(index, logit, gesture="logit")
        QApplication.processEvents()

    return window, temperature_step, drag


def charts_alone(count: int) -> tuple[QWidget, Step]:
    """Return the four charts, as large as the bare plots, and their temperature step."""
    from PySide6.QtWidgets import QApplication

    from softmax_viz.core.snapshot import evaluate
    from softmax_viz.core.state import State
    from softmax_viz.views.charts.grid import ChartGrid

    charts = ChartGrid()
    charts.resize(*BARE_SIZE)
    charts.follow_theme()
    charts.show()
    shown = evaluate(State.of(logits(count)))

    def step(temperature: float) -> None:
        nonlocal shown
        shown = evaluate(shown.state.with_temperature(temperature), shown)
        charts.render_snapshot(shown)
        QApplication.processEvents()

    return charts, step


def compare(count: int) -> None:
    """Print the ratios at one number of classes."""
    window, step, drag = steps_of_ours(count)
    sides: dict[str, Step] = {"step": step, "numpy": in_numpy(count), "drag": drag}
    times = medians(sides, ROUNDS)
    print(
        f"  N = {count:>9,}: temperature step {times['step']:.2f} ms, "
        f"{times['step'] / times['numpy']:.2f} times plain NumPy (limit {NUMPY_LIMIT} at a "
        f"million); drag {times['drag']:.2f} ms, {times['drag'] / times['step']:.2f} times the "
        f"step (limit {DRAG_LIMIT})"
    )
    if count in WITH_BARE_PLOTS:
        (plots, bare), (charts, charts_step) = bare_plots(count), charts_alone(count)
        times = medians({"step": step, "charts": charts_step, "bare": bare}, BARE_ROUNDS)
        print(
            f"                 four bare plots {times['bare']:.1f} ms, "
            f"{times['bare'] / times['charts']:.1f} times a step of our four charts, "
            f"{times['charts']:.2f} ms (floor {BARE_FLOOR} at 50,000); "
            f"{times['bare'] / times['step']:.1f} times one of the window"
        )
        put_away(plots, charts)
    put_away(window)


def medians(sides: dict[str, Step], rounds: int) -> dict[str, float]:
    """Return the median milliseconds of each side, in bursts in turn, as people drag."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for burst in np.geomspace(0.2, 5, rounds * BURST).reshape(BURST, rounds).T.tolist():
        for name, step in sides.items():
            times[name] += [timed(step, value) for value in burst]
    return {name: 1000 * median(values[BURST:]) for name, values in times.items()}


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SOFTMAX_VIZ_SETTINGS"] = str(Path(folder) / "settings.ini")
        print("steps to four charts painted at many classes (medians, all sides in turn)")
        for count in COUNTS:
            compare(count)


if __name__ == "__main__":
    main()
