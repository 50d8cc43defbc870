"""What holds for every test: no display, no language, no settings of the person who runs it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Before Qt is imported.
os.environ.update(QT_QPA_PLATFORM="offscreen", PYQTGRAPH_QT_LIB="PySide6", LC_ALL="C.UTF-8")
for name in ("LANGUAGE", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(name, None)

settings.register_profile("softmax-viz", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("softmax-viz")


def pytest_configure(config: pytest.Config) -> None:
    """Measure the coverage of whole runs only: a part of the tests covers a part of the core."""
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    coverage = config.pluginmanager.getplugin("_cov")
    if coverage and not (
        whole and config.option.markexpr == "not slow" and not config.option.keyword
    ):
        coverage.options.no_cov = True


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFTMAX_VIZ_SETTINGS", str(tmp_path / "settings.ini"))


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
