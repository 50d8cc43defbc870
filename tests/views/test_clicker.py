"""What the keys of a clicker mean, and which a field keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from softmax_viz.views.lecture.clicker import Clicker, Field, Intent, Press, Situation

K = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier

NOWHERE = Situation()
ASKING = Situation(asking=True)
NUMBER = Situation(Field.NUMBER)
TYPING = Situation(Field.NUMBER, changed=True)
NAME = Situation(Field.TEXT, changed=True)
COUNTING = Situation(Field.HANDS, changed=True, asking=True)
PAPER = Situation(Field.PAPER, asking=True)
PEN_DOWN = Situation(Field.PAPER, changed=True)
EVERYWHERE = (NOWHERE, ASKING, NUMBER, TYPING, NAME, COUNTING, PAPER, PEN_DOWN)


def press(
    clicker: Clicker,
    key: Qt.Key,
    situation: Situation = NOWHERE,
    now: float = 100.0,
    modifiers: Qt.KeyboardModifier = NONE,
) -> Press | None:
    return clicker.press(key, modifiers, situation, now)


def intent(key: Qt.Key, situation: Situation = NOWHERE) -> Intent | None:
    pressed = press(Clicker(), key, situation)
    return None if pressed is None else pressed.intent


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ((K.Key_PageDown, K.Key_Right, K.Key_Space, K.Key_Return, K.Key_Enter, K.Key_N),
         Intent.FORWARD),
        ((K.Key_PageUp, K.Key_Left, K.Key_Backspace, K.Key_P), Intent.BACK),
        ((K.Key_Home,), Intent.FIRST),
        ((K.Key_End,), Intent.LAST),
        ((K.Key_Period, K.Key_B), Intent.BLACK),
        ((K.Key_W,), Intent.WHITE),
        ((K.Key_F5, K.Key_Escape), Intent.STOP),
        ((K.Key_H,), Intent.HANDS),
        ((K.Key_Z,), Intent.PUT_BACK),
        ((K.Key_L,), Intent.HALO),
        ((K.Key_S,), Intent.SWAP),
        ((K.Key_D,), Intent.DRAW),
        ((K.Key_Tab, K.Key_Backtab, K.Key_Up, K.Key_Down, K.Key_F1, K.Key_X), None),
    ],
)  # fmt: skip
def test_keys_mean_what_they_mean_everywhere(
    keys: tuple[Qt.Key, ...], wanted: Intent | None
) -> None:
    assert {intent(key) for key in keys} == {wanted}


@pytest.mark.parametrize("situation", EVERYWHERE)
def test_page_keys_and_f5_are_never_a_fields(situation: Situation) -> None:
    assert intent(K.Key_PageDown, situation) is Intent.FORWARD
    assert intent(K.Key_PageUp, situation) is Intent.BACK
    assert intent(K.Key_F5, situation) is Intent.STOP


@pytest.mark.parametrize("situation", EVERYWHERE)
def test_alt_and_an_arrow_go_from_row_to_row_whatever_has_the_focus(situation: Situation) -> None:
    wanted = {K.Key_Left: Intent.PREVIOUS_ROW, K.Key_Right: Intent.NEXT_ROW}
    for key, row in wanted.items():
        for modifiers in (ALT, ALT | KEYPAD):
            assert press(Clicker(), key, situation, modifiers=modifiers) == Press(row)
        for modifiers in (ALT | SHIFT, ALT | CONTROL):
            assert press(Clicker(), key, situation, modifiers=modifiers) is None


TYPED = (K.Key_1, K.Key_Minus, K.Key_Period, K.Key_L, K.Key_N, K.Key_B, K.Key_Space,
         K.Key_Backspace, K.Key_Left, K.Key_Home, K.Key_Return, K.Key_Escape)  # fmt: skip


@pytest.mark.parametrize("situation", [TYPING, NAME])
def test_what_is_being_typed_stays_in_its_field(situation: Situation) -> None:
    assert [key for key in TYPED if intent(key, situation) is not None] == []


def test_a_number_field_keeps_what_a_number_begins_with_and_nothing_else() -> None:
    kept = [key for key in TYPED if intent(key, NUMBER) is None]
    assert kept == [K.Key_1, K.Key_Minus, K.Key_L, K.Key_N]
    assert intent(K.Key_Period, NUMBER) is Intent.BLACK
    assert intent(K.Key_Right, NUMBER) is Intent.FORWARD


def test_hands_are_typed_while_letters_stay_the_clickers() -> None:
    kept = [key for key in TYPED if intent(key, COUNTING) is None]
    assert kept == [K.Key_1, K.Key_Minus, K.Key_Backspace, K.Key_Left, K.Key_Home, K.Key_Return,
                    K.Key_Escape]  # fmt: skip


def test_paper_keeps_the_keys_that_draw_and_no_other() -> None:
    kept = [key for key in (*TYPED, K.Key_Right, K.Key_D) if intent(key, PAPER) is None]
    assert kept == [K.Key_Minus, K.Key_Space, K.Key_Backspace, K.Key_Left, K.Key_Right]
    assert intent(K.Key_D, PAPER) is intent(K.Key_D, PEN_DOWN) is Intent.DRAW
    assert press(Clicker(), K.Key_2, PAPER) == Press(Intent.ANSWER, 2)
    # Escape lifts the pen first.
    assert (intent(K.Key_Escape, PEN_DOWN), intent(K.Key_Escape, PAPER)) == (None, Intent.STOP)


def test_letters_of_a_name_or_number_are_no_wish_to_draw() -> None:
    assert {intent(K.Key_D, situation) for situation in (NUMBER, TYPING, NAME)} == {None}


def test_a_number_and_enter_go_to_a_scene() -> None:
    clicker = Clicker()
    assert press(clicker, K.Key_1) == Press(Intent.NOTHING)
    assert press(clicker, K.Key_2, modifiers=KEYPAD) == Press(Intent.NOTHING)
    assert press(clicker, K.Key_Return) == Press(Intent.JUMP, 12)
    assert press(clicker, K.Key_Return) == Press(Intent.FORWARD)


def test_a_number_is_forgotten_in_time_and_by_another_key() -> None:
    clicker = Clicker()
    press(clicker, K.Key_4, now=1.0)
    assert press(clicker, K.Key_Return, now=9.0) == Press(Intent.FORWARD)
    press(clicker, K.Key_4, now=10.0)
    press(clicker, K.Key_PageDown, now=10.5)
    assert press(clicker, K.Key_Return, now=11.0) == Press(Intent.FORWARD)


def test_a_digit_answers_an_open_question_and_enter_then_goes_on() -> None:
    clicker = Clicker()
    assert press(clicker, K.Key_2, ASKING) == Press(Intent.ANSWER, 2)
    assert press(clicker, K.Key_Return, ASKING) == Press(Intent.FORWARD)
    assert press(clicker, K.Key_0, ASKING) == Press(Intent.NOTHING)
    assert press(clicker, K.Key_3, ASKING) == Press(Intent.NOTHING)
    assert press(clicker, K.Key_Return, ASKING) == Press(Intent.JUMP, 3)


def test_a_held_key_does_not_race_through_the_scenes() -> None:
    for key, modifiers in ((K.Key_PageDown, NONE), (K.Key_Right, ALT)):
        held = Clicker().press(key, modifiers, NOWHERE, 1.0, repeated=True)
        assert held == Press(Intent.NOTHING)


def test_modifiers_make_other_keys_of_them() -> None:
    clicker = Clicker()
    assert press(clicker, K.Key_PageDown, modifiers=CONTROL) is None
    assert press(clicker, K.Key_Right, modifiers=SHIFT) is None
    assert press(clicker, K.Key_S, modifiers=CONTROL) is None
    assert press(clicker, K.Key_F5, modifiers=SHIFT) == Press(Intent.STOP)
    assert press(clicker, K.Key_B, modifiers=SHIFT) == Press(Intent.BLACK)


@given(
    key=st.sampled_from(list(K)),
    situation=st.builds(Situation, st.sampled_from(Field), st.booleans(), st.booleans()),
    modifiers=st.sampled_from([NONE, SHIFT, ALT]),
)
def test_what_is_claimed_before_a_shortcut_is_what_is_taken(
    key: Qt.Key, situation: Situation, modifiers: Qt.KeyboardModifier
) -> None:
    clicker = Clicker()
    taken = clicker.press(key, modifiers, situation, 1.0) is not None
    assert clicker.takes(key, modifiers, situation) is taken
