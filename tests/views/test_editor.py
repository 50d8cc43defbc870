"""The logit editor: the table with its sliders and fields, the tools, the handles."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QPointF, Qt, SignalInstance
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget

from softmax_viz.core import edits
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.rows import Rows
from softmax_viz.core.numbers import NumberError
from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import State
from softmax_viz.session import Session
from softmax_viz.views import theme
from softmax_viz.views.editor.handle import Handle
from softmax_viz.views.editor.model import Column, LogitModel
from softmax_viz.views.editor.panel import EditorPanel, scale_at, shift_at
from softmax_viz.views.number_field import NumberField

Told = list[tuple[Any, ...]]
Note = Callable[[SignalInstance], Told]
Write = Callable[[QWidget, str], None]

RUNNING = State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"])
ODD = State.of([math.nan, math.inf, -math.inf, 1e300, 5e-324])
LEFT = Qt.MouseButton.LeftButton
NO_KEY, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def panel(show: Callable[..., EditorPanel]) -> EditorPanel:
    panel = show(EditorPanel(), 324, 420)
    panel.render_snapshot(evaluate(RUNNING))
    panel.table.setFocus()
    return panel


@pytest.fixture
def session(panel: EditorPanel, bind: Callable[..., Session]) -> Session:
    return bind(panel, RUNNING)


def place(panel: EditorPanel, row: int, column: Column, along: float = 0.5) -> QPoint:
    """Return a spot of a cell, in the table's viewport."""
    cell = panel.table.visualRect(panel.model.index(row, column))
    return QPoint(round(cell.left() + along * cell.width()), cell.center().y())


def slider_place(panel: EditorPanel, row: int, value: float) -> QPoint:
    """Return where a value lies on a slider, from its two ends."""
    margin = theme.current().px(11)
    cell = panel.table.visualRect(panel.model.index(row, Column.SLIDER))
    along = (value / panel.model.reach + 1) / 2
    return QPoint(round(cell.left() + margin + along * (cell.width() - 2 * margin)),
                  cell.center().y())  # fmt: skip


def drag(widget: QWidget, *spots: QPoint) -> None:
    QTest.mousePress(widget, LEFT, pos=spots[0])
    for spot in spots[1:]:
        QTest.mouseMove(widget, spot)
    QTest.mouseRelease(widget, LEFT, pos=spots[-1])


def texts(panel: EditorPanel, column: Column) -> list[str]:
    return [panel.model.index(row, column).data() for row in range(panel.model.rowCount())]


def open_field(panel: EditorPanel) -> QLineEdit:
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert panel.table.isAncestorOf(field)
    return field


def key(code: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press a key wherever the focus is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, code, modifier)


# The model


def test_the_model_keeps_qts_rules_while_states_come_and_go() -> None:
    model = LogitModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for state in (RUNNING, ODD, RUNNING, State.of([1.0]), State.of(np.zeros(1000)), RUNNING):
        model.render_snapshot(evaluate(state))
        assert model.rowCount() == state.count


def test_rounded_text_and_full_precision_stand_side_by_side() -> None:
    model = LogitModel()
    model.render_snapshot(evaluate(State.of([1 / 3, -0.8, 1e-7, math.nan, math.inf, -math.inf])))
    shown = [model.index(row, Column.VALUE).data() for row in range(6)]
    assert shown == ["0.333", "−0.8", "1e−7", "NaN", "∞", "−∞"]
    kept = model.index(0, Column.VALUE).data(Qt.ItemDataRole.EditRole)
    assert kept == 1 / 3
    assert model.edit_text(0) == "0.3333333333333333"


@pytest.mark.parametrize(
    ("decimals", "text"), [(1, "0.3"), (5, "0.33333"), (17, "0.3333333333333333")]
)
def test_decimals_are_followed(decimals: int, text: str) -> None:
    model = LogitModel()
    model.render_snapshot(evaluate(State.of([1 / 3])))
    model.render_snapshot(evaluate(State.of([1 / 3], decimals=decimals)))
    assert model.index(0, Column.VALUE).data() == text


def test_only_what_differs_is_told(told: Note) -> None:
    model = LogitModel()
    model.render_snapshot(evaluate(RUNNING))
    changed, reset = told(model.dataChanged), told(model.modelReset)
    model.render_snapshot(evaluate(RUNNING))
    model.render_snapshot(evaluate(replace(RUNNING, temperature=3.0)))
    assert (changed, reset) == ([], [])
    model.render_snapshot(evaluate(edits.shift(RUNNING, 1.0)))
    model.render_snapshot(evaluate(edits.rename(RUNNING, 0, "walrus")))
    assert (len(changed), reset) == (2, [])
    model.render_snapshot(evaluate(State.of([1.0])))
    assert len(reset) == 1


def test_of_one_other_logit_its_row_is_told(told: Note) -> None:
    model = LogitModel()
    model.render_snapshot(evaluate(RUNNING))
    changed = told(model.dataChanged)
    model.render_snapshot(evaluate(edits.set_logit(RUNNING, 1, 2.0)))
    model.render_snapshot(evaluate(edits.set_logit(RUNNING, 1, 60.0)))
    rows = [(first.row(), last.row()) for first, last, *_ in changed]
    # The last one makes every slider reach further.
    assert rows == [(1, 1), (0, 2)]
    assert model.index(1, Column.VALUE).data(Qt.ItemDataRole.EditRole) == 60.0


def test_a_cell_speaks(qapp: QApplication) -> None:
    model = LogitModel()
    model.render_snapshot(evaluate(RUNNING))
    spoken = model.index(2, Column.VALUE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "duck, logit minus 0.800"


def test_a_class_name_with_markup_is_shown_as_it_is(
    panel: EditorPanel, ask: Callable[[QWidget, QPoint], str]
) -> None:
    panel.render_snapshot(evaluate(edits.rename(RUNNING, 0, "<b>x</b>")))
    assert texts(panel, Column.NAME)[0] == "<b>x</b>"
    tip = ask(panel.table.viewport(), place(panel, 0, Column.NAME))
    assert "&lt;b&gt;x&lt;/b&gt; (index 0)" in tip


def test_the_tooltip_has_the_exact_values(
    panel: EditorPanel, ask: Callable[[QWidget, QPoint], str]
) -> None:
    tip = ask(panel.table.viewport(), place(panel, 1, Column.SLIDER))
    assert tip.splitlines()[:2] == ["panda (index 1)", "z = 1.23"]
    assert "Softmax = 0.66372564" in tip


# Showing


def test_showing_a_state_tells_nothing(panel: EditorPanel, silent: Callable[..., None]) -> None:
    silent(panel, RUNNING, ODD, State.of([1.0]), State.of(np.zeros(100_000)), RUNNING)


def test_names_and_values_are_shown_in_order(panel: EditorPanel) -> None:
    assert texts(panel, Column.NAME) == ["seal", "panda", "duck"]
    assert texts(panel, Column.VALUE) == ["0.25", "1.23", "−0.8"]


def test_each_row_shows_the_colour_of_its_class(
    panel: EditorPanel, picture: Callable[[QWidget], Any]
) -> None:
    panel.render_snapshot(evaluate(replace(RUNNING, colors=(2, 0, 9))))
    pixels = picture(panel.table.viewport())
    for row, color in enumerate((2, 0, 9)):
        spot = place(panel, row, Column.COLOR)
        seen = bytes(pixels[spot.y(), spot.x()]).hex()
        assert f"#{seen}" == theme.current().class_color(color).name()


def test_nan_has_no_handle_on_its_slider(
    panel: EditorPanel, picture: Callable[[QWidget], Any]
) -> None:
    panel.render_snapshot(evaluate(State.of([math.nan, math.inf])))
    pixels = picture(panel.table.viewport())

    def has_class_color(row: int) -> bool:
        cell = panel.table.visualRect(panel.model.index(row, Column.SLIDER))
        part = pixels[cell.top() + 4 : cell.bottom() - 4, cell.left() : cell.right()]
        color = bytes.fromhex(theme.current().class_color(row).name()[1:])
        return bool((part == list(color)).all(axis=2).any())

    assert not has_class_color(0)
    assert has_class_color(1)


@pytest.mark.parametrize("count", [1, 2, 1000])
def test_the_last_class_cannot_be_removed(count: int, panel: EditorPanel) -> None:
    panel.render_snapshot(evaluate(State.of(np.zeros(count))))
    assert panel.remove.isEnabled() == (count > 1)


# Sliders


def test_one_drag_of_a_slider_is_one_step(panel: EditorPanel, session: Session) -> None:
    view = panel.table.viewport()
    drag(view, *(slider_place(panel, 1, value) for value in (1.23, 2.0, 3.0, -4.0)))
    assert session.state.logits[1] == pytest.approx(-4.0, abs=0.1)
    assert session.state.logits[[0, 2]].tolist() == [0.25, -0.8]
    drag(view, *(slider_place(panel, 1, value) for value in (-4.0, 1.0)))
    session.undo()
    assert session.state.logits[1] == pytest.approx(-4.0, abs=0.1)
    session.undo()
    assert session.state == RUNNING
    assert not session.can_undo


def test_a_drag_reaches_the_ends_and_no_further(panel: EditorPanel, session: Session) -> None:
    start = slider_place(panel, 0, 0.25)
    drag(panel.table.viewport(), start, start + QPoint(900, 0))
    assert session.state.logits[0] == 5.0
    drag(panel.table.viewport(), start, start - QPoint(900, 0))
    assert session.state.logits[0] == -5.0


def test_the_range_stays_put_during_a_drag(
    panel: EditorPanel, bind: Callable[..., Session]
) -> None:
    bind(panel, State.of([80.0, 1.0]))
    view = panel.table.viewport()
    assert panel.model.reach == 100.0
    QTest.mousePress(view, LEFT, pos=slider_place(panel, 0, 80.0))
    QTest.mouseMove(view, slider_place(panel, 0, 2.0))
    assert panel.model.reach == 100.0
    QTest.mouseRelease(view, LEFT, pos=slider_place(panel, 0, 2.0))
    assert panel.model.reach == 5.0


def test_dragged_values_are_tidy(panel: EditorPanel, session: Session) -> None:
    view = panel.table.viewport()
    QTest.mousePress(view, LEFT, pos=slider_place(panel, 0, 0.0))
    for value in np.linspace(-5, 5, 60):
        QTest.mouseMove(view, slider_place(panel, 0, value))
        assert len(repr(float(session.state.logits[0]))) <= 5
    QTest.mouseRelease(view, LEFT, pos=slider_place(panel, 0, 5.0))


@pytest.mark.parametrize(
    ("code", "modifier", "value"),
    [
        (Qt.Key.Key_Right, NO_KEY, 0.3), (Qt.Key.Key_Left, NO_KEY, 0.2),
        (Qt.Key.Key_Right, SHIFT, 0.26), (Qt.Key.Key_Left, SHIFT, 0.24),
        (Qt.Key.Key_PageUp, NO_KEY, 0.5), (Qt.Key.Key_PageDown, NO_KEY, 0.0),
        (Qt.Key.Key_Home, NO_KEY, -5.0), (Qt.Key.Key_End, NO_KEY, 5.0),
    ],
)  # fmt: skip
def test_keys_move_the_chosen_logit(
    code: Qt.Key, modifier: Qt.KeyboardModifier, value: float,
    panel: EditorPanel, session: Session,
) -> None:  # fmt: skip
    QTest.keyClick(panel.table, code, modifier)
    assert session.state == edits.set_logit(RUNNING, 0, value)


def test_keys_choose_the_class(panel: EditorPanel, session: Session) -> None:
    for code, row in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Down, 2),
                      (Qt.Key.Key_Up, 1)):  # fmt: skip
        QTest.keyClick(panel.table, code)
        assert panel.table.row == row
    assert session.state == RUNNING


def test_infinities_start_again_from_zero(panel: EditorPanel, bind: Callable[..., Session]) -> None:
    session = bind(panel, ODD)
    for row in range(3):
        panel.table.choose(row)
        QTest.keyClick(panel.table, Qt.Key.Key_Right)
    assert session.state.logits[:3].tolist() == [0.05, 0.05, 0.05]


# Fields


def test_typing_opens_the_number_of_the_chosen_class(panel: EditorPanel, session: Session) -> None:
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    QTest.keyClicks(panel.table, "4")
    QTest.keyClicks(open_field(panel), ".5")
    assert session.state == RUNNING
    key(ENTER)
    assert session.state == edits.set_logit(RUNNING, 1, 4.5)
    assert QApplication.focusWidget() is panel.table
    assert panel.table.row == 1


def test_an_opened_field_has_the_full_precision(
    panel: EditorPanel, bind: Callable[..., Session]
) -> None:
    session = bind(panel, State.of([1 / 3, 0.0]))
    QTest.keyClick(panel.table, ENTER)
    assert open_field(panel).text() == "0.3333333333333333"
    key(ENTER)
    assert not session.can_undo


@pytest.mark.parametrize("leave", [ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_a_wrong_number_stays_open_and_changes_nothing(
    leave: Qt.Key, panel: EditorPanel, session: Session
) -> None:
    QTest.keyClicks(panel.table, "1")
    QTest.keyClicks(open_field(panel), "..2")
    key(leave)
    field = open_field(panel)
    assert isinstance(field, NumberField)
    assert field.problem
    assert session.state == RUNNING
    key(ESCAPE)
    assert open_field(panel).text() == "0.25"
    key(ESCAPE)
    assert QApplication.focusWidget() is panel.table
    assert session.state == RUNNING


def test_a_wrong_number_that_is_left_is_refused_with_a_sentence(
    panel: EditorPanel, session: Session, told: Note
) -> None:
    refused = told(panel.refused)
    QTest.keyClicks(panel.table, "1")
    QTest.keyClicks(open_field(panel), "x")
    panel.seed.setFocus()
    assert len(refused) == 1
    assert "x" in refused[0][0]
    assert session.state == RUNNING
    assert texts(panel, Column.VALUE)[0] == "0.25"


def test_a_number_that_is_left_is_entered(panel: EditorPanel, session: Session) -> None:
    QTest.keyClicks(panel.table, "7")
    QTest.mouseClick(panel.table.viewport(), LEFT, pos=place(panel, 2, Column.NAME))
    assert session.state == edits.set_logit(RUNNING, 0, 7.0)


def test_a_double_click_opens_a_name_or_a_number(panel: EditorPanel, session: Session) -> None:
    for column, text, state in (
        (Column.NAME, "walrus", edits.rename(RUNNING, 1, "walrus")),
        (Column.VALUE, "9", edits.set_logit(edits.rename(RUNNING, 1, "walrus"), 1, 9.0)),
    ):
        view, spot = panel.table.viewport(), place(panel, 1, column)
        QTest.mouseClick(view, LEFT, pos=spot)
        QTest.mouseDClick(view, LEFT, pos=spot)
        field = open_field(panel)
        field.selectAll()
        QTest.keyClicks(field, text)
        panel.seed.setFocus()
        assert session.state == state


def test_f2_renames_and_enter_goes_on_to_the_number(panel: EditorPanel, session: Session) -> None:
    QTest.keyClick(panel.table, Qt.Key.Key_F2)
    field = open_field(panel)
    assert field.text() == "seal"
    QTest.keyClicks(field, "sea lion")
    key(ENTER)
    assert session.state == edits.rename(RUNNING, 0, "sea lion")
    assert isinstance(open_field(panel), NumberField)


def test_a_blank_name_and_escape_keep_the_name(panel: EditorPanel, session: Session) -> None:
    QTest.keyClick(panel.table, Qt.Key.Key_F2)
    QTest.keyClicks(open_field(panel), "   ")
    panel.seed.setFocus()
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_F2)
    QTest.keyClicks(open_field(panel), "nobody")
    key(ESCAPE)
    assert session.state == RUNNING
    assert not session.can_undo


def test_steps_in_an_open_field_move_its_logit(panel: EditorPanel, session: Session) -> None:
    QTest.keyClick(panel.table, ENTER)
    key(Qt.Key.Key_Up)
    key(Qt.Key.Key_PageUp)
    assert session.state == edits.set_logit(RUNNING, 0, 0.55)
    assert open_field(panel).text() == "0.55"


@pytest.mark.parametrize(
    ("tool", "how"),
    [
        *((tool, how) for tool in ("add", "remove", "sort", "shuffle", "zero", "random")
          for how in ("button", "menu")),
        *((tool, "keys") for tool in ("add", "sort", "random")),
    ],
)  # fmt: skip
def test_a_tool_first_takes_the_number_that_is_being_typed(
    tool: str, how: str, panel: EditorPanel, session: Session
) -> None:
    action = getattr(panel, tool)
    panel.seed.setValue(2)
    QTest.keyClicks(panel.table, "-")
    QTest.keyClicks(open_field(panel), "77")
    if how == "button":
        button = next(b for b in panel.findChildren(QToolButton) if b.defaultAction() is action)
        QTest.mouseClick(button, LEFT)
    elif how == "menu":
        action.trigger()
    else:
        combination = action.shortcut()[0]
        key(combination.key(), combination.keyboardModifiers())
    steps = []
    while session.can_undo:
        session.undo()
        steps.append(session.state)
    assert steps == [edits.set_logit(RUNNING, 0, -77.0), RUNNING]


@pytest.mark.parametrize("typed", ["7", "7x"])
@pytest.mark.parametrize("column", [Column.NAME, Column.VALUE])
def test_undo_by_the_mouse_gives_up_what_is_being_typed(
    column: Column, typed: str, panel: EditorPanel, session: Session
) -> None:
    session.update(edits.add_class(RUNNING))
    panel.table.choose(3)
    (panel.table.edit_name if column == Column.NAME else panel.table.edit_value)(3)
    QTest.keyClicks(open_field(panel), typed)
    session.undo()
    assert session.state == RUNNING
    assert QApplication.focusWidget() is panel.table
    assert panel.table.row == 2


# Classes


def test_adding_by_keyboard_alone(panel: EditorPanel, session: Session) -> None:
    key(Qt.Key.Key_N, CONTROL)
    field = open_field(panel)
    assert field.text() == "class 3"
    QTest.keyClicks(field, "walrus")
    key(ENTER)
    QTest.keyClicks(open_field(panel), "2/3")
    key(ENTER)
    assert session.state.labels == ("seal", "panda", "duck", "walrus")
    assert session.state.logits[3] == 2 / 3
    assert session.state.colors[3] == 3
    for _ in range(3):
        session.undo()
    assert session.state == RUNNING


def test_delete_removes_the_chosen_class_and_chooses_the_next(
    panel: EditorPanel, session: Session
) -> None:
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert (session.state.labels, panel.table.row) == (("seal", "duck"), 1)
    for _ in range(2):
        QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert (session.state.labels, panel.table.row) == (("seal",), 0)


def test_the_chosen_class_stays_chosen_when_classes_come_and_go(
    panel: EditorPanel, session: Session
) -> None:
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    session.update(edits.add_class(RUNNING))
    assert panel.table.row == 1
    QTest.keyClick(panel.table, Qt.Key.Key_Right)
    assert session.state.logits[1] == 1.28


def test_alt_and_arrows_move_the_class(panel: EditorPanel, session: Session) -> None:
    for code, labels in (
        (Qt.Key.Key_Down, ("panda", "seal", "duck")),
        (Qt.Key.Key_Down, ("panda", "duck", "seal")),
        (Qt.Key.Key_Down, ("panda", "duck", "seal")),
        (Qt.Key.Key_Up, ("panda", "seal", "duck")),
    ):
        key(code, ALT)
        assert session.state.labels == labels
        assert panel.table.row == labels.index("seal")
    assert session.state.colors == (1, 0, 2)
    assert session.state.logits.tolist() == [1.23, 0.25, -0.8]


def test_dragging_the_colour_moves_the_class_in_one_step(
    panel: EditorPanel, session: Session
) -> None:
    spots = [place(panel, row, Column.COLOR) for row in (0, 1, 2)]
    drag(panel.table.viewport(), *spots)
    assert session.state == edits.move_class(RUNNING, 0, 2)
    assert panel.table.row == 2
    session.undo()
    assert session.state == RUNNING
    assert not session.can_undo


def test_dragging_a_class_beyond_the_table_moves_it_to_the_end(
    panel: EditorPanel, session: Session
) -> None:
    spot = place(panel, 1, Column.COLOR)
    drag(panel.table.viewport(), spot, spot + QPoint(0, 900))
    assert session.state.labels == ("seal", "duck", "panda")
    spot = place(panel, 2, Column.COLOR)
    drag(panel.table.viewport(), spot, spot - QPoint(0, 900))
    assert session.state == edits.move_class(RUNNING, 1, 0)


def test_sort_shuffle_zero_and_random_by_their_buttons(
    panel: EditorPanel, session: Session
) -> None:
    panel.seed.setValue(42)
    expected = {
        panel.sort: edits.sort_by_value(RUNNING),
        panel.zero: edits.set_all_to_zero(RUNNING),
        panel.shuffle: edits.shuffle(RUNNING, 42),
        panel.random: edits.randomize(RUNNING, 43),
    }
    for action, state in expected.items():
        button = next(b for b in panel.findChildren(QToolButton) if b.defaultAction() is action)
        QTest.mouseClick(button, LEFT)
        assert session.state == state
        session.undo()
    assert panel.seed.value() == 44


def test_the_same_seed_draws_the_same_logits(panel: EditorPanel, session: Session) -> None:
    drawn = []
    for seed in (7, 7, 8):
        panel.seed.setValue(seed)
        panel.random.trigger()
        drawn.append(session.state.logits.tolist())
    assert drawn[0] == drawn[1] != drawn[2]


def test_the_largest_seed_is_followed_by_the_least(panel: EditorPanel, session: Session) -> None:
    panel.seed.setValue(999_999)
    panel.random.trigger()
    assert panel.seed.value() == 0


def test_remove_without_a_choice_takes_the_last_class(
    show: Callable[..., EditorPanel], bind: Callable[..., Session]
) -> None:
    panel = show(EditorPanel(), 324, 420)
    session = bind(panel, RUNNING)
    panel.seed.setFocus()
    panel.table.setCurrentIndex(panel.model.index(-1, -1))
    panel.remove.trigger()
    assert session.state.labels == ("seal", "panda")


def test_the_wheel_turns_the_focused_seed_only(panel: EditorPanel) -> None:
    def turn() -> None:
        middle = QPointF(panel.seed.rect().center())
        event = QWheelEvent(
            middle, panel.seed.mapToGlobal(middle), QPoint(), QPoint(0, 120),
            Qt.MouseButton.NoButton, NO_KEY, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(panel.seed, event)

    turn()
    assert panel.seed.value() == 1
    panel.seed.setFocus()
    turn()
    assert panel.seed.value() == 2


# Handles


def spring_place(handle: Handle, along: float) -> QPoint:
    spring = handle.spring
    half = spring.width() / 2 - theme.current().px(9)
    return QPoint(round(spring.width() / 2 + along * half), spring.height() // 2)


def test_a_pull_shifts_every_logit_in_one_step_and_springs_back(
    panel: EditorPanel, session: Session
) -> None:
    handle = panel.shift
    QTest.mousePress(handle.spring, LEFT, pos=spring_place(handle, 0))
    for along in (0.2, 0.5, 1.0, 5.0):
        QTest.mouseMove(handle.spring, spring_place(handle, along))
    assert session.state == edits.shift(RUNNING, 5.0)
    assert handle.field.text() == "5"
    QTest.mouseRelease(handle.spring, LEFT, pos=spring_place(handle, 5.0))
    assert session.state == edits.shift(RUNNING, 5.0)
    assert handle.field.text() == "0"
    session.undo()
    assert session.state == RUNNING
    assert not session.can_undo


def test_a_pull_back_to_the_middle_restores_the_very_logits(
    panel: EditorPanel, session: Session
) -> None:
    drag(panel.scale.spring,
         *(spring_place(panel.scale, along) for along in (0.0, 0.9, -0.7, 0.0)))  # fmt: skip
    assert session.state == RUNNING


def test_a_pull_scales_every_logit(panel: EditorPanel, session: Session) -> None:
    spots = [spring_place(panel.scale, along) for along in (0, -1.0)]
    drag(panel.scale.spring, *spots)
    assert session.state == edits.scale(RUNNING, 0.1)


@pytest.mark.parametrize("name", ["shift", "scale"])
def test_a_pull_leaves_t_to_a_running_sweep(
    name: str, panel: EditorPanel, session: Session
) -> None:
    handle = getattr(panel, name)
    QTest.mousePress(handle.spring, LEFT, pos=spring_place(handle, 0.1))
    for temperature in (2.0, 3.0):
        session.update(replace(session.state, temperature=temperature), "sweep")
        QTest.mouseMove(handle.spring, spring_place(handle, temperature / 10))
        assert session.state.temperature == temperature
    QTest.mouseRelease(handle.spring, LEFT)


def test_a_held_key_pulls_until_it_is_let_go(panel: EditorPanel, session: Session) -> None:
    spring = panel.shift.spring
    spring.setFocus()
    for _ in range(5):
        QTest.keyPress(spring, Qt.Key.Key_Right)
    assert session.state == edits.shift(RUNNING, 0.5)
    QTest.keyRelease(spring, Qt.Key.Key_Right)
    QTest.keyClick(spring, Qt.Key.Key_Left)
    assert session.state.logits.tolist() == pytest.approx([0.65, 1.63, -0.4])
    session.undo()
    assert session.state == edits.shift(RUNNING, 0.5)
    session.undo()
    assert session.state == RUNNING


def test_a_spring_that_loses_the_keyboard_forgets_where_it_began(
    panel: EditorPanel, session: Session
) -> None:
    spring = panel.shift.spring
    spring.setFocus()
    QTest.keyPress(spring, Qt.Key.Key_Right)
    panel.table.setFocus()
    session.update(State.of([100.0, 200.0]))
    spring.setFocus()
    QTest.keyClick(spring, Qt.Key.Key_Right)
    assert session.state.logits.tolist() == pytest.approx([100.1, 200.1])


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("shift", "1/3", edits.shift(RUNNING, 1 / 3)),
        ("shift", "-100", edits.shift(RUNNING, -100.0)),
        ("shift", "inf", edits.shift(RUNNING, math.inf)),
        ("scale", "-2", edits.scale(RUNNING, -2.0)),
        ("scale", "0", edits.scale(RUNNING, 0.0)),
        ("scale", "1e300", edits.scale(RUNNING, 1e300)),
    ],
)
def test_an_amount_can_be_typed(
    name: str, text: str, expected: State, panel: EditorPanel, session: Session,
    write: Write,
) -> None:  # fmt: skip
    handle = getattr(panel, name)
    rest = handle.field.text()
    handle.field.setFocus()
    handle.field.selectAll()
    write(handle.field, text)
    QTest.keyClick(handle.field, ENTER)
    assert session.state == expected
    assert handle.field.text() == rest


def test_a_wrong_amount_is_refused(
    panel: EditorPanel, session: Session, told: Note, write: Write
) -> None:
    refused = told(panel.refused)
    panel.scale.field.setFocus()
    panel.scale.field.selectAll()
    write(panel.scale.field, "twice")
    panel.table.setFocus()
    assert len(refused) == 1
    assert session.state == RUNNING
    assert panel.scale.field.text() == "1"


def test_keys_in_the_amount_step_the_logits(panel: EditorPanel, session: Session) -> None:
    panel.shift.field.setFocus()
    for _ in range(3):
        QTest.keyClick(panel.shift.field, Qt.Key.Key_Up)
    assert session.state.logits.tolist() == pytest.approx([0.4, 1.38, -0.65])
    assert panel.shift.field.text() == "0"


def test_the_places_of_the_handles() -> None:
    assert [shift_at(place) for place in (-1, -0.5, 0, 0.13, 1)] == [-5, -2.5, 0, 0.65, 5]
    assert [scale_at(place) for place in (-1, 0, 1)] == [0.1, 1.0, 10.0]
    assert scale_at(0.3) == 2.0


# Pasting


@pytest.mark.parametrize(
    ("text", "logits", "labels"),
    [
        ("0.5, 1.5, -2", [0.5, 1.5, -2.0], RUNNING.labels),
        ("[1. 2. 3. 4.]", [1.0, 2.0, 3.0, 4.0], ("class 0", "class 1", "class 2", "class 3")),
        ("cat\t1\ndog\t2", [1.0, 2.0], ("cat", "dog")),
        ("0,5; −inf; nan", [0.5, -math.inf, math.nan], RUNNING.labels),
        ("tensor([1., 2.], grad_fn=<AddBackward0>)", [1.0, 2.0], ("class 0", "class 1")),
        ("<b>x</b>: 1\n<i>y</i>: 2", [1.0, 2.0], ("<b>x</b>", "<i>y</i>")),
    ],
)
def test_pasted_logits_are_taken(
    text: str, logits: list[float], labels: tuple[str, ...], panel: EditorPanel, session: Session
) -> None:
    panel.paste(text)
    assert session.state == replace(State.of(logits, labels), colors=tuple(range(len(logits))))
    session.undo()
    assert session.state == RUNNING


@pytest.mark.parametrize("text", ["", "   ", "hello", "1, 2, three", "1 2\n3 4", "[1, [2, 3]]"])
def test_a_wrong_paste_says_why_and_changes_nothing(
    text: str, panel: EditorPanel, session: Session, told: Note
) -> None:
    unread = told(panel.unread)
    panel.paste(text)
    assert session.state == RUNNING
    assert [(pasted, isinstance(error, NumberError)) for pasted, error in unread] == [(text, True)]


# Hovering


def test_the_pointer_tells_its_class(panel: EditorPanel, told: Note) -> None:
    hovered = told(panel.hovered)
    view = panel.table.viewport()
    for row in (0, 2):
        QTest.mouseMove(view, place(panel, row, Column.NAME))
    QTest.mouseMove(view, QPoint(20, view.height() - 3))
    assert hovered == [(0,), (2,), (-1,)]


def test_a_hovered_class_stands_out(panel: EditorPanel, picture: Callable[[QWidget], Any]) -> None:
    panel.table.setCurrentIndex(panel.model.index(-1, -1))
    still = picture(panel.table.viewport())
    panel.highlight(1)
    hovered = picture(panel.table.viewport())
    rows = np.flatnonzero((still != hovered).any(axis=(1, 2)))
    cell = panel.table.visualRect(panel.model.index(1, Column.NAME))
    assert cell.top() <= rows.min()
    assert rows.max() <= cell.bottom()
    panel.highlight(-1)
    assert (picture(panel.table.viewport()) == still).all()


def test_a_hundred_thousand_classes_are_edited_like_three(
    panel: EditorPanel, bind: Callable[..., Session]
) -> None:
    session = bind(panel, State.of(np.zeros(100_000)))
    panel.table.choose(99_999)
    QTest.keyClicks(panel.table, "3")
    key(ENTER)
    assert session.state.logits[-1] == 3.0
    key(Qt.Key.Key_Up, ALT)
    assert session.state.logits[-2] == 3.0


def test_the_model_is_a_table_of_four_columns(panel: EditorPanel) -> None:
    model: QAbstractItemModel = panel.model
    assert model.columnCount() == len(Column) == 4
    assert model.rowCount(model.index(0, 0)) == 0


def type_query(panel: EditorPanel, text: str) -> None:
    panel.open_search()
    QTest.keyClicks(panel.search.field, text)


@pytest.fixture
def many(panel: EditorPanel) -> EditorPanel:
    panel.render_snapshot(evaluate(State.of(np.arange(200.0))))
    return panel


def test_the_search_is_seen_with_many_classes_or_when_asked_for(panel: EditorPanel) -> None:
    assert not panel.search.isVisible()
    panel.open_search()
    assert panel.search.isVisible()
    assert panel.search.field.hasFocus()
    QTest.keyClick(panel.search.field, ESCAPE)
    assert not panel.search.isVisible()
    assert panel.table.hasFocus()
    panel.render_snapshot(evaluate(State.of(np.arange(13.0))))
    assert panel.search.isVisible()
    panel.render_snapshot(evaluate(State.of(np.arange(12.0))))
    assert not panel.search.isVisible()


ALT = Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(
    ("platform", "modifiers", "typed"),
    [
        ("linux", ALT, "17"), ("win32", ALT, "17"), ("darwin", ALT, "179"),
        ("win32", ALT | Qt.KeyboardModifier.ControlModifier, "179"),
        ("linux", Qt.KeyboardModifier.GroupSwitchModifier, "179"),
    ],
)  # fmt: skip
def test_a_shortcut_is_not_typed_into_the_search(
    platform: str, modifiers: Qt.KeyboardModifier, typed: str, many: EditorPanel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    type_query(many, "17")
    monkeypatch.setattr("softmax_viz.views.shortcuts.sys.platform", platform)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_9, modifiers, "9")
    many.search.field.event(event)
    assert many.search.field.text() == typed
    assert event.isAccepted() == (typed == "179")


def test_a_class_is_chosen_shown_and_told_of_while_it_is_typed(
    many: EditorPanel, told: Note
) -> None:
    hovered = told(many.hovered)
    type_query(many, "ss 15")
    assert many.table.row == 15
    assert many.search.count.text() == "1 of 11 matches"
    assert hovered[-1] == (15,)
    many.table.choose(100)
    type_query(many, "17")
    assert many.table.row == 17
    assert many.table.visualRect(many.table.currentIndex()).center().y() == pytest.approx(
        many.table.viewport().height() / 2, abs=theme.current().px(34)
    )


def test_the_keyboard_tells_to_which_class_it_goes(many: EditorPanel, told: Note) -> None:
    hovered, found = told(many.hovered), told(many.found)
    many.table.setFocus()
    many.table.choose(5)
    assert hovered == []
    QTest.keyClick(many.table, Qt.Key.Key_Down)
    QTest.keyClick(many.table, Qt.Key.Key_Up)
    type_query(many, "#17")
    QTest.keyClick(many.search.field, ESCAPE)
    QTest.keyClick(many.table, Qt.Key.Key_Down)
    assert [hovered[0], hovered[1], hovered[-2], hovered[-1]] == [(6,), (5,), (17,), (18,)]
    assert found[-1] == (17,)


def test_enter_goes_on_and_shift_enter_back(many: EditorPanel) -> None:
    type_query(many, "CLASS 19")
    field, found = many.search.field, []
    for modifier in (NO_KEY, NO_KEY, SHIFT, SHIFT, SHIFT):
        QTest.keyClick(field, ENTER, modifier)
        found.append(many.table.row)
    assert found == [190, 191, 190, 19, 199]
    assert field.hasFocus()
    assert many.search.count.text() == "11 of 11 matches"
    many.table.choose(5)
    assert many.search.count.text() == "11 matches"


def test_what_is_not_found_changes_nothing(many: EditorPanel) -> None:
    many.table.choose(5)
    type_query(many, "walrus")
    QTest.keyClick(many.search.field, ENTER)
    assert many.table.row == 5
    assert many.search.count.text() == "no match"
    QTest.keyClick(many.search.field, ESCAPE)
    assert many.search.field.text() == ""
    assert not many.search.count.isVisible()
    assert many.search.isVisible()


def test_a_search_follows_other_names(many: EditorPanel) -> None:
    type_query(many, "panda")
    many.render_snapshot(evaluate(State.of(np.arange(200.0), ["Red Panda", "panda"] * 100)))
    assert many.search.count.text().endswith("200 matches")
    QTest.keyClick(many.search.field, ENTER)
    assert many.table.row == 1


def test_a_changed_logit_of_very_many_is_shown_without_a_reset(many: EditorPanel) -> None:
    state = State.of(np.zeros(200_000))
    many.render_snapshot(evaluate(state))
    resets: list[None] = []
    many.model.modelReset.connect(lambda: resets.append(None))
    many.table.choose(150_000)
    many.render_snapshot(evaluate(edits.set_logit(state, 150_000, 2.5)))
    assert value_text(many, 150_000) == "2.5"
    assert many.table.row == 150_000
    assert not resets


def value_text(panel: EditorPanel, row: int) -> str:
    text: str = panel.model.index(row, Column.VALUE).data()
    return text


def row_of(table: LogitsTable, place: int) -> Snapshot:
    rows = Rows(table, place)
    return evaluate(rows.state(RUNNING), rows=rows)


def test_another_size_keeps_the_classes_that_are_seen(
    show: Callable[..., EditorPanel], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = show(EditorPanel(), 324, 420)
    many.render_snapshot(evaluate(State.of(np.zeros(100_000))))
    QApplication.processEvents()
    many.table.scrollTo(many.model.index(40_000, 0), many.table.ScrollHint.PositionAtTop)
    for scale in (1.3, 2.5, 0.8):
        monkeypatch.setattr(theme, "_current", theme.Theme(scale=scale))
        many.follow_theme()
        assert many.table.rowAt(0) == 40_000
        assert many.table.rowHeight(0) == theme.current().px(34)


def table_of(count: int) -> LogitsTable:
    return LogitsTable(np.arange(3.0 * count).reshape(3, count), tuple(map(str, range(count))))


@pytest.mark.parametrize("count", [200, 300])
def test_another_table_begins_with_its_first_class_and_another_row_keeps_the_place(
    many: EditorPanel, count: int
) -> None:
    first, place = table_of(200), many.table.verticalScrollBar().value
    many.render_snapshot(row_of(first, 0))
    many.table.show_in_the_middle(150)
    scrolled = place()
    assert scrolled > 0
    many.render_snapshot(row_of(first, 1))
    assert (many.table.row, place()) == (150, scrolled)
    many.render_snapshot(row_of(table_of(count), 1))
    assert (many.table.row, place()) == (0, 0)


def test_another_table_chooses_no_class_where_none_was_chosen(
    show: Callable[..., EditorPanel],
) -> None:
    panel = show(EditorPanel(), 324, 420)
    panel.search.field.setFocus()
    panel.render_snapshot(row_of(table_of(200), 0))
    panel.table.verticalScrollBar().setValue(500)
    panel.render_snapshot(row_of(table_of(200), 0))
    assert panel.table.verticalScrollBar().value() == 0
    assert panel.table.row == -1
