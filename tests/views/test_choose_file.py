"""Where the first question for a file begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from softmax_viz.views.choose_file import ask_path, remember_folder


@pytest.mark.parametrize("left", ["documents", "home", "last"])
def test_it_begins_in_a_folder_that_there_is(
    left: str, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {name: tmp_path / name for name in ("documents", "home", "last")}
    places[left].mkdir()
    monkeypatch.setattr(Path, "home", lambda: places["home"])
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda which: str(places["documents"]))
    begun: list[str] = []

    def answer(parent: QWidget, title: str, folder: str, filters: str) -> tuple[str, str]:
        begun.append(folder)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    remember_folder(places["last"] / "a.npy")
    window = QWidget()
    qtbot.addWidget(window)
    assert ask_path(window, "Open", ()) == ""
    assert begun == [str(places[left])]
