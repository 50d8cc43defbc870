"""Copying of very many classes: in the background, with progress, stopped by a button."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from softmax_viz import copying
from softmax_viz.copying import Copying
from softmax_viz.core import reductions
from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import State
from softmax_viz.core.tables import as_tsv

COUNT = 400


@pytest.fixture
def snapshot(monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    monkeypatch.setattr(copying, "MOST_AT_ONCE", COUNT - 1)
    monkeypatch.setattr(reductions, "BLOCK", 30)
    QGuiApplication.clipboard().setText("as before")
    return evaluate(State.of(np.random.default_rng(2).normal(size=COUNT)))


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def test_many_classes_reach_the_clipboard_at_the_end(
    snapshot: Snapshot, owner: QWidget, qtbot: QtBot
) -> None:
    asked = Copying(owner)
    asked.copy(snapshot)
    assert not asked.bar.isHidden()
    assert QGuiApplication.clipboard().text() == "as before"
    qtbot.waitUntil(asked.bar.isHidden)
    assert QGuiApplication.clipboard().text() == as_tsv(snapshot)


def test_a_stop_leaves_the_clipboard_as_it_was(
    snapshot: Snapshot, owner: QWidget, qtbot: QtBot
) -> None:
    asked = Copying(owner)
    asked.copy(snapshot)
    asked.line.button.click()
    assert asked.bar.isHidden()
    qtbot.wait(100)
    assert QGuiApplication.clipboard().text() == "as before"


def test_few_classes_are_copied_at_once(
    snapshot: Snapshot, owner: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "MOST_AT_ONCE", COUNT)
    asked = Copying(owner)
    asked.copy(snapshot)
    assert asked.bar.isHidden()
    assert QGuiApplication.clipboard().text() == as_tsv(snapshot)
