"""What the window needs to start, and what has to wait until a person asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
before = set(sys.modules)
from PySide6.QtWidgets import QApplication
from softmax_viz.app import create_window

window = create_window()
window.show()
window.files.recovery.offer_recovered()
QApplication.processEvents()
print(*(set(sys.modules) - before))
"""

# They would cost a third of the start, and most people never come to most of them.
LATER = {
    "concurrent.futures", "csv", "html", "json", "numpy.random", "pyqtgraph", "tomllib",
    "softmax_viz.core.precision", "softmax_viz.documents", "softmax_viz.presentation",
    "softmax_viz.views.data.digit_pad", "softmax_viz.views.data.preview",
    "softmax_viz.views.data.rows_panel", "softmax_viz.views.lecture.scene_list",
    "softmax_viz.views.lecture.words",
}  # fmt: skip


def test_the_window_starts_without_what_is_not_needed_yet() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )
    imported = set(done.stdout.split())
    assert "softmax_viz.views.board" in imported
    assert not LATER & imported


RUN = """
from PySide6.QtCore import QTimer
from softmax_viz import app
from softmax_viz.window import MainWindow

def tell():
    windows = [w for w in app.QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    window = windows[0]
    room = window.screen().availableGeometry()
    print(window.isMaximized(), room.width() < 1280, room.contains(window.geometry()))
    app.QApplication.quit()

application = app.make_application()
timer = QTimer(singleShot=True, interval=200)
timer.timeout.connect(tell)
timer.start()
app.run()
"""


def test_on_a_small_screen_the_first_window_fills_it(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN], capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "SOFTMAX_VIZ_SETTINGS": str(tmp_path / "none.ini"),
             "XDG_DATA_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.stdout.split() == ["True", "True", "True"], done.stderr
