"""The panel beside the editor: rows of a table, one after another or selected."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from softmax_viz.core import edits
from softmax_viz.core.data.blocks import Part, Targets
from softmax_viz.core.data.logits_table import LogitsTable, Real
from softmax_viz.core.data.rows import LEAST_SURE, SURELY_WRONG, WRONG, Rows
from softmax_viz.core.examples import BY_KEY, initial_state
from softmax_viz.core.lecture.work import Work, with_rows
from softmax_viz.session import Session
from softmax_viz.views import background
from softmax_viz.views.data.rows_panel import RowsPanel
from softmax_viz.views.data.side import DATA, DRAW, EXAMPLES, Side

LEFT = Qt.MouseButton.LeftButton
LABELS = ("cat", "dog", "owl")
PICTURES = (np.arange(6 * 4 * 3) % 17).reshape(6, 4, 3)
TABLE = LogitsTable(
    np.array([[2.0, 1, 0], [0, 3, 0], [1, 0, 0.5], [0, 0, 9], [2, 0, 0], [0, 1, 2]]),
    LABELS, np.array([0, 0, 1, 0, -1, 2]), PICTURES, "pets.npz",
)  # fmt: skip
WRONG_ROWS = [1, 2, 3]

Told = list[tuple[Any, ...]]


@pytest.fixture
def panel(show: Callable[..., RowsPanel]) -> RowsPanel:
    panel = RowsPanel()
    panel.follow_theme()
    return show(panel, 320, 400)


@pytest.fixture
def session(panel: RowsPanel) -> Iterator[Session]:
    session = Session(Work(initial_state()))
    session.work_changed.connect(panel.render_work)
    session.changed.connect(panel.render_snapshot)
    panel.worked.connect(session.take_work)
    panel.render_work(session.work)
    panel.render_snapshot(session.snapshot)
    yield session
    panel.play(False)


@pytest.fixture
def opened(session: Session) -> Session:
    session.update_work(with_rows(session.work, Rows(TABLE)))
    return session


def row_of(session: Session) -> int:
    assert session.work.rows is not None
    return session.work.rows.row


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT)


def choose(combo: QComboBox, text: str) -> None:
    """Choose an entry as a person does, by its words."""
    index = combo.findText(text)
    assert index >= 0, text
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def is_shown(panel: RowsPanel, row: int) -> bool:
    return panel.steps.field.text() == str(row)


# Without a table


def test_without_a_table_one_can_be_opened(
    panel: RowsPanel, session: Session, told: Callable[[SignalInstance], Told]
) -> None:
    opened, wanted = told(panel.open_wanted), told(panel.example_wanted)
    press(panel.no_table.open_button)
    for button in panel.no_table.examples:
        press(button)
    assert opened == [()]
    assert wanted == [("digits",), ("digits_overconfident",), ("wine",)]
    assert not panel.steps.isVisible()


def test_without_a_table_the_keys_do_nothing(panel: RowsPanel, session: Session) -> None:
    for do in (panel.put_back, panel.close_table, panel.stop):
        do()
    panel.step(1)
    panel.play(True)
    panel.go_to(3)
    assert not session.can_undo
    assert not panel.is_playing


def test_closing_leaves_the_row_on_the_screen(panel: RowsPanel, opened: Session) -> None:
    state = opened.state
    press(panel.close_button)
    assert (opened.work.rows, opened.state) == (None, state)
    assert panel.no_table.isVisible()
    opened.undo()
    assert opened.work.rows is not None
    assert panel.steps.isVisible()


# One row


def test_a_row_is_shown_with_what_is_known_of_it(panel: RowsPanel, opened: Session) -> None:
    assert (panel.name.text(), panel.size_label.text()) == ("pets.npz", "6 × 3")
    facts = panel.facts
    assert is_shown(panel, 0)
    assert panel.steps.count.text() == "of 6"
    assert facts.true_class.text() == "True class: cat"
    assert facts.prediction.text() == "Predicted: cat"
    assert facts.probability.text() == "66.5\u202f%"
    assert facts.status.text() == "✓ right"
    panel.step(1)
    assert is_shown(panel, 1)
    assert facts.status.text() == "✗ wrong"
    panel.go_to(4)
    assert facts.true_class.text() == "True class: not known"
    assert facts.status.text() == ""


def test_the_picture_is_the_rows(panel: RowsPanel, opened: Session) -> None:
    picture = panel.facts.picture
    assert picture.isVisible()
    first = picture.grab().toImage()
    assert picture.accessibleName() == "Picture of row 0"
    assert picture.accessibleDescription() == "True class: cat"
    panel.step(1)
    assert picture.grab().toImage() != first
    assert picture.accessibleName() == "Picture of row 1"
    bare = replace(TABLE, pictures=None)
    opened.update_work(with_rows(opened.work, Rows(bare)))
    assert not picture.isVisible()


def test_the_prediction_follows_the_temperature(panel: RowsPanel, opened: Session) -> None:
    opened.update(replace(opened.state, temperature=2.0))
    assert panel.facts.probability.text() == "50.6\u202f%"
    assert not panel.facts.changed.isVisible()


def test_a_changed_row_says_so_and_can_be_put_back(panel: RowsPanel, opened: Session) -> None:
    facts = panel.facts
    assert not facts.back_button.isVisible()
    for edit in (
        edits.set_logit(opened.state, 1, 7.0), edits.move_class(opened.state, 0, 1),
        edits.rename(opened.state, 0, "seal"),
    ):  # fmt: skip
        opened.update(edit)
        assert facts.changed.isVisible()
        press(facts.back_button)
        assert opened.state.logits.tolist() == [2.0, 1.0, 0.0]
        assert opened.state.labels == LABELS
        assert not facts.changed.isVisible()


def test_other_logits_on_the_screen_are_not_taken_for_the_row(
    panel: RowsPanel, opened: Session
) -> None:
    opened.update(BY_KEY["ties"].state())
    assert panel.facts.prediction.text() == "Other logits are on the screen."
    assert panel.facts.probability.text() == ""
    assert panel.facts.status.text() == ""
    press(panel.facts.back_button)
    assert opened.state.logits.tolist() == [2.0, 1.0, 0.0]
    assert panel.facts.status.text() == "✓ right"


# From row to row


def test_steps_stop_at_the_ends_and_are_undone_one_by_one(
    panel: RowsPanel, opened: Session
) -> None:
    press(panel.steps.back)
    assert row_of(opened) == 0
    for _ in range(7):
        press(panel.steps.onward)
    assert row_of(opened) == 5
    for row in (4, 3, 2):
        opened.undo()
        assert row_of(opened) == row
        assert is_shown(panel, row)


def test_a_row_is_gone_to_by_its_number(
    panel: RowsPanel, opened: Session, write: Callable[[QWidget, str], None]
) -> None:
    field = panel.steps.field
    for text, row in (("4", 4), (" 002 ", 2)):
        field.setFocus()
        field.selectAll()
        write(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert row_of(opened) == row
        assert field.text() == str(row)


@pytest.mark.parametrize("text", ["6", "-1", "1.5", "x", "9" * 5000])
def test_a_row_that_is_not_there_is_refused(
    text: str, panel: RowsPanel, opened: Session, told: Callable[[SignalInstance], Told]
) -> None:
    refused = told(panel.refused)
    field = panel.steps.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text[:5])
    field.setText(text)
    field.setModified(True)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert row_of(opened) == 0
    assert "row" in field.problem
    assert len(field.problem) < 200
    panel.steps.onward.setFocus()
    assert [sentence for (sentence,) in refused] != []
    assert field.text() == "0"


# Play


def test_rows_play_to_the_end_as_one_step(panel: RowsPanel, opened: Session, qtbot: QtBot) -> None:
    panel.player.pace.setCurrentIndex(0)
    panel.player.pace_chosen.emit(1)
    press(panel.player.button)
    assert panel.is_playing
    assert panel.player.button.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: row_of(opened) == 5)
    assert not panel.is_playing
    assert panel.player.button.accessibleName() == "Play the rows"
    opened.undo()
    assert row_of(opened) == 0


def test_two_plays_are_two_steps_and_the_end_is_followed_by_the_beginning(
    panel: RowsPanel, opened: Session, qtbot: QtBot
) -> None:
    panel.player.pace_chosen.emit(1)
    panel.go_to(4)
    panel.play(True)
    qtbot.waitUntil(lambda: not panel.is_playing)
    assert row_of(opened) == 5
    panel.play(True)
    assert row_of(opened) == 0
    qtbot.waitUntil(lambda: row_of(opened) == 5)
    opened.undo()
    assert row_of(opened) == 5
    opened.undo()
    assert row_of(opened) == 4


@pytest.mark.parametrize("how", ["close", "another table", "example", "button", "undo"])
def test_play_stops_when_its_rows_are_gone(how: str, panel: RowsPanel, opened: Session) -> None:
    panel.play(True)
    assert panel.is_playing
    if how == "close":
        panel.close_table()
    elif how == "another table":
        opened.update_work(with_rows(opened.work, Rows(replace(TABLE, name="other"))))
    elif how == "example":
        opened.update(BY_KEY["ties"].state())
    elif how == "undo":
        opened.undo()
    else:
        press(panel.player.button)
    assert not panel.is_playing


def test_the_pace_is_taken(panel: RowsPanel, opened: Session) -> None:
    choose(panel.player.pace, "5 s")
    panel.play(True)
    assert panel._clock.interval() == 5000


# Selection


def test_the_wrong_ones_are_gone_through(panel: RowsPanel, opened: Session) -> None:
    choose(panel.filter.kind, "wrong ones")
    seen = []
    for place in range(3):
        assert panel.filter.line.text == f"{place + 1} of 3"
        seen.append(row_of(opened))
        panel.step(1)
    assert seen == WRONG_ROWS
    assert row_of(opened) == 3


def test_the_order_is_that_of_the_temperature_and_says_so(
    panel: RowsPanel, opened: Session
) -> None:
    opened.update(replace(opened.state, temperature=2.0))
    choose(panel.filter.kind, "confidently wrong first")
    rows = opened.work.rows
    assert rows is not None
    assert (rows.selection.kind, rows.selection.temperature) == (SURELY_WRONG, 2.0)
    assert rows.order is not None
    assert rows.order.tolist() == [3, 1, 2]
    assert panel.filter.line.text == "1 of 3 at T = 2"
    assert panel.filter.line.toolTip() == "most confidently wrong first at T = 2"
    opened.update(replace(opened.state, temperature=1.0))
    assert panel.filter.line.text == "1 of 3 at T = 2"
    choose(panel.filter.kind, "least sure first")
    assert panel.filter.line.text == "1 of 6 at T = 1"
    assert row_of(opened) == 2


def test_a_class_is_selected_and_all_rows_again_stay_at_the_row(
    panel: RowsPanel, opened: Session
) -> None:
    choose(panel.filter.of_class, "cat")
    panel.step(2)
    assert row_of(opened) == 3
    choose(panel.filter.kind, "wrong ones")
    assert panel.filter.line.text == "1 of 2"
    choose(panel.filter.of_class, "any class")
    choose(panel.filter.kind, "all rows")
    assert row_of(opened) == 1
    assert panel.filter.line.text == ""


def test_a_selection_is_a_step_and_its_undo_shows(panel: RowsPanel, opened: Session) -> None:
    choose(panel.filter.kind, "wrong ones")
    opened.undo()
    assert panel.filter.kind.currentText() == "all rows"
    opened.redo()
    assert panel.filter.kind.currentText() == "wrong ones"
    panel.go_to(0)
    assert panel.filter.kind.currentText() == "all rows"


def test_where_nothing_is_left_a_sentence_says_so(
    panel: RowsPanel, opened: Session, told: Callable[[SignalInstance], Told]
) -> None:
    refused = told(panel.refused)
    choose(panel.filter.of_class, "owl")
    choose(panel.filter.kind, "wrong ones")
    assert refused == [("No row of class “owl” is wrong.",)]
    assert panel.filter.kind.currentText() == "all rows"
    assert panel.filter.of_class.currentText() == "owl"
    assert row_of(opened) == 5


def test_without_true_classes_nothing_is_wrong_nor_right(
    panel: RowsPanel, session: Session
) -> None:
    session.update_work(with_rows(session.work, Rows(replace(TABLE, targets=None))))
    kind = panel.filter.kind
    assert [kind.itemText(i) for i in range(kind.count())] == ["all rows", "least sure first"]
    assert "predicted" in panel.filter.of_class.toolTip()
    choose(panel.filter.of_class, "owl")
    assert row_of(session) == 3
    assert panel.facts.true_class.text() == "True class: not known"
    assert panel.facts.status.text() == ""


@pytest.fixture
def many_classes() -> LogitsTable:
    logits = np.random.default_rng(1).normal(size=(6, 400))
    targets = np.array([7, 390, 7, 8, 9, 10])
    return LogitsTable(logits, tuple(f"word {i}" for i in range(400)), targets)


def test_one_of_many_classes_is_typed(
    panel: RowsPanel, session: Session, many_classes: LogitsTable,
    told: Callable[[SignalInstance], Told],
) -> None:  # fmt: skip
    session.update_work(with_rows(session.work, Rows(many_classes)))
    refused, field = told(panel.refused), panel.filter.typed_class
    assert field.isVisible()
    assert not panel.filter.of_class.isVisible()
    for text, name, first in (("390", "word 390", 1), ("word 7", "word 7", 0), ("", "", 0)):
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert (field.text(), row_of(session)) == (name, first)
    QTest.keyClicks(field, "400")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert len(refused) == 1
    assert "0 to 399" in refused[0][0]
    assert field.text() == ""


def test_a_class_is_typed_over_after_a_click_too(
    panel: RowsPanel, session: Session, many_classes: LogitsTable
) -> None:
    session.update_work(with_rows(session.work, Rows(many_classes)))
    field = panel.filter.typed_class
    field.setText("word 7")
    panel.activateWindow()
    panel.steps.onward.setFocus()
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert field.selectedText() == "word 7"
    # A second click is for one who wants the cursor somewhere.
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert not field.hasSelectedText()


def test_an_unfinished_class_is_taken_back_when_the_field_is_left(
    panel: RowsPanel, session: Session, many_classes: LogitsTable
) -> None:
    session.update_work(with_rows(session.work, Rows(many_classes)))
    field = panel.filter.typed_class
    field.setFocus()
    QTest.keyClicks(field, "wo")
    panel.steps.onward.setFocus()
    assert field.text() == ""
    assert not panel.rows or panel.rows.order is None


# A table that takes time


class Slowly:
    """Go through a table row by row, as long as it is let."""

    def __init__(self) -> None:
        self.passes = 0

    def __call__(
        self, table: LogitsTable, part: Callable[[Real, Targets], Part]
    ) -> Generator[tuple[slice, Part]]:
        self.passes += 1
        for row in range(table.rows):
            rows = slice(row, row + 1)
            targets = np.zeros(1, np.int64) if table.targets is None else table.targets[rows]
            yield rows, part(table.values[rows], targets)


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> Slowly:
    monkeypatch.setattr(background, "WITHIN_A_FRAME", 0)
    return Slowly()


def test_a_large_table_is_looked_through_in_the_background_once(
    panel: RowsPanel, session: Session, slowly: Slowly, qtbot: QtBot
) -> None:
    session.update_work(with_rows(session.work, Rows(TABLE, mapper=slowly)))
    choose(panel.filter.kind, "wrong ones")
    assert panel.filter.is_looking
    assert row_of(session) == 0
    panel.step(1)
    assert panel.filter.kind.currentText() == "wrong ones"
    panel.step(1)
    qtbot.waitUntil(lambda: not panel.filter.is_looking)
    rows = session.work.rows
    assert rows is not None
    assert (rows.selection.kind, rows.row) == (WRONG, 1)
    choose(panel.filter.kind, "least sure first")
    rows = session.work.rows
    assert rows is not None
    assert rows.selection.kind == LEAST_SURE
    assert slowly.passes == 1


@pytest.mark.parametrize("how", ["cancel", "close", "another table"])
def test_looking_through_a_table_can_be_stopped(
    how: str, panel: RowsPanel, session: Session, slowly: Slowly, qtbot: QtBot
) -> None:
    session.update_work(with_rows(session.work, Rows(TABLE, mapper=slowly)))
    choose(panel.filter.kind, "wrong ones")
    if how == "cancel":
        press(panel.filter.line.button)
    elif how == "close":
        panel.close_table()
    else:
        session.update_work(with_rows(session.work, Rows(replace(TABLE, name="other"))))
    assert not panel.filter.is_looking
    qtbot.wait(120)
    rows = session.work.rows
    assert rows is None or rows.order is None
    if rows is not None:
        assert panel.filter.kind.currentText() == "all rows"


# Beside the editor


@pytest.fixture
def side(show: Callable[..., Side]) -> Side:
    side = Side()
    side.follow_theme()
    side.render_work(Work(initial_state()))
    return show(side, 320, 420)


def test_the_place_turns_to_a_table_that_is_opened_and_only_then(side: Side) -> None:
    assert side.tabs.key == EXAMPLES
    assert side.examples.isVisible()
    work = with_rows(Work(initial_state()), Rows(TABLE))
    side.render_work(work)
    assert side.tabs.key == DATA
    assert side.rows.isVisible()
    assert not side.examples.isVisible()
    side.tabs.choose(DRAW)
    assert side.pad.isVisible()
    side.render_work(with_rows(work, Rows(TABLE, 3)))
    assert side.tabs.key == DRAW
    side.render_work(with_rows(work, None))
    assert side.tabs.key == DRAW
    side.render_work(work)
    assert side.tabs.key == DATA


def shown_before_a_button(side: Side, show: Callable[..., QWidget]) -> QPushButton:
    window, after = QWidget(), QPushButton("after")
    box = QVBoxLayout(window)
    box.addWidget(side)
    box.addWidget(after)
    show(window, 340, 500)
    return after


def test_the_keyboard_of_a_page_that_goes_is_with_the_choice_of_pages(
    side: Side, show: Callable[..., QWidget]
) -> None:
    shown_before_a_button(side, show)
    side.tabs.choose(DRAW)
    side.pad.scribble_button.setFocus()
    assert side.pad.scribble_button.hasFocus()
    side.render_work(with_rows(Work(initial_state()), Rows(TABLE)))
    assert side.tabs.key == DATA
    assert side.tabs.hasFocus()


def test_the_menu_goes_through_the_rows_from_anywhere(side: Side) -> None:
    session = Session(Work(initial_state()))
    session.work_changed.connect(side.render_work)
    session.changed.connect(side.render_snapshot)
    side.worked.connect(session.take_work)
    for do in (side.next_row, side.previous_row, side.toggle_play, side.put_back, side.stop):
        do()
    assert not session.can_undo
    session.update_work(with_rows(session.work, Rows(TABLE)))
    side.tabs.choose(EXAMPLES)
    side.next_row()
    side.next_row()
    side.previous_row()
    assert row_of(session) == 1
    session.update(edits.set_logit(session.state, 0, 9.0))
    side.put_back()
    assert session.state.logits.tolist() == [0.0, 3.0, 0.0]
    side.toggle_play()
    assert side.rows.is_playing
    side.toggle_play()
    assert not side.rows.is_playing
    side.toggle_play()
    side.stop()
    assert not side.rows.is_playing


def test_tab_goes_through_a_page_after_the_choice_of_pages(
    side: Side, show: Callable[..., QWidget]
) -> None:
    after = shown_before_a_button(side, show)
    window = after.window()
    session = Session(with_rows(Work(initial_state()), Rows(TABLE)))
    side.render_work(session.work)
    side.render_snapshot(session.snapshot)

    def tabbed() -> list[str]:
        side.tabs.setFocus()
        names = []
        while not after.hasFocus():
            QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
            focus = QApplication.focusWidget()
            assert focus is not None
            names.append(focus.accessibleName())
            assert len(names) < 20
        return names[:-1]

    assert tabbed() == [
        "Close the table", "Previous row", "Row", "Next row", "Which rows",
        "Rows of which true class", "Play the rows", "Pace",
    ]  # fmt: skip
    side.tabs.choose(DRAW)
    assert tabbed() == ["Paper for a digit", "Eraser", "Clear", "See it be sure of nonsense"]


def test_a_hidden_panel_shows_the_row_when_it_comes_back(side: Side) -> None:
    session = Session(with_rows(Work(initial_state()), Rows(TABLE)))
    for _ in range(2):
        side.render_work(session.work)
        side.render_snapshot(session.snapshot)
    side.tabs.choose(EXAMPLES)
    session.update_work(with_rows(session.work, Rows(TABLE, 3)))
    side.render_work(session.work)
    side.render_snapshot(session.snapshot)
    side.tabs.choose(DATA)
    assert is_shown(side.rows, 3)
    assert side.rows.facts.status.text() == "✗ wrong"
