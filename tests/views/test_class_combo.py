"""Choosing one of very many classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from softmax_viz.core.state import default_labels
from softmax_viz.views.class_combo import ClassCombo, ClassNames


@pytest.fixture
def names() -> ClassNames:
    names = ClassNames()
    names.show_classes(("seal", "Panda", "duck", "dog", "red panda", "5 dwarfs"), (4, 1))
    return names


@pytest.fixture
def combo(names: ClassNames, show: Callable[..., ClassCombo]) -> ClassCombo:
    combo = show(ClassCombo(names, "Class", "A class"), 200, 30)
    combo.choose(2)
    combo.setFocus()
    return combo


def test_some_come_first_and_the_others_follow(names: ClassNames) -> None:
    QAbstractItemModelTester(names, QAbstractItemModelTester.FailureReportingMode.Fatal)
    offered = [names.index(row).data() for row in range(names.rowCount())]
    assert offered == ["red panda", "Panda", "seal", "duck", "dog", "5 dwarfs"]
    assert [names.class_at(row) for row in (0, 2, 5, 6, -1)] == [4, 0, 5, -1, -1]
    assert [names.row_of(index) for index in (4, 0, 5, 6, -1)] == [0, 2, 5, -1, -1]


@pytest.mark.parametrize(
    ("typed", "taken"),
    [("pan", 4), ("RED", 4), ("seal", 0), ("1", 1), ("5", 5), ("d", 2), ("do", 3), ("zebra", 2)],
)
def test_what_is_typed_is_taken(
    combo: ClassCombo, told: Callable[..., Any], typed: str, taken: int
) -> None:
    heard = told(combo.taken)
    QTest.keyClicks(combo, typed)
    assert combo.chosen == taken
    assert heard == [] if taken == 2 else heard[-1] == (taken,)


def test_classes_are_told_apart_where_there_is_no_room_for_all_of_a_name(
    show: Callable[..., ClassCombo], picture: Callable[[ClassCombo], Any]
) -> None:
    names = ClassNames()
    names.show_classes(default_labels(100_000), (36_757, 36_758))
    combo = show(ClassCombo(names, "Class", "A class"), 90, 30)
    pictures = []
    for index in (36_757, 36_758):
        combo.choose(index)
        pictures.append(picture(combo))
    assert (pictures[0] != pictures[1]).any()


def test_a_letter_that_is_typed_again_goes_on(combo: ClassCombo) -> None:
    chosen = []
    for _ in range(3):
        QTest.keyClicks(combo, "d")
        chosen.append(combo.chosen)
    assert chosen == [2, 3, 4]


def test_the_list_is_searched_too(combo: ClassCombo, told: Callable[..., Any]) -> None:
    heard = told(combo.taken)
    combo.showPopup()
    QTest.keyClicks(combo.view(), "3")
    QTest.keyClick(combo.view(), Qt.Key.Key_Return)
    assert combo.chosen == 3
    assert heard == [(3,)]


def test_a_chosen_class_is_shown_silently_and_any_index_of_many_is_reached(
    combo: ClassCombo, names: ClassNames, told: Callable[..., Any]
) -> None:
    heard = told(combo.taken)
    names.show_classes(default_labels(100_000), range(99_000, 99_100))
    combo.choose(99_001)
    assert (combo.currentText(), combo.count()) == ("class 99001", 100)
    combo.choose(50_000)
    assert (combo.currentText(), combo.count()) == ("class 50000", 101)
    assert heard == []
    QTest.keyClicks(combo, "7777")
    assert combo.currentText() == "class 7777"
    assert heard[-1] == (7777,)


def test_the_whole_name_is_said_on_hover(combo: ClassCombo, names: ClassNames) -> None:
    assert combo.toolTip() == "duck\nA class"
    combo.choose(4)
    assert combo.toolTip() == "red panda\nA class"
