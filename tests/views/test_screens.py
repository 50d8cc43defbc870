"""The choice of screens."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from softmax_viz.views.lecture import screens
from softmax_viz.views.lecture.screens import Place, ScreenMenu, choose

LAPTOP = Place("eDP|||", "laptop", QRect(0, 0, 1280, 720))
BEAMER = Place("HDMI|Maker|Beamer|7", "Beamer & Co", QRect(1280, 0, 1920, 1080))
THIRD = Place("DP|||", "third", QRect(3200, 0, 1024, 768))


def test_one_screen_is_the_audiences() -> None:
    assert choose([LAPTOP], LAPTOP.key, BEAMER.key) == (LAPTOP, None)


def test_the_speaker_stays_where_the_main_window_is() -> None:
    assert choose([LAPTOP, BEAMER], LAPTOP.key, "") == (BEAMER, LAPTOP)
    assert choose([LAPTOP, BEAMER], BEAMER.key, "") == (LAPTOP, BEAMER)
    assert choose([LAPTOP, BEAMER, THIRD], THIRD.key, BEAMER.key) == (BEAMER, THIRD)


def test_the_screen_chosen_last_is_the_audiences_as_long_as_it_is_there() -> None:
    assert choose([LAPTOP, BEAMER], LAPTOP.key, LAPTOP.key) == (LAPTOP, BEAMER)
    assert choose([LAPTOP, BEAMER], LAPTOP.key, THIRD.key) == (BEAMER, LAPTOP)


@given(st.lists(st.sampled_from([LAPTOP, BEAMER, THIRD]), min_size=1, unique=True),
       st.sampled_from(["", LAPTOP.key, BEAMER.key]), st.sampled_from(["", THIRD.key]))  # fmt: skip
def test_two_windows_never_share_a_screen(found: list[Place], main: str, wanted: str) -> None:
    audience, speaker = choose(found, main, wanted)
    assert audience in found
    assert (speaker is None) == (len(found) == 1)
    assert speaker != audience


def test_no_screen_is_refused() -> None:
    with pytest.raises(ValueError, match="no screen"):
        choose([], "", "")


def test_a_screen_is_remembered() -> None:
    assert screens.remembered() == ""
    screens.remember(BEAMER.key)
    assert screens.remembered() == BEAMER.key


def test_the_menu_lists_the_screens_and_tells_which_was_chosen(qtbot: QtBot) -> None:
    menu = ScreenMenu()
    qtbot.addWidget(menu)
    for found in ([LAPTOP], [LAPTOP, BEAMER]):
        menu.show_places(found, LAPTOP.key)
    shown: Sequence[str] = [action.text() for action in menu.actions()]
    assert shown == ["1: laptop, 1280 × 720", "2: Beamer && Co, 1920 × 1080"]
    assert [action.isChecked() for action in menu.actions()] == [True, False]
    with qtbot.waitSignal(menu.chosen) as told:
        menu.actions()[1].trigger()
    assert told.args == [BEAMER.key]
