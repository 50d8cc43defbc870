"""What holds for every test: no display, no language, no settings of the person who runs it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import settings

# Before Qt is imported.
os.environ.update(QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")
for name in ("LANGUAGE", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(name, None)

# Few examples while one works; .ci/run looks at the properties again, more closely.
for profile, examples in (("quick", 20), ("thorough", 200)):
    settings.register_profile(
        profile, deadline=None, derandomize="CI" in os.environ, max_examples=examples
    )
settings.load_profile("quick")

# A folder for each test by a number of our own: pytest's takes as long as a quick test.
NUMBERS = count()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect no garbage among the thousands of tests: they stay, and are most of the objects."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True)
def _own_settings(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp(f"settings-{next(NUMBERS)}", numbered=False)
    monkeypatch.setenv("SOFTMAX_VIZ_SETTINGS", str(folder / "settings.ini"))


@pytest.fixture(autouse=True)
def _held_windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hold every main window: one that nobody knows is collected while it is being painted."""
    from softmax_viz.window import MainWindow

    held: list[MainWindow] = []
    make = MainWindow.__init__

    def make_and_hold(window: MainWindow, *arguments: Any, **named: Any) -> None:
        held.append(window)
        make(window, *arguments, **named)

    monkeypatch.setattr(MainWindow, "__init__", make_and_hold)
    yield
    held.clear()


@pytest.fixture(autouse=True)
def _no_leaked_windows() -> Iterator[None]:
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication, QWidget

    def leaked() -> list[QWidget]:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return [w for w in QApplication.topLevelWidgets() if w not in before]

    before = QApplication.topLevelWidgets()
    yield
    if QApplication.instance() and leaked():
        gc.collect()
        assert not leaked(), f"neither closed nor deleted: {leaked()}"
