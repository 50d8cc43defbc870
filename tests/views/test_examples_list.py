"""The list of examples: choosing, leaving by an edit, returning."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from softmax_viz.core import edits
from softmax_viz.core.examples import BY_KEY, EXAMPLES, initial_state
from softmax_viz.core.state import State
from softmax_viz.session import Session
from softmax_viz.views.examples import ExampleList

LEFT = Qt.MouseButton.LeftButton
KEYS = list(BY_KEY)


@pytest.fixture
def examples(show: Callable[..., ExampleList]) -> ExampleList:
    return show(ExampleList(), 300, 500)


@pytest.fixture
def session(examples: ExampleList, bind: Callable[..., Session]) -> Session:
    return bind(examples, initial_state())


def click(examples: ExampleList, key: str) -> None:
    item = examples.list.item(KEYS.index(key))
    examples.list.scrollToItem(item)
    spot = examples.list.visualItemRect(item).center()
    QTest.mouseClick(examples.list.viewport(), LEFT, pos=spot)


def chosen(examples: ExampleList) -> str:
    """Return the key of the example that is marked, or ""."""
    selected = [item.row() for item in examples.list.selectedIndexes()]
    assert selected in ([], [examples.list.currentRow()])
    return KEYS[selected[0]] if selected else ""


def is_custom(examples: ExampleList) -> bool:
    custom = examples.custom.text() == "custom"
    assert custom == (chosen(examples) == "")
    return custom


def test_showing_a_state_tells_nothing(examples: ExampleList, silent: Callable[..., None]) -> None:
    states = [example.state() for example in EXAMPLES]
    silent(examples, *states, State.of([1.0]), edits.shift(states[0], 1.0), states[0])


def test_the_first_example_is_marked_at_the_start(examples: ExampleList, session: Session) -> None:
    assert chosen(examples) == "animals"
    assert not is_custom(examples)
    assert not examples.reset_button.isVisible()


@pytest.mark.parametrize("key", KEYS[1:])
def test_a_click_shows_an_example(key: str, examples: ExampleList, session: Session) -> None:
    click(examples, key)
    assert session.state == BY_KEY[key].state()
    assert chosen(examples) == key
    session.undo()
    assert session.state == initial_state()
    assert not session.can_undo
    assert chosen(examples) == "animals"


def test_the_arrow_keys_show_the_next_example(examples: ExampleList, session: Session) -> None:
    for key in KEYS[1:]:
        QTest.keyClick(examples.list, Qt.Key.Key_Down)
        assert session.state == BY_KEY[key].state()


def test_a_chosen_example_keeps_the_decimals_and_starts_at_t_1(
    examples: ExampleList, bind: Callable[..., Session]
) -> None:
    session = bind(examples, State.of([1.0], decimals=9, temperature=math.inf))
    click(examples, "ties")
    assert session.state == replace(BY_KEY["ties"].state(), decimals=9)


def test_an_edit_flips_to_custom_and_its_undo_back(examples: ExampleList, session: Session) -> None:
    start = session.state
    for edit in (
        edits.shift(start, 1.0), edits.rename(start, 0, "walrus"), edits.move_class(start, 0, 2),
        edits.add_class(start),
    ):  # fmt: skip
        session.update(edit)
        assert is_custom(examples)
        assert examples.reset_button.isVisible()
        session.undo()
        assert chosen(examples) == "animals"
        assert not examples.reset_button.isVisible()


def test_the_temperature_and_the_decimals_are_no_part_of_an_example(
    examples: ExampleList, session: Session
) -> None:
    session.update(replace(session.state, temperature=0.1, decimals=7))
    assert not is_custom(examples)


def test_reset_returns_to_the_example(examples: ExampleList, session: Session) -> None:
    click(examples, "masked")
    session.update(edits.set_logit(session.state, 2, 4.0))
    session.update(replace(session.state, temperature=5.0))
    QTest.mouseClick(examples.reset_button, LEFT)
    assert session.state == BY_KEY["masked"].state()
    assert chosen(examples) == "masked"


def test_the_example_that_was_left_can_be_chosen_again(
    examples: ExampleList, session: Session
) -> None:
    session.update(edits.shift(session.state, 1.0))
    click(examples, "animals")
    assert session.state == initial_state()
    assert chosen(examples) == "animals"


@pytest.mark.parametrize("state", [State.of([1.0]), edits.shift(BY_KEY["ties"].state(), 1.0)])
def test_the_arrival_of_the_keyboard_changes_nothing(
    state: State, examples: ExampleList, bind: Callable[..., Session]
) -> None:
    session = bind(examples, state)
    examples.setFocus()
    for _ in range(4):
        QTest.keyClick(examples.focusWidget() or examples, Qt.Key.Key_Tab)
        QTest.keyClick(examples.focusWidget() or examples, Qt.Key.Key_Backtab)
    examples.list.setFocus(Qt.FocusReason.TabFocusReason)
    assert not session.can_undo


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (Qt.Key.Key_Space, "ties"), (Qt.Key.Key_Return, "ties"),
        (Qt.Key.Key_Down, "all_equal"), (Qt.Key.Key_Up, "two_classes"),
    ],
)  # fmt: skip
def test_the_keyboard_goes_on_from_the_example_that_was_left(
    code: Qt.Key, key: str, examples: ExampleList, bind: Callable[..., Session]
) -> None:
    session = bind(examples, edits.shift(BY_KEY["ties"].state(), 1.0))
    examples.list.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(examples.list, code)
    assert session.state == BY_KEY[key].state()
    session.undo()
    assert is_custom(examples)


def test_choosing_what_is_shown_is_no_step(examples: ExampleList, session: Session) -> None:
    click(examples, "animals")
    assert not session.can_undo


def test_logits_of_ones_own_have_nothing_to_return_to(
    examples: ExampleList, bind: Callable[..., Session]
) -> None:
    session = bind(examples, State.of([1.0, 2.0]))
    assert is_custom(examples)
    assert not examples.reset_button.isVisible()
    examples.reset()
    assert not session.can_undo


def test_every_example_says_what_it_teaches(examples: ExampleList) -> None:
    items = [examples.list.item(row) for row in range(examples.list.count())]
    assert [item.text() for item in items] == [example.title for example in EXAMPLES]
    assert all(item.toolTip().endswith(".") for item in items)


def test_the_reset_button_leaves_its_room_when_hidden(
    examples: ExampleList, session: Session
) -> None:
    def place(widget: QWidget) -> int:
        return widget.mapTo(examples, widget.rect().topLeft()).y()

    before = place(examples.list)
    session.update(edits.shift(session.state, 1.0))
    examples.grab()
    assert place(examples.list) == before
