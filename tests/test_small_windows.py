"""What stays readable in a small window, and with large type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import combinations, pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from softmax_viz.app import create_window
from softmax_viz.core.lenses import LENSES
from softmax_viz.core.state import State
from softmax_viz.views.lenses.calibration.lens import CalibrationLens
from softmax_viz.views.lenses.steps import StepsLens
from softmax_viz.window import MainWindow

Open = Callable[..., MainWindow]

# The size of the window, and of the type.
SMALL = (((900, 600), 1.0), ((1280, 720), 1.0), ((1280, 720), 1.5), ((1280, 720), 2.0))


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    def shown(size: tuple[int, int], scale: float, count: int = 3) -> MainWindow:
        window = create_window(State.of(np.random.default_rng(0).normal(size=count)))
        qtbot.addWidget(window)
        window.look.set_scale(scale)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        return window

    return shown


def seen(view: QWidget) -> tuple[int, int]:
    """Return from where to where a view is seen, of its height."""
    box = view.visibleRegion().boundingRect()
    return (0, 0) if box.isEmpty() else (box.top(), box.bottom() + 1)


@pytest.mark.parametrize(("size", "scale"), SMALL)
@pytest.mark.parametrize("count", [3, 50, 1000])
def test_charts_and_the_lens_stay_readable(
    count: int, size: tuple[int, int], scale: float, opened: Open, qtbot: QtBot
) -> None:
    window = opened(size, scale, count)
    window.choose_lens("curves")
    # The lens that was chosen is scrolled to.
    least = min(window.lenses.height(), round(200 * scale))
    qtbot.waitUntil(lambda: seen(window.lenses)[0] == 0 and seen(window.lenses)[1] >= least)
    cards = list(window.charts.cards.values())
    for card in cards:
        assert card.chart.height() >= 80 * scale
        assert card.chart.width() >= 100 * scale
    places = [card.geometry() for card in cards]
    assert not any(a.intersects(b) for a, b in combinations(places, 2))
    assert all(window.charts.rect().contains(place) for place in places)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("beside", ["", "scenes", "words"])
def test_the_temperature_bar_fits(beside: str, scale: float, opened: Open, qtbot: QtBot) -> None:
    window = opened((1280, 720), scale)
    if beside:
        window.files.open_builtin("temperature")
        work = window.session.work
        window.session.show_work(replace(work, screen=replace(work.screen, hidden=())))
    if beside == "words":
        window.toggle_words()

    def check() -> None:
        window.resize(1280, 720)
        bar = window.temperature
        assert window.size() == QSize(1280, 720)
        assert window.rect().contains(bar.rect().translated(bar.mapTo(window, QPoint(0, 0))))
        number = bar.caption.parentWidget()
        assert number is not None
        parts = (number, bar.slider, bar.sweep_button, bar.reset_button)
        places = [part.geometry() for part in parts]
        assert all(bar.rect().contains(place) for place in places)
        assert not any(a.intersects(b) for a, b in combinations(places, 2))
        assert bar.slider.width() >= 180 * scale
        for part in (*parts, bar.caption, bar.field):
            assert part.width() >= part.minimumSizeHint().width()

    qtbot.waitUntil(check)


@pytest.mark.parametrize(("size", "scale"), [*SMALL, ((900, 600), 1.5), ((900, 600), 2.0)])
def test_calibration_never_scrolls_sideways(
    size: tuple[int, int], scale: float, opened: Open, qtbot: QtBot
) -> None:
    window = opened(size, scale)
    window.logit_files.open_builtin("digits")
    window.choose_lens("calibration")
    qtbot.waitUntil(lambda: isinstance(window.lenses.lens, CalibrationLens))
    lens, scroll = window.lenses.lens, window.lenses.stack.currentWidget()
    assert isinstance(lens, CalibrationLens)
    assert isinstance(scroll, QScrollArea)

    def check() -> None:
        assert lens.width() == scroll.viewport().width()
        assert scroll.horizontalScrollBar().maximum() == 0
        loss = lens.loss
        outer, inner = (lens.figures, lens.diagram, lens.loss), (loss.title, loss.use, loss.curve)
        for whole, parts in ((lens, outer), (loss, inner)):
            places = [part.geometry() for part in parts]
            assert not any(a.intersects(b) for a, b in combinations(places, 2))
            for part, place in zip(parts, places, strict=True):
                assert whole.rect().contains(place)
                least = part.minimumSizeHint()
                assert place.size() == place.size().expandedTo(least)

    qtbot.waitUntil(check)


def parts(whole: QWidget) -> list[QWidget]:
    """Return what is seen of a lens: the widgets in it, and those in what holds several."""
    found: list[QWidget] = []
    for child in whole.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if child.isVisible():
            found += parts(child) if type(child) is QWidget else [child]
    return found


def is_seen_in_width(scroll: QWidget | None) -> bool:
    """Tell whether nothing in a lens is cut, or lies upon something else."""
    assert isinstance(scroll, QScrollArea)
    lens = scroll.widget()
    assert lens is not None
    shown = parts(lens)
    places = [QRect(part.mapTo(lens, QPoint(0, 0)), part.size()) for part in shown]
    return (
        scroll.horizontalScrollBar().maximum() == 0
        and lens.width() == scroll.viewport().width()
        and all(lens.rect().contains(place) for place in places)
        and not any(a.intersects(b) for a, b in combinations(places, 2))
        and all(part.width() >= part.minimumSizeHint().width() for part in shown)
    )


@pytest.mark.parametrize(("size", "scale"), [((900, 600), 1.0), ((1280, 720), 1.5)])
@pytest.mark.parametrize("count", [3, 50, 1000])
def test_no_lens_scrolls_sideways(
    count: int, size: tuple[int, int], scale: float, opened: Open, qtbot: QtBot
) -> None:
    window = opened(size, scale, count)
    for width in (size[0], 1920, size[0]):
        window.resize(width, size[1])
        for entry in LENSES:
            window.choose_lens(entry.key)
            scroll = window.lenses.stack.currentWidget()
            qtbot.waitUntil(partial(is_seen_in_width, scroll))


@pytest.mark.parametrize(("size", "scale"), [((900, 600), 1.0), ((1280, 720), 1.5)])
@pytest.mark.parametrize("count", [3, 1000])
def test_no_step_needs_scrolling_sideways(
    count: int, size: tuple[int, int], scale: float, opened: Open, qtbot: QtBot
) -> None:
    window = opened(size, scale, count)
    window.choose_lens("steps")
    qtbot.waitUntil(lambda: isinstance(window.lenses.lens, StepsLens))
    lens, scroll = window.lenses.lens, window.lenses.stack.currentWidget()
    assert isinstance(lens, StepsLens)
    for key in ("softmax", "sigmoid", "argmax", "sum_normalized"):
        for form in ("naive", "stable"):
            lens.function.choose(key)
            lens.form.choose(form)
            qtbot.waitUntil(partial(is_seen_in_width, scroll))
            frame = lens.table.frame_of()
            assert max(frame.rights) <= lens.table.width()
            ends = list(zip(frame.lines, frame.rights, frame.widths, strict=True))
            for (line, left, _), (below, right, width) in pairwise(ends):
                assert below > line or right - width > left
    lens.code_button.click()
    qtbot.waitUntil(partial(is_seen_in_width, scroll))
