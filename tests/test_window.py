"""The whole window: what a person does here is seen everywhere."""

from __future__ import annotations

import csv
import io
import math
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QKeySequence,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QScrollBar,
    QSplitter,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from softmax_viz.app import ErrorReporter, create_window
from softmax_viz.core import edits
from softmax_viz.core.examples import BY_KEY, initial_state
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import MAX_DECIMALS, MIN_DECIMALS, State
from softmax_viz.resources import resource
from softmax_viz.views import theme
from softmax_viz.views.charts.bar_chart import BarChart
from softmax_viz.views.data.preview import OpenPreview
from softmax_viz.views.editor.model import Column
from softmax_viz.views.keyboard import SECTIONS
from softmax_viz.views.lenses.lens import Lens
from softmax_viz.views.look import DARK, LIGHT
from softmax_viz.window import MainWindow

RUNNING = initial_state()
LEFT = Qt.MouseButton.LeftButton
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NO_KEY = Qt.KeyboardModifier.NoModifier
ARROWS = str.maketrans({"↑": "Up", "↓": "Down", "←": "Left", "→": "Right"})

Open = Callable[..., MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Open]:
    def opened(state: State | None = None) -> MainWindow:
        window = create_window(state)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        window.editor.table.setFocus()
        return window

    yield opened
    QToolTip.hideText()


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    return open_window()


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def key(code: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press a key wherever the focus is, as a keyboard does."""
    QTest.keyClick(focus(), code, modifier)


def menu_action(window: MainWindow, menu: str, text: str) -> QAction:
    """Return an action by the words that a person reads."""
    return next(a for a in named_menu(window, menu).actions() if a.text().replace("&", "") == text)


def named_menu(window: MainWindow, title: str) -> QMenu:
    menus = window.menuBar().findChildren(QMenu)
    return next(menu for menu in menus if menu.title().replace("&", "") == title)


def picture(widget: QWidget) -> NDArray[np.uint8]:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].copy()


def charts(window: MainWindow) -> list[BarChart]:
    return [card.chart for card in window.charts.cards.values()]


def undo_all(window: MainWindow) -> int:
    steps = 0
    while window.session.can_undo:
        window.session.undo()
        steps += 1
    return steps


# One flow


def test_the_window_opens_on_the_running_example(window: MainWindow) -> None:
    assert window.session.state == RUNNING
    assert "panda, 66.4\u202f%" in window.prediction.text
    assert window.windowTitle() == "Softmax Visualizer"


def test_the_window_opens_on_a_state_that_is_given(open_window: Open) -> None:
    state = State.of([math.nan, 2.0], temperature=0.0, decimals=9)
    window = open_window(state)
    assert window.session.state == state
    assert window.temperature.field.text() == "0"


def test_rendering_again_changes_nothing(window: MainWindow) -> None:
    # Not the whole window: Qt 6.12 draws the corner of one tool button in two ways by turns.
    views = (window.charts, window.prediction, window.temperature, window.editor.table)
    before = [picture(view) for view in views]
    window.render_snapshot(window.session.snapshot)
    window.render_snapshot(evaluate(window.session.state))
    for view, image in zip(views, before, strict=True):
        assert (picture(view) == image).all()
    assert not window.session.can_undo


def test_one_edit_is_seen_in_every_view(window: MainWindow) -> None:
    views = [*charts(window), window.prediction, window.editor.table.viewport()]
    before = [picture(view) for view in views]
    QTest.keyClick(window.editor.table, Qt.Key.Key_End)
    assert window.session.state == edits.set_logit(RUNNING, 0, 5.0)
    assert "seal" in window.prediction.text
    for view, old in zip(views, before, strict=True):
        assert (picture(view) != old).any(), view
    assert window.examples.custom.text() == "custom"


def test_undo_and_redo_by_keys_and_by_menu(window: MainWindow) -> None:
    undo, redo = (menu_action(window, "Edit", text) for text in ("Undo", "Redo"))
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    QTest.keyClick(window.editor.table, Qt.Key.Key_Right)
    after = window.session.state
    key(Qt.Key.Key_Z, CONTROL)
    assert window.session.state == RUNNING
    assert (undo.isEnabled(), redo.isEnabled()) == (False, True)
    key(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert window.session.state == after
    undo.trigger()
    assert window.session.state == RUNNING
    key(Qt.Key.Key_Y, CONTROL)
    assert window.session.state == after
    assert (undo.isEnabled(), redo.isEnabled()) == (True, False)


@pytest.mark.parametrize("where", ["table", "slider", "field", "chart", "shift", "list", "seed"])
def test_undo_works_wherever_the_keyboard_is(where: str, window: MainWindow) -> None:
    window.session.update(edits.shift(RUNNING, 1.0))
    {
        "table": window.editor.table, "slider": window.temperature.slider,
        "field": window.temperature.field, "chart": charts(window)[0],
        "shift": window.editor.shift.field, "list": window.examples.list,
        "seed": window.editor.seed,
    }[where].setFocus()  # fmt: skip
    key(Qt.Key.Key_Z, CONTROL)
    assert window.session.state == RUNNING


def test_an_added_class_is_undone_while_its_name_is_open(window: MainWindow) -> None:
    key(Qt.Key.Key_N, CONTROL)
    assert isinstance(focus(), QLineEdit)
    key(Qt.Key.Key_Z, CONTROL)
    assert window.session.state == RUNNING
    assert focus() is window.editor.table
    key(Qt.Key.Key_N, CONTROL)
    QTest.keyClicks(focus(), "x")
    key(Qt.Key.Key_Z, CONTROL)
    assert window.session.state == edits.add_class(RUNNING)


def test_by_keyboard_alone(window: MainWindow) -> None:
    key(Qt.Key.Key_N, CONTROL)
    QTest.keyClicks(focus(), "walrus")
    key(Qt.Key.Key_Return)
    QTest.keyClicks(focus(), "2.5")
    key(Qt.Key.Key_Return)
    for _ in range(40):
        if focus() is window.temperature.slider:
            break
        key(Qt.Key.Key_Tab)
    key(Qt.Key.Key_Home)
    assert window.session.state == State(
        np.array([0.25, 1.23, -0.8, 2.5]),
        ("seal", "panda", "duck", "walrus"), (0, 1, 2, 3), 0.0, example="animals",
    )  # fmt: skip
    assert "walrus, 100\u202f%" in window.prediction.text
    for _ in range(4):
        key(Qt.Key.Key_Z, CONTROL)
    assert window.session.state == RUNNING
    assert not window.session.can_undo


@pytest.mark.parametrize("editor", [True, False])
def test_the_keyboard_begins_in_the_work_and_not_in_an_offer(qtbot: QtBot, editor: bool) -> None:
    window = create_window()
    qtbot.addWidget(window)
    window.show_control("editor", editor)
    window.files.recovery.offer.show_offer("Recovered.")
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    assert not window.invitation.isHidden()
    assert focus() is (window.editor.table if editor else window.temperature.slider)


def test_tab_reaches_every_part_and_comes_back(window: MainWindow) -> None:
    reachable = {
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and not widget.objectName().startswith("qt_")
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }  # fmt: skip
    reached = set()
    for _ in range(len(reachable) + 1):
        reached.add(focus())
        key(Qt.Key.Key_Tab)
    assert reached == reachable
    start = focus()
    key(Qt.Key.Key_Backtab, SHIFT)
    key(Qt.Key.Key_Tab)
    assert focus() is start
    assert not window.session.can_undo


def test_tab_changes_nothing_in_logits_of_ones_own(open_window: Open) -> None:
    window = open_window(State.of([1.0, 2.0]))
    for _ in range(40):
        key(Qt.Key.Key_Tab)
    assert not window.session.can_undo


# What is wrong


def test_a_wrong_number_that_is_left_is_explained_in_the_window(window: MainWindow) -> None:
    QTest.keyClicks(window.editor.table, "1")
    QTest.keyClicks(focus(), "..2")
    window.temperature.slider.setFocus()
    assert window.problem.isVisible()
    assert "1..2" in window.problem.label.text() or "position" in window.problem.label.text()
    assert window.session.state == RUNNING


def test_a_wrong_temperature_that_is_left_is_explained(window: MainWindow) -> None:
    field = window.temperature.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "-1")
    charts(window)[0].setFocus()
    assert window.problem.isVisible()
    assert "negative" in window.problem.label.text()
    assert window.session.state == RUNNING
    assert field.text() == "1"


PASTED = {
    "0.5, 1.5, -2": [0.5, 1.5, -2.0],
    "[ 0.25  1.23 -0.8   4. ]": [0.25, 1.23, -0.8, 4.0],
    "tensor([0.5, -0.5])": [0.5, -0.5],
    "a\t1\nb\t2\n": [1.0, 2.0],
    "1,5; −2,5": [1.5, -2.5],
    "inf -inf nan": [math.inf, -math.inf, math.nan],
}


@pytest.mark.parametrize("how", ["menu", "keys"])
def test_paste_takes_the_clipboard(how: str, window: MainWindow) -> None:
    for text, logits in PASTED.items():
        QGuiApplication.clipboard().setText(text)
        if how == "menu":
            menu_action(window, "Edit", "Paste logits").trigger()
        else:
            key(Qt.Key.Key_V, CONTROL)
        assert np.array_equal(window.session.state.logits, logits, equal_nan=True)
        assert not window.problem.isVisible()
        assert undo_all(window) == 1
        assert window.session.state == RUNNING


@pytest.mark.parametrize("text", ["", "hello world", "1, 2, three", "hello\nworld"])
def test_a_wrong_paste_says_why_and_changes_nothing(text: str, window: MainWindow) -> None:
    QGuiApplication.clipboard().setText(text)
    menu_action(window, "Edit", "Paste logits").trigger()
    assert window.session.state == RUNNING
    assert not window.session.can_undo
    assert window.problem.isVisible()
    assert window.problem.label.text().startswith("Not pasted: ")
    assert window.problem.label.text().endswith((".", ")"))


def mime(*paths: Path | str, text: str = "") -> QMimeData:
    """Return what a file manager puts into the clipboard, or drags."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) if isinstance(p, Path) else QUrl(p) for p in paths])
    if text:
        data.setText(text)
    return data


def drop(window: MainWindow, data: QMimeData) -> bool:
    """Drag something over the window, and drop it there if the window would take it."""
    spot, copy = QPoint(300, 300), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(spot, copy, data, LEFT, NO_KEY)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(spot), copy, data, LEFT, NO_KEY)
        QApplication.sendEvent(window, event)
    return enter.isAccepted()


def open_preview(window: MainWindow) -> OpenPreview:
    preview = window.logit_files.preview
    assert preview is not None
    assert preview.isVisible()
    return preview


@pytest.fixture
def matrix(tmp_path: Path) -> Path:
    path = tmp_path / "matrix.npy"
    np.save(path, np.array([[0.5, 1.5], [3.0, 2.0]]))
    return path


@pytest.mark.parametrize("how", ["drop", "paste", "menu", "path"])
def test_logits_open_by_whatever_way(
    how: str, matrix: Path, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "drop":
        assert drop(window, mime(matrix))
    elif how == "paste":
        QGuiApplication.clipboard().setMimeData(mime(matrix, text=str(matrix)))
        menu_action(window, "Edit", "Paste logits").trigger()
    elif how == "menu":
        monkeypatch.setattr(window, "ask_path_to_open", lambda: str(matrix))
        menu_action(window, "File", "Open…").trigger()
    else:
        window.open_path(str(matrix))
    open_preview(window).open_button.click()
    assert window.session.state.logits.tolist() == [0.5, 1.5]
    assert undo_all(window) == 1
    assert window.session.state == RUNNING
    action = named_menu(window, "Open recent").actions()[-1]
    assert action.text() == "matrix.npy…"
    action.trigger()
    open_preview(window).reject()


def test_a_recent_file_comes_with_its_second_file(
    matrix: Path, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "y.txt").write_text("1\n0\n")
    window.open_path(str(matrix), str(tmp_path / "y.txt"))
    open_preview(window).open_button.click()
    window.logit_files.close()
    named_menu(window, "Open recent").actions()[-1].trigger()
    open_preview(window).open_button.click()
    assert window.session.work.true_class == 1


def test_what_can_do_nothing_is_off_in_the_menus(window: MainWindow, tmp_path: Path) -> None:
    def enabled() -> list[str]:
        actions = named_menu(window, "Data").actions()
        return [a.text().replace("&", "") for a in actions if not a.isSeparator() and a.isEnabled()]

    moving = ["Previous row", "Next row", "Play the rows, or pause"]
    assert enabled() == []
    window.logit_files.open_builtin("wine")
    assert enabled() == moving
    menu_action(window, "Data", "Next row").trigger()
    window.session.update(edits.set_logit(window.session.state, 0, 9.0))
    assert enabled() == [*moving, "Back to the row"]
    menu_action(window, "Data", "Back to the row").trigger()
    assert enabled() == moving
    window.logit_files.close()
    assert enabled() == []
    np.save(tmp_path / "one.npy", np.array([[0.5, 1.5]]))
    window.open_path(str(tmp_path / "one.npy"))
    open_preview(window).open_button.click()
    assert enabled() == []
    window.session.update(edits.set_logit(window.session.state, 0, 9.0))
    assert enabled() == ["Previous row", "Next row", "Back to the row"]


def test_nothing_is_unpinned_where_nothing_is_pinned(window: MainWindow) -> None:
    unpin = menu_action(window, "Edit", "Unpin all")
    assert not unpin.isEnabled()
    window.pin()
    assert unpin.isEnabled()
    window.unpin_all()
    assert not unpin.isEnabled()


def test_a_deck_opens_by_the_same_ways(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    deck = resource("decks/temperature.softmax")
    assert drop(window, mime(deck))
    assert window.session.work.deck.scenes
    window.files.new_deck()
    monkeypatch.setattr(window, "ask_path_to_open", lambda: str(deck))
    menu_action(window, "File", "Open…").trigger()
    assert window.session.work.deck.scenes
    assert window.logit_files.preview is None
    window.open_path(str(deck), "y.txt")
    assert window.problem.label.text() == "True classes belong to logits, and this is a deck."


def test_a_question_for_a_file_may_stay_without_an_answer(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    filters: list[str] = []

    def asked(parent: QWidget, title: str, folder: str, shown: str) -> tuple[str, str]:
        filters.append(shown)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", asked)
    menu_action(window, "File", "Open…").trigger()
    assert window.session.state == RUNNING
    both, decks, logits, everything = filters[0].split(";;")
    assert both.startswith("Decks and logits (*.softmax *.npy ")
    assert decks == "Decks (*.softmax)"
    assert logits.startswith("Logits (*.npy ")
    assert everything == "All files (*)"


def test_several_files_and_what_is_no_file_are_not_opened(matrix: Path, window: MainWindow) -> None:
    assert drop(window, mime(matrix, matrix))
    assert window.problem.label.text() == "These are 2 files: open one at a time."
    assert not drop(window, mime("https://example.org/logits.npy"))
    assert not drop(window, mime(text="1, 2"))
    assert window.logit_files.preview is None
    assert window.session.state == RUNNING


def test_a_pasted_matrix_is_looked_at_first(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("1 2\n3 4")
    key(Qt.Key.Key_V, CONTROL)
    assert window.session.state == RUNNING
    preview = open_preview(window)
    assert preview.name.text() == "Pasted logits"
    QTest.keyClick(preview, Qt.Key.Key_Return)
    assert window.session.state.logits.tolist() == [1, 2]
    assert window.session.work.rows is not None


def test_example_data_open_and_close_by_the_menu(window: MainWindow) -> None:
    close = menu_action(window, "File", "Close the data")
    assert not close.isEnabled()
    actions = named_menu(window, "Open example data").actions()
    titles = ["Digits, a small network", "Digits, overconfident", "Wine"]
    assert [action.text() for action in actions] == titles
    actions[2].trigger()
    assert window.session.state.labels == ("Barolo", "Grignolino", "Barbera")
    assert not window.isWindowModified()
    close.trigger()
    assert window.session.work.rows is None
    assert not close.isEnabled()
    assert undo_all(window) == 2


def test_no_field_is_opened_in_an_editor_that_is_not_seen(window: MainWindow) -> None:
    editor = window.editor
    window.show_control("editor", False)
    window.temperature.slider.setFocus()
    assert not editor.rename.isEnabled()
    assert not editor.seek.isEnabled()
    editor.add.trigger()
    assert window.session.state.count == RUNNING.count + 1
    assert window.temperature.slider.hasFocus()
    window.show_control("editor", True)
    assert editor.rename.isEnabled()
    assert editor.seek.isEnabled()


def test_an_entry_whose_field_goes_away_is_not_lost_without_a_word(window: MainWindow) -> None:
    field = window.temperature.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2.5")
    window.show_control("temperature", False)
    assert window.session.state.temperature == RUNNING.temperature
    assert window.problem.isVisible()
    assert window.problem.label.text().startswith("What was being typed was not entered")


@pytest.mark.parametrize("how", ["button", "Escape"])
def test_a_problem_goes_when_it_is_read(how: str, window: MainWindow) -> None:
    window.problem.show_problem("The <b>sentence</b>.")
    assert window.problem.label.text() == "The <b>sentence</b>."
    assert window.problem.label.textFormat() is Qt.TextFormat.PlainText
    if how == "button":
        QTest.mouseClick(window.problem.close_button, LEFT)
    else:
        key(Qt.Key.Key_Escape)
    assert not window.problem.isVisible()


def test_an_exception_is_shown_and_logged(
    window: MainWindow, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise ZeroDivisionError("of all things")
    except ZeroDivisionError:
        kind, error, trace = sys.exc_info()
        assert kind is not None
        assert error is not None
        ErrorReporter(window).report(kind, error, trace)
    assert "of all things" in window.problem.label.text()
    assert "ZeroDivisionError: of all things" in capsys.readouterr().err


# Values


def test_copied_values_are_exact(open_window: Open) -> None:
    window = open_window(State.of([1 / 3, -1e-300, math.inf], ["a", "b\tc", "<i>"]))
    menu_action(window, "Edit", "Copy values").trigger()
    rows = list(csv.reader(io.StringIO(QGuiApplication.clipboard().text()), delimiter="\t"))
    assert rows[0][:2] == ["label", "logit"]
    assert [row[0] for row in rows[1:]] == ["a", "b\tc", "<i>"]
    for column, name in enumerate(rows[0][2:-1], 2):
        values = window.session.snapshot.output(name).values
        copied = [float(row[column]) for row in rows[1:]]
        assert np.array_equal(copied, values, equal_nan=True)


def test_decimals_go_from_1_to_17(window: MainWindow) -> None:
    menu = named_menu(window, "Decimals")
    choices = {int(action.text()): action for action in menu.actions()}
    assert sorted(choices) == list(range(1, 18)) == [*range(MIN_DECIMALS, MAX_DECIMALS + 1)]
    assert choices[3].isChecked()
    window.session.update(edits.set_logit(RUNNING, 0, 1 / 3))
    cell = window.editor.model.index(0, Column.VALUE)
    for decimals, text in ((1, "0.3"), (6, "0.333333"), (17, "0.3333333333333333")):
        choices[decimals].trigger()
        assert cell.data() == text
        assert [n for n, action in choices.items() if action.isChecked()] == [decimals]
    key(Qt.Key.Key_Period, CONTROL)
    assert window.session.state.decimals == 17
    for _ in range(30):
        key(Qt.Key.Key_Comma, CONTROL)
    assert window.session.state.decimals == 1
    key(Qt.Key.Key_Period, CONTROL)
    assert window.session.state.decimals == 2
    assert window.session.state.logits[0] == 1 / 3


@pytest.mark.parametrize(
    ("code", "temperature"),
    [(Qt.Key.Key_0, 0.0), (Qt.Key.Key_1, 1.0), (Qt.Key.Key_9, math.inf)],
)
def test_keys_of_the_exact_temperatures(
    code: Qt.Key, temperature: float, window: MainWindow
) -> None:
    window.session.update(replace(RUNNING, temperature=0.5))
    key(code, ALT)
    assert window.session.state == replace(RUNNING, temperature=temperature)


# Hovering


def hovered_bars(window: MainWindow) -> list[list[bool]]:
    """Tell per chart which classes are drawn in their full colour."""
    seen = []
    for chart in charts(window):
        pixels = picture(chart).reshape(chart.height(), -1, 3)
        row = []
        for color in window.session.state.colors:
            full = bytes.fromhex(theme.current().class_color(color).name()[1:])
            row.append(bool((pixels == list(full)).all(axis=2).any()))
        seen.append(row)
    return seen


def test_a_class_hovered_in_a_chart_is_emphasised_everywhere(window: MainWindow) -> None:
    table = window.editor.table
    chart = charts(window)[3]
    still = picture(table.viewport())
    assert hovered_bars(window) == [[True] * 3] * 4
    inside = [x for x in range(chart.width()) if chart.index_at(x) == 2]
    QTest.mouseMove(chart, QPoint(inside[len(inside) // 2], 50))
    assert hovered_bars(window) == [[False, False, True]] * 4
    assert (picture(table.viewport()) != still).any()
    assert "duck (index 2)" in QToolTip.text()
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert hovered_bars(window) == [[True] * 3] * 4
    assert (picture(table.viewport()) == still).all()
    assert not window.session.can_undo


def test_a_class_hovered_in_the_editor_is_emphasised_in_every_chart(window: MainWindow) -> None:
    table = window.editor.table
    cell = table.visualRect(window.editor.model.index(1, Column.NAME))
    QTest.mouseMove(table.viewport(), cell.center())
    assert hovered_bars(window) == [[False, True, False]] * 4
    QApplication.sendEvent(table, QEvent(QEvent.Type.Leave))
    assert hovered_bars(window) == [[True] * 3] * 4


def test_markup_in_a_class_name_is_obeyed_nowhere(window: MainWindow) -> None:
    name = "<b>x</b>"
    window.session.update(edits.rename(edits.set_logit(RUNNING, 0, 9.0), 0, name))
    assert f"Predicted: {name}" in window.prediction.text
    assert window.editor.model.index(0, Column.NAME).data() == name
    tips = []
    chart = charts(window)[2]
    first = [x for x in range(chart.width()) if chart.index_at(x) == 0]
    QTest.mouseMove(chart, QPoint(first[len(first) // 2], 50))
    tips.append(QToolTip.text())
    table = window.editor.table
    cell = table.visualRect(window.editor.model.index(0, Column.NAME)).center()
    for widget, spot in (
        (table.viewport(), cell),
        *((card.verdicts, QPoint(20, 10)) for card in window.charts.cards.values()),
    ):
        QToolTip.hideText()
        event = QHelpEvent(QEvent.Type.ToolTip, spot, widget.mapToGlobal(spot))
        QApplication.sendEvent(widget, event)
        tips.append(QToolTip.text())
    assert all(tips)
    assert not any(name in tip for tip in tips if "&lt;" in tip or "<p" in tip)
    assert sum("&lt;b&gt;x&lt;/b&gt;" in tip for tip in tips) >= 2
    for label in window.findChildren(QLabel):
        assert name not in label.text() or label.textFormat() is Qt.TextFormat.PlainText


# Examples


def test_the_example_flips_to_custom_and_comes_back(window: MainWindow) -> None:
    examples = window.examples
    key(Qt.Key.Key_Right)
    assert examples.custom.text() == "custom"
    key(Qt.Key.Key_Z, CONTROL)
    assert examples.custom.text() == ""
    examples.list.setFocus()
    for _ in range(3):
        key(Qt.Key.Key_Down)
    assert window.session.state == BY_KEY["zero_entry"].state()
    window.editor.table.setFocus()
    key(Qt.Key.Key_Right)
    QTest.mouseClick(examples.reset_button, LEFT)
    assert window.session.state == BY_KEY["zero_entry"].state()
    key(Qt.Key.Key_Z, CONTROL)
    assert examples.custom.text() == "custom"
    key(Qt.Key.Key_R, CONTROL | SHIFT)
    assert window.session.state == BY_KEY["zero_entry"].state()


def test_every_example_can_be_shown(window: MainWindow) -> None:
    for example in BY_KEY.values():
        window.session.update(example.state())
        window.charts.describe()
        picture(window)
        for kind in OUTPUTS:
            assert window.session.snapshot.output(kind.key).verdicts


ODD = (
    State.of([2.0]),
    State.of([math.nan, math.inf, -math.inf]),
    State.of([-math.inf] * 4),
    State.of([1e308, -1e308, 1e308], temperature=1e-320),
    State.of(np.zeros(100_000), temperature=0.0),
    State.of(np.linspace(-3, 3, 1000), temperature=math.inf, decimals=17),
    replace(RUNNING, labels=("", "قنديل البحر", "🦭" * 50)),
    replace(RUNNING, labels=("a\ud800b", "line\nline", "\u202eright to left")),
)


def test_no_state_is_too_odd(window: MainWindow) -> None:
    for state in ODD:
        window.session.update(state)
        window.charts.describe()
        picture(window)
        window.charts.highlight(state.count - 1)
        picture(window)
        window.session.undo()
        assert window.session.state == RUNNING


# Look


def test_size_and_theme_by_keys(window: MainWindow) -> None:
    small = picture(window)
    key(Qt.Key.Key_Plus, CONTROL)
    key(Qt.Key.Key_Equal, CONTROL)
    assert window.look.scale == 1.3
    assert (picture(window) != small).any()
    key(Qt.Key.Key_Minus, CONTROL)
    assert window.look.scale == 1.15
    key(Qt.Key.Key_0, CONTROL)
    assert window.look.scale == 1.0
    for mode in (DARK, LIGHT):
        key(Qt.Key.Key_T, CONTROL)
        assert window.look.mode == mode
        assert window.menus.modes[mode].isChecked()
        ground = picture(charts(window)[0])[1, 3:6]
        assert bytes(ground).hex() == theme.current().colors.card[1:]
    assert not window.session.can_undo


@pytest.mark.parametrize("mode", ["system", "light", "dark"])
def test_a_theme_can_be_chosen_from_the_menu(mode: str, window: MainWindow) -> None:
    menu = named_menu(window, "Theme")
    choice = next(a for a in menu.actions() if mode in a.text().replace("&", "").lower())
    choice.trigger()
    assert window.look.mode == mode
    assert [a.isChecked() for a in menu.actions()].count(True) == 1
    assert choice.isChecked()


def test_the_editor_can_be_hidden_for_the_back_row(window: MainWindow) -> None:
    width = window.charts.width()
    key(Qt.Key.Key_E, CONTROL)
    assert not window.editor.isVisible()
    QApplication.processEvents()
    assert window.charts.width() > width + 200
    menu_action(window, "View", "Show the editor").trigger()
    assert window.editor.isVisible()


def test_the_window_is_remembered(open_window: Open) -> None:
    first = open_window()
    first.look.set_mode(DARK)
    first.look.larger()
    first.resize(790, 640)
    menu_action(first, "View", "Reduce motion").trigger()
    first.session.update(State.of([7.0]))
    first.close()
    again = open_window()
    assert (again.width(), again.height()) == (first.width(), first.height()) != (1280, 720)
    assert (again.look.mode, again.look.scale) == (DARK, 1.15)
    assert menu_action(again, "View", "Reduce motion").isChecked()
    assert again.temperature.sweep.reduced_motion
    assert again.session.state == RUNNING


def test_the_lens_the_editor_and_the_shares_of_the_window_are_remembered(
    open_window: Open, qtbot: QtBot
) -> None:
    first = open_window()
    first.lenses.tabs.setCurrentIndex(3)
    first.menus.controls["editor"].trigger()
    stage = first.charts.parentWidget()
    assert isinstance(stage, QSplitter)
    stage.setSizes([300, 280])
    stage.splitterMoved.emit(stage.sizes()[0], 1)  # as by hand
    sizes = stage.sizes()
    first.close()
    again = open_window()
    assert again.lenses.key == first.lenses.key == "temperature"
    assert not again.menus.controls["editor"].isChecked()
    stage = again.charts.parentWidget()
    assert isinstance(stage, QSplitter)
    assert stage.sizes() == sizes
    again.menus.controls["editor"].trigger()
    qtbot.waitUntil(lambda: again.editor.width() > 200)


def test_a_hidden_lens_stays_hidden_and_costs_nothing(open_window: Open) -> None:
    first = open_window()
    assert first.lenses.isVisible()
    first.menus.lens.trigger()
    first.close()
    again = open_window()
    assert not again.lenses.isVisible()
    assert again.lenses.lens is None
    again.choose_lens("curves")
    assert again.lenses.isVisible()
    assert again.lenses.key == "curves"


def shown_lens(window: MainWindow) -> Lens:
    assert window.lenses.lens is not None
    return window.lenses.lens


def test_a_lens_follows_every_edit_and_waits_a_frame_for_the_next_temperature(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.choose_lens("steps")
    window.session.update(edits.set_logit(window.session.state, 0, 2.0))
    assert "2.0" in shown_lens(window).text()
    for temperature in (2.0, 3.0, 0.5):
        window.session.update(edits.set_temperature(window.session.state, temperature))
    qtbot.waitUntil(lambda: "4.0" in shown_lens(window).text(), timeout=2000)


def test_an_edit_in_a_waiting_lens_keeps_the_newest_temperature(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.choose_lens("steps")
    seen = window.session.state
    monkeypatch.setattr("softmax_viz.views.lenses.panel.FRAME_MS", 60_000)
    window.session.update(edits.set_temperature(seen, 0.5))
    shown_lens(window).edited.emit(edits.set_logit(seen, 0, 9.0), None)
    assert window.session.state.logits[0] == 9.0
    assert window.session.state.temperature == 0.5


def test_the_sweep_by_its_key_moves_everything_and_ends_with_the_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    before = window.prediction.text
    key(Qt.Key.Key_Space, CONTROL)
    qtbot.waitUntil(lambda: window.session.state.temperature > 1.0)
    assert window.prediction.text != before
    assert window.temperature.sweep_button.text() == "Pause"
    window.close()
    assert not window.temperature.sweep.running


def test_a_drag_during_a_sweep_is_one_step(window: MainWindow, qtbot: QtBot) -> None:
    window.temperature.sweep.set_running(True)
    qtbot.waitUntil(lambda: window.session.state.temperature > 1.0)
    table = window.editor.table
    cell = table.visualRect(window.editor.model.index(1, Column.SLIDER))
    QTest.mousePress(table.viewport(), LEFT, pos=cell.center())
    for by in range(1, 6):
        temperature = window.session.state.temperature
        qtbot.waitUntil(lambda: window.session.state.temperature != temperature)  # noqa: B023
        QTest.mouseMove(table.viewport(), cell.center() + QPoint(5 * by, 0))
    QTest.mouseRelease(table.viewport(), LEFT, pos=cell.center() + QPoint(25, 0))
    window.temperature.sweep.set_running(False)
    window.session.undo()
    assert window.session.state.logits.tolist() == RUNNING.logits.tolist()
    window.session.undo()
    assert window.session.state == RUNNING
    assert not window.session.can_undo


# Help


@pytest.mark.parametrize(("how", "kind"), [("Keyboard", QDialog), ("About", QMessageBox)])
def test_help_opens_and_goes_without_a_trace(
    how: str, kind: type[QDialog], window: MainWindow
) -> None:
    if how == "Keyboard":
        key(Qt.Key.Key_F1)
    else:
        menu_action(window, "Help", how).trigger()
    (dialog,) = window.findChildren(kind)
    assert dialog.isVisible()
    assert [button.text() for button in dialog.findChildren(QPushButton)] == ["Close"]
    assert all(
        label.textFormat() is not Qt.TextFormat.RichText for label in dialog.findChildren(QLabel)
    )
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChildren(kind) == []


def test_the_listed_keys_exist(window: MainWindow) -> None:
    keys = {
        shortcut.toString(QKeySequence.SequenceFormat.PortableText)
        for action in window.findChildren(QAction)
        for shortcut in action.shortcuts()
    }
    listed = {
        combination.strip().translate(ARROWS).replace("Page ", "Pg")
        for _, rows in SECTIONS
        for text, _ in rows
        for combination in re.split("[,…]", text)
        if combination.strip().startswith(("Ctrl", "Alt"))
    }
    assert len(listed) > 15
    assert listed <= keys


def test_no_key_means_two_things(window: MainWindow) -> None:
    keys = [
        shortcut.toString()
        for action in window.findChildren(QAction)
        for shortcut in action.shortcuts()
    ]
    assert sorted(keys) == sorted(set(keys))


def test_no_letter_of_a_menu_means_two_things(window: MainWindow) -> None:
    menus = [window.menuBar(), *window.menuBar().findChildren(QMenu)]
    for menu in menus:
        letters = [
            action.text()[action.text().index("&") + 1].lower()
            for action in menu.actions()
            if "&" in action.text()
        ]
        assert len(set(letters)) == len(letters), (menu, letters)


def test_every_control_has_a_name_and_says_what_it_does(window: MainWindow) -> None:
    window.problem.show_problem("Something.")
    window.session.update(edits.shift(RUNNING, 1.0))
    controls = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit | QAbstractSlider | QAbstractSpinBox)
        or widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    own = [w for w in controls if not w.objectName().startswith("qt_")
           and not isinstance(w, QScrollBar)]  # fmt: skip
    assert len(own) > 25
    for widget in own:
        assert widget.accessibleName(), widget
        assert widget.toolTip() or tip_at_some_spot(widget), widget


def tip_at_some_spot(widget: QWidget) -> str:
    """Return what the pointer is told on the first of some spots of a painted control."""
    target = widget.viewport() if hasattr(widget, "viewport") else widget
    for x in range(15, target.width(), 40):
        spot = QPoint(x, 12)
        QToolTip.hideText()
        QApplication.sendEvent(
            target, QHelpEvent(QEvent.Type.ToolTip, spot, target.mapToGlobal(spot))
        )
        if isinstance(widget, BarChart):
            # A chart tells of the class below the pointer as it moves.
            return "by moving"
        if QToolTip.isVisible():
            return QToolTip.text()
    return ""
