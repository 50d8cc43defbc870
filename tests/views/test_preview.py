"""What is understood of a file is shown, and corrected."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.understood import Choices, NotUnderstood, Understood
from softmax_viz.documents.logits import reading
from softmax_viz.resources import resource
from softmax_viz.views.data.open_choices import MOST_FIRST, MOST_LAST
from softmax_viz.views.data.preview import READ_AT_ONCE, OpenPreview, Reading
from softmax_viz.views.data.preview_table import COLUMNS, ROWS
from softmax_viz.views.lenses.segmented import Segmented

GERMAN = "Seehund;Panda;Ente;label\n0,25;1,23;−0,8;Panda\n-2,5;0,5;1e3;Ente\n"


class Opening:
    """One dialog on one file, what it told, and which second file its question is answered by."""

    def __init__(self, window: QWidget, path: Path, second: str = "") -> None:
        self.second = ""
        reads = partial(self._read, path)
        size = path.stat().st_size
        self.dialog = OpenPreview(path.name, reads, size, self._ask, second, window)
        self.opened: list[LogitsTable] = []
        self.failed: list[NotUnderstood] = []
        self.dialog.opened.connect(self.opened.append)
        self.dialog.failed.connect(self.failed.append)
        self.dialog.open()

    def _ask(self) -> str:
        return self.second

    @staticmethod
    def _read(path: Path, choices: Choices, second: str) -> Reading:
        return reading(path, choices, second or None)

    @property
    def table(self) -> LogitsTable:
        """Return what Open would open."""
        self.dialog.open_button.click()
        return self.opened[-1]

    def cells(self) -> list[list[str]]:
        """Return the texts of the table, the heading first."""
        model = self.dialog.table.model()
        columns = range(model.columnCount())
        heading = [str(model.headerData(i, Qt.Orientation.Horizontal)) for i in columns]
        return [
            heading,
            *(
                [str(model.index(row, i).data()) for i in columns]
                for row in range(model.rowCount())
            ),
        ]


Open = Callable[..., Opening]


@pytest.fixture
def open_(show: Callable[..., QWidget]) -> Open:
    window = show(QWidget(), 900, 700)
    return partial(Opening, window)


@pytest.fixture
def german(tmp_path: Path) -> Path:
    path = tmp_path / "german.csv"
    path.write_text(GERMAN, encoding="utf-8")
    return path


def pick(combo: QComboBox, text: str) -> None:
    """Choose an item as a person does, by the keyboard."""
    index = combo.findText(text)
    assert index >= 0, [combo.itemText(i) for i in range(combo.count())]
    combo.setFocus()
    while combo.currentIndex() != index:
        QTest.keyClick(combo, Qt.Key.Key_Down if combo.currentIndex() < index else Qt.Key.Key_Up)


def shown(*widgets: QWidget) -> list[bool]:
    return [widget.isVisible() for widget in widgets]


def test_a_comment_that_is_left_out_is_told_of(open_: Open, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("seal,0.25\n#panda,1.23\n# duck,-0.8\n")
    dialog = open_(path).dialog
    assert dialog.table.model().columnCount() == 2
    assert dialog.left_out.text() == "1 comment is left out: “# duck,-0.8” in line 3."
    assert shown(dialog.left_out, dialog.cut) == [True, False]
    assert "in quotes" in dialog.left_out.toolTip()


def test_nothing_is_told_where_nothing_is_left_out(open_: Open, german: Path) -> None:
    assert shown(open_(german).dialog.left_out) == [False]


def test_a_matrix_with_names_and_labels_is_shown_as_read(open_: Open) -> None:
    opening = open_(resource("logits/digits.npz"))
    dialog, choices = opening.dialog, opening.dialog.choices
    assert dialog.name.text() == "digits.npz"
    assert dialog.facts.text() == "NumPy archive · 899 rows (examples) × 10 classes · float32"
    texts = [combo.currentText() for combo in (choices.logits, choices.names, choices.targets)]
    assert texts == ["logits", "classes", "labels"]
    assert choices.pictures.currentText() == "images"
    assert dialog.cut.text() == "Shown: the first 20 of 899 rows."
    cells = opening.cells()
    assert cells[0] == ["true class", *(str(digit) for digit in range(10))]
    assert len(cells) == 1 + ROWS
    table = opening.table
    first = [f"{value:.3f}".replace("-", "−") for value in table.row(0)]
    assert table.targets is not None
    assert cells[1] == [str(table.targets[0]), *first]
    assert opening.dialog.isHidden()


def test_what_applies_to_a_text_only_is_shown_for_a_text(open_: Open, german: Path) -> None:
    opening = open_(german)
    choices = opening.dialog.choices
    assert shown(choices.separator, choices.header, choices.decimal_comma) == [True] * 3
    assert shown(choices.pictures) == [False]
    assert choices.separator.currentText() == "semicolon"
    assert (choices.header.isChecked(), choices.decimal_comma.isChecked()) == (True, True)
    assert opening.cells() == [
        ["true class", "Seehund", "Panda", "Ente"],
        ["Panda", "0.250", "1.230", "−0.800"],
        ["Ente", "−2.500", "0.500", "1000.000"],
    ]
    archive = open_(resource("logits/digits.npz")).dialog.choices
    assert shown(archive.separator, archive.header, archive.decimal_comma) == [False] * 3


def test_a_vector_has_nothing_to_be_turned(open_: Open, tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array([1.0, 2.0]))
    opening = open_(tmp_path / "a.npy")
    assert opening.dialog.facts.text() == "NumPy · 1 row (an example) × 2 classes · float64"
    assert shown(opening.dialog.choices.rows_are) == [False]
    assert not opening.dialog.cut.isVisible()


def test_rows_are_turned_to_classes_and_back(open_: Open, tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))
    opening = open_(tmp_path / "a.npy")
    rows_are = opening.dialog.choices.rows_are
    rows_are.setFocus()
    QTest.keyClick(rows_are, Qt.Key.Key_Right)
    assert opening.cells() == [
        ["class 0", "class 1"], ["1.000", "4.000"], ["2.000", "5.000"], ["3.000", "6.000"],
    ]  # fmt: skip
    QTest.keyClick(rows_are, Qt.Key.Key_Left)
    assert len(opening.cells()) == 3
    QTest.keyClick(rows_are, Qt.Key.Key_Right)
    assert np.array_equal(opening.table.values, [[1, 4], [2, 5], [3, 6]])


def test_the_array_of_the_logits_is_chosen_where_it_is_not_clear(
    open_: Open, tmp_path: Path
) -> None:
    np.savez(tmp_path / "a.npz", first=np.eye(2), second=2 * np.eye(2), y=np.array([1, 0]))
    opening = open_(tmp_path / "a.npz")
    dialog = opening.dialog
    assert dialog.question.text().startswith("Which array has the logits? Choose it above. ")
    assert shown(dialog.question, dialog.problem) == [True, False]
    assert dialog.focusWidget() is dialog.choices.logits
    assert not dialog.open_button.isEnabled()
    pick(dialog.choices.logits, "y")
    pick(dialog.choices.logits, "second")
    assert shown(dialog.question, dialog.problem) == [False, False]
    assert dialog.choices.targets.currentText() == "y"
    pick(dialog.choices.targets, "none")
    assert opening.table.targets is None
    assert np.array_equal(opening.table.values, 2 * np.eye(2))


def test_who_chooses_by_keys_goes_on_from_there(open_: Open, tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", first=np.eye(2), second=2 * np.eye(2))
    dialog = open_(tmp_path / "a.npz").dialog
    for name in ("first", "second"):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
        assert dialog.choices.logits.currentText() == name
        assert dialog.focusWidget() is dialog.choices.logits
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isHidden()


def test_the_rows_show_the_focus(
    open_: Open, german: Path, picture: Callable[[QWidget], Any], qtbot: QtBot
) -> None:
    dialog = open_(german).dialog
    dialog.activateWindow()
    before = picture(dialog.table)
    dialog.table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(dialog.table.hasFocus)
    assert (picture(dialog.table) != before).any()


def test_a_choice_shows_the_focus_and_is_left_alone_by_a_passing_wheel(
    open_: Open, german: Path, picture: Callable[[QWidget], Any], qtbot: QtBot
) -> None:
    dialog = open_(german).dialog
    dialog.activateWindow()
    combo = dialog.choices.separator
    dialog.open_button.setFocus()
    before = picture(combo)
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, turn)
    assert combo.currentText() == "semicolon"
    combo.setFocus()
    qtbot.waitUntil(combo.hasFocus)
    assert (picture(combo) != before).any()


def test_a_wrong_choice_is_told_and_the_last_good_reading_stays(open_: Open, german: Path) -> None:
    opening = open_(german)
    dialog = opening.dialog
    before = opening.cells()
    pick(dialog.choices.separator, "comma")
    assert dialog.problem.isVisible()
    assert dialog.problem.text().startswith("german.csv: ")
    assert not dialog.open_button.isEnabled()
    assert not dialog.table.isEnabled()
    assert opening.cells() == before
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert opening.opened == []
    pick(dialog.choices.separator, "semicolon")
    assert not dialog.problem.isVisible()
    assert dialog.table.isEnabled()
    assert opening.table.labels == ("Seehund", "Panda", "Ente")


def test_what_a_column_is_is_corrected(open_: Open, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n1,2,0\n3,4,1\n")
    opening = open_(path)
    choices = opening.dialog.choices
    assert not choices.decimal_comma.isVisible()
    pick(choices.targets, "c")
    assert opening.cells() == [["true class", "a", "b"], ["a", "1.000", "2.000"],
                               ["b", "3.000", "4.000"]]  # fmt: skip
    pick(choices.names, "none")
    assert opening.cells()[0] == ["true class", "class 0", "class 1"]
    # Other lines are other columns: what was said of those that were is forgotten.
    choices.header.click()
    assert "only words" in opening.dialog.problem.text()
    choices.header.click()
    assert opening.cells()[0] == ["a", "b", "c"]


def test_a_second_file_brings_true_classes(open_: Open, tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.eye(3))
    (tmp_path / "y.txt").write_text("2\n1\n0\n")
    (tmp_path / "short.txt").write_text("2\n1\n")
    opening = open_(tmp_path / "a.npy")
    dialog, choices = opening.dialog, opening.dialog.choices
    opening.second = ""
    choices.second_button.click()
    assert not choices.without_second.isVisible()
    opening.second = str(tmp_path / "short.txt")
    choices.second_button.click()
    assert "2 true classes, and there are 3 rows" in dialog.problem.text()
    opening.second = str(tmp_path / "y.txt")
    choices.second_button.click()
    assert choices.second_name.text() == "y.txt"
    assert [row[0] for row in opening.cells()[1:]] == ["class 2", "class 1", "class 0"]
    choices.without_second.click()
    assert opening.cells()[0] == ["class 0", "class 1", "class 2"]
    assert not choices.without_second.isVisible()
    choices.second_button.click()
    targets = opening.table.targets
    assert targets is not None
    assert targets.tolist() == [2, 1, 0]


def test_a_second_file_may_be_there_from_the_start(open_: Open, tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.eye(2))
    (tmp_path / "y.txt").write_text("1\n0\n")
    opening = open_(tmp_path / "a.npy", str(tmp_path / "y.txt"))
    assert opening.dialog.choices.second_name.text() == "y.txt"
    assert opening.cells()[0][0] == "true class"


def test_where_nothing_can_be_chosen_the_failure_is_told(open_: Open, tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    path.write_bytes(b"\x80\x04 no array")
    opening = open_(path)
    failure = opening.dialog.failure
    assert failure is not None
    assert failure.known is None
    assert "pickle" in str(failure)
    assert not opening.dialog.open_button.isEnabled()


def test_cancel_and_escape_open_nothing(open_: Open, german: Path) -> None:
    opening = open_(german)
    opening.dialog.cancel_button.click()
    assert opening.dialog.isHidden()
    other = open_(german)
    QTest.keyClick(other.dialog, Qt.Key.Key_Escape)
    assert other.dialog.isHidden()
    assert opening.opened == other.opened == []


def test_enter_opens(open_: Open, german: Path) -> None:
    opening = open_(german)
    assert opening.dialog.focusWidget() is opening.dialog.open_button
    opening.dialog.table.setFocus()
    QTest.keyClick(opening.dialog.table, Qt.Key.Key_Return)
    assert len(opening.opened) == 1


def test_of_a_large_table_the_beginning_is_shown(open_: Open, tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.zeros((30, 70), np.float32))
    opening = open_(tmp_path / "a.npy")
    cells = opening.cells()
    assert (len(cells) - 1, len(cells[0])) == (ROWS, COLUMNS)
    assert opening.dialog.cut.text() == "Shown: the first 20 of 30 rows, 50 of 70 classes."


def test_of_very_many_columns_the_first_and_the_last_can_be_chosen(
    open_: Open, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    names = [f"c{i}" for i in range(1000)]
    path.write_text("\n".join([",".join(names), ",".join("0" * 1000), ",".join("1" * 1000)]))
    targets = open_(path).dialog.choices.targets
    assert targets.count() == 1 + MOST_FIRST + MOST_LAST
    targets.setFocus()
    for key, chosen in (
        (Qt.Key.Key_End, "c999"), (Qt.Key.Key_Home, "none"), (Qt.Key.Key_Down, "c0"),
    ):  # fmt: skip
        QTest.keyClick(targets, key)
        assert targets.currentText() == chosen


def test_names_are_plain_text_of_one_line_and_no_matter_how_long(
    open_: Open, tmp_path: Path
) -> None:
    path = tmp_path / "<b>a<br>.npz"
    names = np.array(["<b>x</b>", "two\nlines", "x" * 5000])
    np.savez(path, logits=np.eye(3), names=names)
    opening = open_(path)
    heading = opening.cells()[0]
    assert heading[:2] == ["<b>x</b>", "two lines"]
    assert len(heading[2]) == 40
    model = opening.dialog.table.model()
    tip = Qt.ItemDataRole.ToolTipRole
    assert "&lt;b&gt;" in str(model.headerData(0, Qt.Orientation.Horizontal, tip))
    assert len(str(model.headerData(2, Qt.Orientation.Horizontal, tip))) < 500
    for label in opening.dialog.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
    assert "<b>" in opening.dialog.name.text()


def test_unknown_classes_and_what_is_no_number_are_shown(open_: Open, tmp_path: Path) -> None:
    np.savez(
        tmp_path / "a.npz", logits=np.array([[np.nan, -np.inf], [1e300, 0]]),
        targets=np.array([-1, 1]),
    )  # fmt: skip
    assert open_(tmp_path / "a.npz").cells()[1:] == [
        ["unknown", "NaN", "−∞"], ["class 1", "1.000e300", "0.000"],
    ]  # fmt: skip


def test_every_control_has_a_name_and_a_tooltip_and_is_reached_by_tab(
    open_: Open, german: Path
) -> None:
    dialog = open_(german).dialog
    kinds = (QAbstractButton, QComboBox, Segmented, QTableView)
    controls = {
        widget
        for kind in kinds
        for widget in dialog.findChildren(kind)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert len(controls) == 11
    assert [w for w in controls if not w.accessibleName()] == []
    assert [w for w in controls if not (w.toolTip() or isinstance(w, Segmented))] == []
    reached = set()
    for _ in range(len(controls) + 2):
        focus = dialog.focusWidget()
        reached.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert controls <= reached


class Slow:
    """Read as slowly as the test wants."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.choices: list[Choices] = []
        self.threads: set[int] = set()
        self.problem: NotUnderstood | None = None
        self.read_on = False

    def __call__(self, choices: Choices, second: str) -> Reading:
        yield 0.0
        self.choices.append(choices)
        self.threads.add(threading.get_ident())
        yield 0.25
        assert self.go_on.wait(10)
        yield 0.5
        self.read_on = True
        if self.problem is not None:
            raise self.problem
        table = LogitsTable(np.eye(2), ("a", "b"))
        answers = Choices(transpose=bool(choices.transpose), logits="", names="", targets="")
        return table, Understood("a", "text", 2, 2, "float64", answers, (), "", "")


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def large(show: Callable[..., QWidget], slow: Slow) -> OpenPreview:
    window = show(QWidget(), 900, 700)
    dialog = OpenPreview("a", slow, READ_AT_ONCE + 1, str, "", window)
    dialog.open()
    return dialog


def test_a_large_file_is_read_while_the_window_lives(
    large: OpenPreview, slow: Slow, qtbot: QtBot
) -> None:
    assert large.reading.isVisible()
    assert large.reading.text() == "Reading the file: 0\u202f%"
    assert not large.open_button.isEnabled()
    qtbot.waitUntil(lambda: large.reading.text() == "Reading the file: 25.0\u202f%")
    slow.go_on.set()
    qtbot.waitUntil(large.open_button.isEnabled)
    assert not large.reading.isVisible()
    assert large.focusWidget() is large.open_button
    assert slow.threads.isdisjoint({threading.get_ident()})
    large.choices.rows_are.choose("classes")
    assert large.reading.isVisible()
    assert not large.open_button.isEnabled()
    qtbot.waitUntil(large.open_button.isEnabled)
    assert slow.choices == [Choices(), Choices(transpose=True)]
    large.reject()


def test_a_large_file_that_fails_is_told(large: OpenPreview, slow: Slow, qtbot: QtBot) -> None:
    slow.problem = NotUnderstood("No.")
    with qtbot.waitSignal(large.failed) as failed:
        slow.go_on.set()
    assert failed.args == [slow.problem]
    large.reject()


def test_a_large_file_that_is_no_logits_is_told_before_the_dialog_opens(
    show: Callable[..., QWidget],
) -> None:
    def refuse(choices: Choices, second: str) -> Reading:
        raise NotUnderstood("This is a picture.")
        yield

    dialog = OpenPreview("a.png", refuse, READ_AT_ONCE + 1, str, "", show(QWidget(), 900, 700))
    assert str(dialog.failure) == "This is a picture."
    assert not dialog.open_button.isEnabled()


def test_a_large_file_that_is_cancelled_opens_nothing_later(
    large: OpenPreview, slow: Slow, qtbot: QtBot
) -> None:
    told: list[object] = []
    large.opened.connect(told.append)
    large.failed.connect(told.append)
    QTest.keyClick(large, Qt.Key.Key_Escape)
    slow.go_on.set()
    qtbot.wait(150)
    assert told == []
    assert not isValid(large)
    assert not slow.read_on


def test_probabilities_are_told_of_and_made_logits(open_: Open, tmp_path: Path) -> None:
    np.save(tmp_path / "p.npy", np.array([[0.25, 0.75], [0.5, 0.5]]))
    opening = open_(tmp_path / "p.npy")
    dialog, box = opening.dialog, opening.dialog.choices.logarithm
    assert dialog.hint.text().startswith("These look like probabilities, not logits")
    assert shown(dialog.hint, box) == [True, True]
    assert opening.cells()[1] == ["0.250", "0.750"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert shown(dialog.hint, box) == [False, True]
    assert opening.cells()[1] == ["−1.386", "−0.288"]
    assert np.allclose(opening.table.values, np.log([[0.25, 0.75], [0.5, 0.5]]))


def test_logits_are_not_taken_for_probabilities(open_: Open) -> None:
    dialog = open_(resource("logits/digits.npz")).dialog
    assert shown(dialog.hint, dialog.choices.logarithm) == [False, False]
