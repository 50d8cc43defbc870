"""The number field: what people write, what they step to, and what is wrong."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from softmax_viz.core.numbers import entered, parse_number, parse_temperature
from softmax_viz.views.editor.delegate import STEPS
from softmax_viz.views.number_field import Bubble, NumberField

Write = Callable[[QWidget, str], None]

ENTER = Qt.Key.Key_Return


class Form(QWidget):
    """A field beside another one, to which the focus can go."""

    def __init__(self) -> None:
        super().__init__()
        self.field = NumberField(parse_number, STEPS)
        self.other = QLineEdit()
        box = QVBoxLayout(self)
        box.addWidget(self.field)
        box.addWidget(self.other)
        self.numbers: list[float] = []
        self.refusals: list[str] = []
        self.field.entered.connect(self.take)
        self.field.refused.connect(self.refusals.append)

    def take(self, value: float, gesture: object) -> None:
        self.numbers.append(value)
        self.show_value(value)

    def show_value(self, value: float) -> None:
        self.field.show_value(value, entered(value, 3))

    def bubble(self) -> str:
        """Return the sentence that stands below the field, or ""."""
        for bubble in self.field.findChildren(Bubble):
            if bubble.isVisible():
                return "".join(label.text() for label in bubble.findChildren(QLabel))
        return ""


@pytest.fixture
def form(show: Callable[[Form], Form]) -> Form:
    form = show(Form())
    form.show_value(0.25)
    form.field.setFocus()
    form.field.selectAll()
    return form


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.25", 0.25), ("-0.8", -0.8), ("−0.8", -0.8), ("–0.8", -0.8), ("1e3", 1000.0),
        ("1E-3", 0.001), ("0,8", 0.8), ("-0,8", -0.8), ("+3", 3.0), (".5", 0.5), ("5.", 5.0),
        ("inf", math.inf), ("-inf", -math.inf), ("−∞", -math.inf), ("nan", math.nan),
        ("2/3", 2 / 3), ("ln 2", math.log(2)), ("sqrt(2)", math.sqrt(2)), ("pi", math.pi),
        ("  7 ", 7.0), ("1.2345678901234567", 1.2345678901234567), ("5e-324", 5e-324),
        ("1×10^3", 1000.0),
    ],
)  # fmt: skip
def test_what_people_write_is_entered(text: str, value: float, form: Form, write: Write) -> None:
    form.show_value(99.0)
    form.field.selectAll()
    write(form.field, text)
    assert form.numbers == []
    QTest.keyClick(form.field, ENTER)
    assert form.numbers == pytest.approx([value], rel=0, abs=0, nan_ok=True)
    assert form.bubble() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_5, Qt.Key.Key_E, Qt.Key.Key_Minus])
def test_a_shortcut_is_not_typed(key: Qt.Key, form: Form) -> None:
    QTest.keyClick(form.field, key, Qt.KeyboardModifier.AltModifier)
    assert form.field.text() == "0.25"
    assert form.field.selectedText() == "0.25"


def test_a_number_is_shown_rounded_and_kept_in_full(form: Form, write: Write) -> None:
    write(form.field, "0.123456789")
    QTest.keyClick(form.field, ENTER)
    assert form.field.text() == "0.123"
    assert form.field.value == form.numbers[0] == 0.123456789


def test_entering_without_a_change_keeps_the_full_precision(form: Form) -> None:
    form.show_value(1 / 3)
    assert form.field.text() == "0.333"
    QTest.keyClick(form.field, ENTER)
    form.other.setFocus()
    assert form.numbers == []
    assert form.field.value == 1 / 3


def test_the_same_number_written_another_way_ends_as_it_was(form: Form, write: Write) -> None:
    write(form.field, "1/4")
    QTest.keyClick(form.field, ENTER)
    assert form.field.text() == "0.25"


WRONG = ["", "abc", "1 2", "0.25, 1.23", "1..2", "2/", "0x", "--"]


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_entry_is_marked_and_explained_and_changes_nothing(
    text: str, form: Form, write: Write
) -> None:
    ground = form.field.grab().toImage().pixelColor(form.field.width() // 4, 5)
    QTest.keyClick(form.field, Qt.Key.Key_Delete)
    write(form.field, text)
    QTest.keyClick(form.field, ENTER)
    assert form.numbers == []
    assert form.field.value == 0.25
    assert form.field.text() == text
    assert form.field.problem.endswith((".", ")"))
    assert form.bubble() == form.field.problem == form.field.accessibleDescription()
    assert form.field.grab().toImage().pixelColor(form.field.width() // 4, 5) != ground


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_entry_that_is_left_gives_way_to_the_old_number(
    text: str, form: Form, write: Write
) -> None:
    QTest.keyClick(form.field, Qt.Key.Key_Delete)
    write(form.field, text)
    QTest.keyClick(form.field, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is form.other
    assert form.numbers == []
    assert form.field.text() == "0.25"
    assert len(form.refusals) == 1
    assert form.refusals[0]
    assert form.bubble() == form.field.problem == form.field.accessibleDescription() == ""


def test_a_right_entry_is_taken_when_the_field_is_left(form: Form, write: Write) -> None:
    write(form.field, "7")
    QTest.mouseClick(form.other, Qt.MouseButton.LeftButton)
    assert form.numbers == [7.0]
    assert form.refusals == []


def test_a_wrong_entry_can_be_corrected(form: Form, write: Write) -> None:
    write(form.field, "1.2.3")
    QTest.keyClick(form.field, ENTER)
    assert form.bubble()
    QTest.keyClick(form.field, Qt.Key.Key_Backspace)
    assert form.bubble() == ""
    QTest.keyClick(form.field, Qt.Key.Key_Backspace)
    QTest.keyClick(form.field, ENTER)
    assert form.numbers == [1.2]


def test_escape_restores_the_old_number(form: Form, write: Write) -> None:
    write(form.field, "oops")
    QTest.keyClick(form.field, ENTER)
    QTest.keyClick(form.field, Qt.Key.Key_Escape)
    assert form.field.text() == "0.25"
    assert form.bubble() == form.field.problem == ""
    assert (form.numbers, form.refusals) == ([], [])


def test_the_bubble_goes_with_its_field(form: Form, write: Write) -> None:
    write(form.field, "oops")
    QTest.keyClick(form.field, ENTER)
    form.field.hide()
    assert form.bubble() == ""


def test_the_explanation_is_plain_text(form: Form, write: Write) -> None:
    write(form.field, "<b>")
    QTest.keyClick(form.field, ENTER)
    assert "“<”" in form.bubble()
    (label,) = form.field.findChildren(QLabel)
    assert label.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize(
    ("key", "modifier", "value"),
    [
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 0.3),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, 0.2),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier, 0.26),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, 0.24),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, 0.5),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, 0.0),
    ],
)
def test_keys_step(key: Qt.Key, modifier: Qt.KeyboardModifier, value: float, form: Form) -> None:
    QTest.keyClick(form.field, key, modifier)
    assert form.numbers == [value]
    assert form.field.text() == entered(value, 3)


def test_steps_start_from_what_is_written(form: Form, write: Write) -> None:
    write(form.field, "2")
    QTest.keyClick(form.field, Qt.Key.Key_Up)
    assert form.numbers == [2.0, 2.05]


def test_a_wrong_entry_does_not_step(form: Form, write: Write) -> None:
    write(form.field, "2x")
    QTest.keyClick(form.field, Qt.Key.Key_Up)
    assert form.numbers == []
    assert form.bubble()


def test_many_steps_do_not_drift(form: Form) -> None:
    form.show_value(0.0)
    for _ in range(100):
        QTest.keyClick(form.field, Qt.Key.Key_Up)
    assert form.numbers[-1] == 5.0


def test_what_is_being_typed_stays_while_the_number_changes(form: Form, write: Write) -> None:
    write(form.field, "3.1")
    form.show_value(8.0)
    assert form.field.text() == "3.1"
    QTest.keyClick(form.field, Qt.Key.Key_Escape)
    assert form.field.text() == "8"


def test_showing_a_number_tells_nothing(form: Form) -> None:
    for value in (1.0, 1.0, math.nan, math.nan, -math.inf):
        form.show_value(value)
    assert (form.numbers, form.refusals) == ([], [])
    assert form.field.text() == "−∞"


def test_undo_belongs_to_the_field_only_while_something_is_typed(form: Form, write: Write) -> None:
    undone: list[bool] = []
    QShortcut(QKeySequence.StandardKey.Undo, form, lambda: undone.append(True))
    QTest.keyClick(form.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [True]
    write(form.field, "7")
    QTest.keyClick(form.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [True]
    assert form.field.text() == "0.25"


@pytest.mark.parametrize(("text", "value"), [("0", 0.0), ("T = 2", 2.0), ("1e-320", 1e-320)])
def test_another_parser_reads_another_language(
    text: str, value: float, show: Callable[[QWidget], QWidget], write: Write
) -> None:
    numbers: list[float] = []
    field = NumberField(parse_temperature, STEPS)
    field.entered.connect(lambda number, _: numbers.append(number))
    show(field)
    write(field, text)
    QTest.keyClick(field, ENTER)
    assert numbers == [value]


def test_a_pasted_number_is_read(form: Form) -> None:
    QGuiApplication.clipboard().setText("−1,5")
    QTest.keyClick(form.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(form.field, ENTER)
    assert form.numbers == [-1.5]
