"""What holds for every test: no display, no language, no settings of the person who runs it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Before Qt is imported.
os.environ.update(QT_QPA_PLATFORM="offscreen", PYQTGRAPH_QT_LIB="PySide6", LC_ALL="C.UTF-8")
for name in ("LANGUAGE", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(name, None)

# Few examples while one works; .ci/run looks at the properties again, more closely.
for profile, examples in (("quick", 20), ("thorough", 200)):
    settings.register_profile(
        profile, deadline=None, derandomize="CI" in os.environ, max_examples=examples
    )
settings.load_profile("quick")


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFTMAX_VIZ_SETTINGS", str(tmp_path / "settings.ini"))


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
