"""A temperature step, from Session.update to all four charts painted, against bare plots.

Peers: four pyqtgraph BarGraphItems in four bare PlotWidgets of the charts' sizes, ranges fixed,
heights set and repainted; and a matplotlib QtAgg figure of the four charts with a slider.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

COUNTS = (3, 50, 1000)
ROUNDS = 60
SIZE, BARE_SIZE = (1280, 720), (926, 590)

Step = Callable[[float], None]


def ours(count: int, every_chart: bool) -> tuple[QWidget, Step]:
    """Return the app's window with its lens hidden, as bare plots have none, and its step.

    every_chart: paint all four anew, though when only T has changed two of them need none.
    """
    from PySide6.QtWidgets import QApplication

    from softmax_viz.app import create_window
    from softmax_viz.core.state import State

    window = create_window(State.of(logits(count)))
    window.resize(*SIZE)
    window.show()
    window.show_lens(False)
    charts = [card.chart for card in window.charts.cards.values()]

    def step(temperature: float) -> None:
        window.session.update(window.session.state.with_temperature(temperature))
        if every_chart:
            for chart in charts:
                chart.update()
        QApplication.processEvents()

    return window, step


def bare_plots(count: int) -> tuple[QWidget, Step]:
    """Return four bare plots and their step: heights set, all repainted."""
    import pyqtgraph as pg
    from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

    window = QWidget()
    grid = QGridLayout(window)
    places, z = np.arange(count), logits(count)
    bars = []
    for k in range(4):
        plot = pg.PlotWidget()
        plot.setXRange(-1, count)
        plot.setYRange(0, 1)
        plot.disableAutoRange()
        bar = pg.BarGraphItem(x=places, height=np.zeros(count), width=0.64, brush="b")
        plot.addItem(bar)
        grid.addWidget(plot, k // 2, k % 2)
        bars.append((bar, plot))
    window.resize(*BARE_SIZE)
    window.show()

    def step(temperature: float) -> None:
        scaled = z / temperature
        exponents = np.exp(scaled - scaled.max())
        outputs = (
            1 / (1 + np.exp(-scaled)),
            np.eye(1, count, int(z.argmax()))[0],
            z / z.sum(),
            exponents / exponents.sum(),
        )
        for (bar, plot), heights in zip(bars, outputs, strict=True):
            bar.setOpts(height=heights)
            plot.viewport().update()
        QApplication.processEvents()

    return window, step


def matplotlib_slider(count: int) -> tuple[QWidget, Step]:
    """Return a QtAgg figure of the four charts and its slider's step."""
    import matplotlib

    matplotlib.use("QtAgg")
    from matplotlib import pyplot
    from matplotlib.widgets import Slider
    from PySide6.QtWidgets import QApplication

    z = logits(count)
    figure, axes = pyplot.subplots(2, 2, figsize=(9.26, 5.9), dpi=100)
    bars = [ax.bar(np.arange(count), np.zeros(count)) for ax in axes.flat]
    for ax in axes.flat:
        ax.set_ylim(0, 1)
    slider = Slider(figure.add_axes((0.2, 0.01, 0.6, 0.03)), "T", 0.01, 100, valinit=1)
    pyplot.show(block=False)

    def moved(temperature: float) -> None:
        scaled = z / temperature
        exponents = np.exp(scaled - scaled.max())
        for container, heights in zip(
            bars,
            (
                1 / (1 + np.exp(-scaled)),
                np.eye(1, count, int(z.argmax()))[0],
                z / z.sum(),
                exponents / exponents.sum(),
            ),
            strict=True,
        ):
            for bar, height in zip(container, heights, strict=True):
                bar.set_height(height)
        figure.canvas.draw_idle()

    slider.on_changed(moved)

    def step(temperature: float) -> None:
        slider.set_val(temperature)
        QApplication.processEvents()

    manager: Any = figure.canvas.manager
    return manager.window, step


def put_away(*windows: QWidget) -> None:
    """Close windows and have Qt delete them: Python would, while Qt still sends them events."""
    from PySide6.QtCore import QCoreApplication, QEvent

    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def logits(count: int) -> np.ndarray:
    """Return the same random logits for every side."""
    return np.random.default_rng(count).normal(0, 2, count)


def timed(step: Step, temperature: float) -> float:
    """Return the seconds of one step."""
    start = perf_counter()
    step(temperature)
    return perf_counter() - start


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SOFTMAX_VIZ_SETTINGS"] = str(Path(folder) / "settings.ini")
        print("temperature step to four charts painted (medians of pairs in turn)")
        for count in COUNTS:
            compare(count)


def compare(count: int) -> None:
    """Print the ratios at one number of classes."""
    fast = medians({
        "ours": ours(count, every_chart=False),
        "every": ours(count, every_chart=True),
        "bare": bare_plots(count),
    })  # fmt: skip
    print(
        f"  N = {count:>4}: ours {fast['ours']:.2f} ms, bare {fast['bare']:.2f} ms, "
        f"ratio {fast['ours'] / fast['bare']:.2f} "
        f"({fast['every'] / fast['bare']:.2f} with unchanged charts painted anew)"
    )
    try:
        peer = matplotlib_slider(count)
    except ImportError:
        print("            (matplotlib is not installed: pip install -e '.[bench]')")
        return
    slow = medians({"ours": ours(count, every_chart=False), "peer": peer})
    print(
        f"            ours {slow['ours']:.2f} ms, matplotlib {slow['peer']:.1f} ms, "
        f"{slow['peer'] / slow['ours']:.0f} times slower than ours"
    )


def medians(sides: dict[str, tuple[QWidget, Step]]) -> dict[str, float]:
    """Return the median milliseconds of each side, all in turn at every temperature.

    Puts the windows away.
    """
    times: dict[str, list[float]] = {name: [] for name in sides}
    for temperature in np.geomspace(0.2, 5, ROUNDS).tolist():
        for name, (_, step) in sides.items():
            times[name].append(timed(step, temperature))
    put_away(*(window for window, _ in sides.values()))
    return {name: 1000 * median(values[2:]) for name, values in times.items()}
