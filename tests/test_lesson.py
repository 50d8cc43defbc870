"""A lesson in the whole window: opened, walked, edited, reset, compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from softmax_viz.app import create_window
from softmax_viz.core import edits
from softmax_viz.core.lecture.screen import CHARTS
from softmax_viz.core.lecture.work import go_to
from softmax_viz.window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier

DECK = """\
format = "softmax-viz deck"
version = 1
title = "A short lesson"

[[scene]]
title = "Who wins?"
prompt = "Panda gets {softmax[panda]:.3f}."
logits = [0.25, 1.23, -0.8]
labels = ["seal", "panda", "duck"]
charts = ["softmax", "argmax"]
hide = ["editor"]
  [scene.question]
  ask = "Who?"
  choices = ["seal", "panda"]
  answer = 2
  [[scene.step]]
  reveal = "softmax"
  say = "So sure: {softmax[panda]:.1%}."

[[scene]]
title = "Warmer"
logits = [0.25, 1.23, -0.8]
labels = ["seal", "panda", "duck"]
lens = "temperature"
zoom = "softmax"
  [[scene.step]]
  temperature = 5.0
"""


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = create_window()
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    yield window
    window.files.finish()
    window.deleteLater()


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.softmax"
    path.write_text(DECK, encoding="utf-8")
    return path


def key(name: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, name, modifier)


def shown(window: MainWindow) -> list[str]:
    return [k for k, card in window.charts.cards.items() if card.isVisible()]


def test_a_dropped_deck_opens_at_its_first_scene(window: MainWindow, deck: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(deck))])
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(event)
    assert window.session.work.index == 0
    assert "lesson.softmax" in window.windowTitle()
    assert window.scenes.isVisible()
    assert shown(window) == ["argmax", "softmax"]
    assert not window.editor.isVisible()
    assert not window.lenses.isVisible()
    assert not window.files.changed


def test_a_lesson_is_walked_by_keys_to_its_end_and_back(window: MainWindow, deck: Path) -> None:
    window.files.open(str(deck))
    window.temperature.slider.setFocus()
    seen = []
    for _ in range(6):
        work = window.session.work
        seen.append((work.index, work.shown))
        key(Qt.Key.Key_PageDown, CONTROL)
    assert seen == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 1)]
    assert window.session.state.temperature == 5.0
    assert window.session.snapshot.ghost is not None
    assert shown(window) == ["softmax"]
    for _ in range(6):
        key(Qt.Key.Key_PageUp, CONTROL)
    assert (window.session.work.index, window.session.work.shown) == (0, 0)
    assert not window.session.can_undo
    assert not window.files.changed


def test_digits_answer_and_h_counts_hands_wherever_the_focus_is(
    window: MainWindow, deck: Path
) -> None:
    window.files.open(str(deck))
    question = window.board.question
    for widget in (
        window.scenes.list,
        window.charts.cards["argmax"].chart,
        window.temperature.slider,
    ):
        widget.setFocus()
        key(Qt.Key.Key_1)
        assert window.session.work.answer == 0
        key(Qt.Key.Key_2)
        assert window.session.work.answer == 1
    window.scenes.list.setFocus()
    key(Qt.Key.Key_H)
    assert question.is_typing
    key(Qt.Key.Key_7)
    key(Qt.Key.Key_Return)
    assert window.session.work.votes == (7, 0)
    assert not window.files.changed


def test_an_edit_of_a_scene_marks_the_deck_and_reset_returns_it(
    window: MainWindow, deck: Path
) -> None:
    window.files.open(str(deck))
    before = window.session.state
    window.session.update(edits.set_temperature(before, 3.0))
    assert window.files.changed
    assert window.isWindowModified()
    window.next()
    window.back()
    assert window.session.state.temperature == 3.0
    window.scenes.reset()
    assert window.session.state == before
    assert not window.files.changed


def test_an_edit_after_a_reveal_is_play(window: MainWindow, deck: Path) -> None:
    window.files.open(str(deck))
    window.next()
    window.session.update(edits.set_temperature(window.session.state, 3.0))
    assert not window.files.changed
    window.session.show_work(go_to(window.session.work, 0))
    assert window.session.state.temperature == 1.0


def test_charts_lens_and_controls_are_the_scene_s(window: MainWindow, deck: Path) -> None:
    window.files.open(str(deck))
    window.choose_lens("simplex")
    assert window.lenses.isVisible()
    window.menus.charts["argmax"].trigger()
    assert shown(window) == ["softmax"]
    window.menus.controls["temperature"].trigger()
    assert not window.temperature.isVisible()
    scene = window.session.work.scene
    assert scene is not None
    assert (scene.screen.lens, scene.screen.charts) == ("simplex", ("softmax",))
    assert scene.screen.hidden == ("editor", "temperature")
    assert window.files.changed


def test_undo_keeps_the_lens_that_is_on(window: MainWindow) -> None:
    window.session.update(edits.set_temperature(window.session.state, 3.0))
    window.choose_lens("simplex")
    window.session.undo()
    assert window.session.state.temperature == 1.0
    assert window.lenses.key == "simplex"
    assert window.lenses.isVisible()


def test_enlarging_a_chart_and_putting_it_back(window: MainWindow) -> None:
    chart = window.charts.cards["argmax"].chart
    chart.setFocus()
    key(Qt.Key.Key_Return)
    assert shown(window) == ["argmax"]
    assert not window.lenses.isVisible()
    chart.setFocus()
    key(Qt.Key.Key_Return)
    assert shown(window) == list(CHARTS)
    assert window.lenses.isVisible()


def test_pins_come_and_go_by_keys(window: MainWindow) -> None:
    window.temperature.slider.setFocus()
    key(Qt.Key.Key_P, CONTROL)
    window.session.update(edits.set_temperature(window.session.state, 3.0))
    (pinned,) = window.session.state.pins
    assert pinned.temperature == 1.0
    key(Qt.Key.Key_P, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert not window.session.state.pins
    window.session.undo()
    assert list(window.session.state.pins) == [pinned]


def test_the_course_opens_from_the_invitation(window: MainWindow) -> None:
    assert window.invitation.isVisible()
    window.invitation.opened.emit("course")
    assert len(window.session.work.deck.scenes) >= 14
    assert not window.invitation.isVisible()
    window.close()
    assert not window.isVisible()


def test_the_course_can_be_played_with_and_closed_unasked(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_builtin("course")
    window.session.update(edits.set_temperature(window.session.state, 3.0))
    window.close()
    assert not window.isVisible()
    assert window.findChildren(QMessageBox) == []


def test_a_scene_is_made_of_the_screen_and_deleted_again(window: MainWindow) -> None:
    window.temperature.slider.setFocus()
    key(Qt.Key.Key_M, CONTROL)
    assert len(window.session.work.deck.scenes) == 1
    window.scenes.delete()
    assert not window.session.work.deck.scenes
    window.session.undo()
    assert len(window.session.work.deck.scenes) == 1
    window.session.undo()
    assert not window.session.work.deck.scenes
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_keyboard_goes_on_in_the_scenes_where_the_invitation_goes(window: MainWindow) -> None:
    window.invitation.temperature_button.setFocus()
    key(Qt.Key.Key_Return)
    assert window.session.work.deck.title == "Temperature in ten minutes"
    assert not window.invitation.isVisible()
    assert window.scenes.list.hasFocus()


def test_who_has_opened_decks_is_not_invited_again(
    window: MainWindow, deck: Path, qtbot: QtBot
) -> None:
    window.files.open(str(deck))
    again = create_window()
    assert again.invitation.isHidden()
    again.files.finish()
    again.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("sizes", [0, 3])
def test_a_scene_fits_a_small_window_in_larger_type(
    sizes: int, window: MainWindow, deck: Path, qtbot: QtBot
) -> None:
    window.resize(1280, 720)
    window.files.open(str(deck))
    for _ in range(sizes):
        window.look.larger()
    window.toggle_words()
    qtbot.wait(20)
    assert (window.width(), window.height()) == (1280, 720)


def test_scenes_and_editor_are_not_side_by_side_in_a_narrow_window(
    window: MainWindow, deck: Path
) -> None:
    window.files.open(str(deck))
    window.session.show_work(go_to(window.session.work, 1))
    window.resize(1280, 720)
    assert window.editor.isVisible()
    window.resize(1024, 700)
    assert not window.editor.isVisible()
    window.menus.scenes.setChecked(False)
    assert window.editor.isVisible()


def test_what_takes_the_screen_or_asks_ends_in_dots(window: MainWindow) -> None:
    asking = {
        action.text().replace("&", "") for action in window.findChildren(QAction)
        if action.text().endswith("…")
    }  # fmt: skip
    assert asking == {
        "New deck…", "Open…", "Save…", "Save as…", "The course…", "Temperature in ten…",
        "Present from the start…", "Present from here…",
    }  # fmt: skip


def test_escape_puts_an_enlarged_chart_back_though_the_pointer_is_on_it(
    window: MainWindow,
) -> None:
    chart = window.charts.cards["softmax"].chart
    chart.setFocus()
    key(Qt.Key.Key_Return)
    assert shown(window) == ["softmax"]
    key(Qt.Key.Key_Right)
    key(Qt.Key.Key_Escape)
    assert len(shown(window)) == 4


@pytest.mark.parametrize("tool", ["new", "copy", "remove", "down"])
def test_a_title_that_is_being_written_is_taken_before_a_tool_is(
    tool: str, window: MainWindow, deck: Path
) -> None:
    window.files.open(str(deck))
    window.scenes.rename()
    entry = QApplication.focusWidget()
    assert entry is not None
    QTest.keyClicks(entry, "Named")
    getattr(window.scenes, tool).trigger()
    titles = [scene.title for scene in window.session.work.deck.scenes]
    assert titles.count("Named") == {"new": 1, "copy": 2, "remove": 0, "down": 1}[tool]
    while window.session.can_undo:
        window.session.undo()
    assert [scene.title for scene in window.session.work.deck.scenes] == ["Who wins?", "Warmer"]
