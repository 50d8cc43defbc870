"""What the window needs to start, and what has to wait until a person asks for it."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
before = set(sys.modules)
from PySide6.QtWidgets import QApplication
from softmax_viz.app import create_window

window = create_window()
window.show()
window.files.offer_recovered()
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
