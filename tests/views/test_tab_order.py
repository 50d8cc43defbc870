"""Tab goes through what a part makes later where it stands, not after all else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from softmax_viz.core.examples import initial_state
from softmax_viz.core.snapshot import evaluate
from softmax_viz.views.lenses.panel import LensPanel


@pytest.mark.parametrize("key", ["steps", "temperature", "sampling", "precision"])
def test_tab_goes_from_the_head_of_the_panel_into_the_lens(
    key: str, show: Callable[..., QWidget]
) -> None:
    window, panel, after = QWidget(), LensPanel(), QPushButton("after")
    box = QVBoxLayout(window)
    box.addWidget(panel)
    box.addWidget(after)
    show(window, 900, 360)
    panel.render_snapshot(evaluate(initial_state()))
    panel.choose("curves")
    panel.choose(key)
    panel.close_button.setFocus()
    passed = []
    for _ in range(20):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is after:
            break
        assert panel.lens is not None
        assert focus is not None
        assert panel.lens.isAncestorOf(focus)
        passed.append(focus)
    assert passed
    assert after.hasFocus()
