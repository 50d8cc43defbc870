"""What kind of field has the focus, as the clicker wants to know."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from softmax_viz.views.data.digit_pad import Paper
from softmax_viz.views.lecture.clicker import Field
from softmax_viz.views.lecture.focus import field_of


@pytest.fixture
def paper(show: Callable[..., QWidget]) -> Paper:
    room, paper = QWidget(), Paper()
    box = QVBoxLayout(room)
    for part in (QLineEdit(), paper):
        box.addWidget(part)
    show(room, 300, 300)
    return paper


def test_paper_wants_keys_where_the_keyboard_came_to_it(paper: Paper) -> None:
    assert field_of(paper) == (Field.NONE, False)
    paper.setFocus(Qt.FocusReason.TabFocusReason)
    assert field_of(paper) == (Field.PAPER, False)
    QTest.keyClick(paper, Qt.Key.Key_Space)
    assert field_of(paper) == (Field.PAPER, True)
    QTest.keyClick(paper, Qt.Key.Key_Escape)
    assert field_of(paper) == (Field.PAPER, False)


def test_a_hand_on_the_paper_leaves_the_keys_to_the_clicker(paper: Paper) -> None:
    paper.setFocus(Qt.FocusReason.TabFocusReason)
    left, there = Qt.MouseButton.LeftButton, QPoint(40, 40)
    QTest.mousePress(paper, left, pos=there)
    assert field_of(paper) == (Field.NONE, False)
    QTest.mouseRelease(paper, left, pos=there)
    assert paper.hasFocus()
    assert field_of(paper) == (Field.NONE, False)
    QTest.keyClick(paper, Qt.Key.Key_Up)
    assert field_of(paper) == (Field.PAPER, False)


def test_buttons_want_no_key_and_fields_do(paper: Paper, show: Callable[..., QWidget]) -> None:
    assert field_of(None) == field_of(show(QPushButton())) == (Field.NONE, False)
    field = paper.window().findChild(QLineEdit)
    assert field is not None
    assert field_of(field) == (Field.TEXT, True)
    field.setReadOnly(True)
    assert field_of(field) == (Field.NONE, False)
