"""A digit drawn in the window: every view follows, and a stroke is one step."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from softmax_viz import digits, resources
from softmax_viz.app import create_window
from softmax_viz.core.digits.drawing import DIGITS, blank
from softmax_viz.core.digits.scribble import scribble
from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.work import DRAWING, Work
from softmax_viz.digits import DigitReader
from softmax_viz.session import Session
from softmax_viz.views.data.side import DRAW
from softmax_viz.window import MainWindow

LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = create_window()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.side.tabs.choose(DRAW)
    return window


def test_a_stroke_is_followed_by_every_view_and_is_one_step(window: MainWindow) -> None:
    paper, session = window.side.pad.paper, window.session
    seen = []
    QTest.mousePress(paper, LEFT, NO_KEY, QPoint(90, 20))
    for y in (60, 100, 140):
        QTest.mouseMove(paper, QPoint(90, y))
        seen.append(session.snapshot.output("softmax").values.tolist())
    QTest.mouseRelease(paper, LEFT, NO_KEY, QPoint(90, 140))
    assert len({tuple(values) for values in seen}) == 3
    assert session.work.source == DRAWING
    assert session.state.labels == DIGITS
    assert window.editor.model.rowCount() == 10
    assert "Predicted: 1" in window.prediction.text
    session.undo()
    assert session.state == initial_state()
    assert not session.can_undo


def test_the_paper_stays_below_the_pen_until_the_hand_leaves_it(window: MainWindow) -> None:
    """Ten logits make the editor higher than three."""
    paper = window.side.pad.paper

    def place() -> tuple[QPoint, int]:
        QApplication.processEvents()
        return paper.mapTo(window, QPoint(0, 0)), paper.height()

    before = place()
    QTest.mousePress(paper, LEFT, NO_KEY, QPoint(90, 20))
    QTest.mouseMove(paper, QPoint(90, 60))
    assert place() == before
    QApplication.sendEvent(paper, QEvent(QEvent.Type.Leave))
    QTest.mouseMove(paper, QPoint(90, 90))
    assert place() == before
    QTest.mouseRelease(paper, LEFT, NO_KEY, QPoint(90, 90))
    assert place() == before
    QApplication.sendEvent(paper, QEvent(QEvent.Type.Leave))
    assert place() != before


def test_the_scribble_by_its_button(window: MainWindow) -> None:
    QTest.mouseClick(window.side.pad.scribble_button, LEFT)
    assert window.session.work.drawing == scribble()
    assert window.session.snapshot.prediction.probability > 0.99


def test_weights_are_read_when_something_is_drawn_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(name: str) -> Path:
        asked.append(name)
        return resources.resource(name)

    monkeypatch.setattr(digits, "resource", noted)
    session = Session(Work(initial_state()))
    reader = DigitReader(session)
    assert asked == []
    reader.read(scribble(), None)
    reader.read(blank(), None)
    assert asked == ["logits/digits_weights.npz"]
    assert np.isfinite(session.state.logits).all()


def test_missing_weights_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Path:
        raise FileNotFoundError(f"{name} is missing.")

    monkeypatch.setattr(digits, "resource", missing)
    session = Session(Work(initial_state()))
    reader = DigitReader(session)
    told: list[str] = []
    reader.told.connect(told.append)
    reader.read(scribble(), None)
    assert told == ["logits/digits_weights.npz is missing."]
    assert not session.can_undo
