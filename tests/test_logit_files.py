"""Files of logits: opened, refused, cancelled, remembered, closed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from softmax_viz.core import edits
from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Scene
from softmax_viz.core.lecture.work import ROWS, Work, go_to, open_deck
from softmax_viz.core.numbers import NumberError, SeveralRows, parse_logits
from softmax_viz.deck_files import DeckFiles
from softmax_viz.logit_files import BUILTIN, LogitFiles
from softmax_viz.resources import resource
from softmax_viz.session import Session
from softmax_viz.views import choose_file, theme
from softmax_viz.views.data import preview as preview_module
from softmax_viz.views.data.preview import OpenPreview
from softmax_viz.views.settings import make_settings


class App:
    """One running app, whose question for a file has its answer."""

    def __init__(self, window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window = window
        self.session = Session(Work(initial_state()))
        self.files = LogitFiles(self.session, window)
        self.told: list[str] = []
        self.files.told.connect(self.told.append)
        self.answer = ""
        monkeypatch.setattr(self.files, "ask_path_to_open", lambda: self.answer)
        monkeypatch.setattr(self.files, "ask_second", lambda: self.answer)

    @property
    def preview(self) -> OpenPreview:
        """Return the dialog that is open."""
        assert self.files.preview is not None
        return self.files.preview

    def open(self, path: Path) -> None:
        """Open a file as it is understood."""
        self.files.open(str(path))
        self.preview.open_button.click()


@pytest.fixture
def start(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], App]]:
    windows = []

    def started() -> App:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(900, 700)
        window.show()
        return App(window, monkeypatch)

    yield started
    windows.clear()


@pytest.fixture
def app(start: Callable[[], App]) -> App:
    return start()


@pytest.fixture
def matrix(tmp_path: Path) -> Path:
    path = tmp_path / "matrix.npy"
    np.save(path, np.array([[0.5, 1.5, -2.0], [3.0, 2.0, 1.0]], np.float32))
    return path


def temporary() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("softmax-viz-*"))


def test_a_file_that_is_accepted_is_one_undo_step(app: App, matrix: Path) -> None:
    warm = edits.set_temperature(app.session.state, 2.0)
    app.session.update(warm)
    app.files.open(str(matrix))
    assert app.session.state == warm
    app.preview.open_button.click()
    assert app.files.preview is None
    work = app.session.work
    assert work.state.logits.tolist() == [0.5, 1.5, -2.0]
    assert work.state.temperature == 2.0
    assert work.rows is not None
    assert (work.rows.table.name, work.rows.count, work.source) == ("matrix.npy", 2, ROWS)
    app.session.undo()
    assert app.session.state == warm
    assert app.session.work.rows is None
    app.session.redo()
    assert app.session.work == work
    assert app.told == []


def test_a_vector_is_a_table_of_one_row(app: App, tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array([1, 2, 3]))
    app.open(tmp_path / "a.npy")
    rows = app.session.work.rows
    assert rows is not None
    assert rows.count == 1
    assert app.session.state.logits.tolist() == [1, 2, 3]


def test_true_classes_come_from_a_second_file(app: App, matrix: Path, tmp_path: Path) -> None:
    (tmp_path / "y.txt").write_text("2\n0\n")
    app.files.open(str(matrix), str(tmp_path / "y.txt"))
    app.preview.open_button.click()
    assert app.session.work.true_class == 2


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.npy", b"\x80\x04", "a.npy: this is a pickle"),
        ("a.csv", bytes(range(256)), "a.csv: this is neither text (byte 0 is 0"),
        ("a.npy", b"", "a.npy: the file is empty."),
        ("gone.npy", None, "gone.npy: there is no such file."),
    ],
)
def test_a_file_that_is_no_logits_is_told_and_changes_nothing(
    name: str, data: bytes | None, problem: str, app: App, tmp_path: Path
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    before = app.session.work
    app.files.open(str(path))
    assert app.files.preview is None
    assert len(app.told) == 1
    assert app.told[0].startswith(problem)
    assert app.session.work is before
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert app.window.findChildren(OpenPreview) == []
    app.files.open(str(tmp_path))
    assert app.told[1].endswith("this is a folder: choose a file in it.")


def test_what_is_cancelled_changes_nothing(app: App, matrix: Path) -> None:
    before = app.session.work
    app.files.open(str(matrix))
    app.preview.cancel_button.click()
    assert app.files.preview is None
    assert app.session.work is before
    assert app.files.recent == ()
    app.files.open(str(matrix))
    app.files.open(str(matrix))
    app.preview.reject()
    assert app.files.preview is None
    assert not app.session.can_undo


def test_a_question_for_a_file_may_stay_without_an_answer(app: App, matrix: Path) -> None:
    app.files.ask_and_open()
    assert app.files.preview is None
    app.answer = str(matrix)
    app.files.ask_and_open()
    app.preview.open_button.click()
    assert app.session.state.count == 3


def test_the_question_for_a_second_file_says_what_for(
    app: App, matrix: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = []

    def asked(_parent: QWidget, title: str, *_: str) -> tuple[str, str]:
        titles.append(title)
        return "", ""

    monkeypatch.undo()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", asked)
    app.files.ask_and_open()
    app.files.open(str(matrix))
    app.preview.choices.second_button.click()
    assert titles == ["Open logits", "True classes or names"]


def test_recent_files_are_remembered_and_leave_when_they_vanish(
    app: App, start: Callable[[], App], tmp_path: Path, qtbot: QtBot
) -> None:
    paths = [tmp_path / f"{i}.npy" for i in range(12)]
    for path in paths:
        np.save(path, np.eye(2))
        with qtbot.waitSignal(app.files.state_changed):
            app.open(path)
    app.open(paths[5])
    recent = app.files.recent
    assert len(recent) == 10
    assert recent[:2] == (str(paths[5]), str(paths[11]))
    other = start()
    assert other.files.recent == recent
    paths[11].unlink()
    other.files.open(str(paths[11]))
    assert other.told == ["11.npy: there is no such file."]
    assert other.files.recent == (recent[0], *recent[2:]) == start().files.recent


def test_a_recent_file_opens_again_with_its_second_file(
    app: App, start: Callable[[], App], matrix: Path, tmp_path: Path
) -> None:
    classes = tmp_path / "y.txt"
    classes.write_text("2\n0\n")
    app.files.open(str(matrix))
    app.answer = str(classes)
    app.preview.choices.second_button.click()
    app.preview.open_button.click()
    other = start()
    assert other.files.recent == (str(matrix),)
    other.files.open_recent(str(matrix))
    assert other.preview.choices.second == str(classes)
    other.preview.open_button.click()
    assert other.session.work.true_class == 2
    classes.unlink()
    other.files.open_recent(str(matrix))
    assert other.told == ["y.txt: there is no such file."]
    other.files.open_recent(str(matrix))
    other.preview.open_button.click()
    assert other.session.work.true_class == -1


def test_recent_files_are_read_as_they_were_remembered_before(
    start: Callable[[], App], matrix: Path
) -> None:
    make_settings().setValue("files/recent_logits", [str(matrix), 3, "", "/b.npy"])
    assert start().files.recent == (str(matrix), "/b.npy")
    make_settings().setValue("files/recent_logits", str(matrix))
    assert start().files.recent == (str(matrix),)


@pytest.mark.parametrize(("name", "_file", "_title"), BUILTIN)
def test_what_is_shipped_opens_without_a_dialog(
    name: str, _file: str, _title: str, app: App
) -> None:
    app.files.open_builtin(name)
    assert app.files.preview is None
    rows = app.session.work.rows
    assert rows is not None
    assert rows.table.targets is not None
    assert app.session.work.true_class >= 0
    assert app.files.recent == ()
    app.session.undo()
    assert app.session.state == initial_state()


def test_an_incomplete_installation_is_told(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Path:
        raise FileNotFoundError(f"{name} is not there.")

    monkeypatch.setattr("softmax_viz.logit_files.resource", missing)
    app.files.open_builtin("wine")
    assert app.told == ["logits/wine.csv is not there."]


def test_closing_leaves_the_row_on_the_screen(app: App) -> None:
    app.files.close()
    assert not app.session.can_undo
    app.files.open_builtin("wine")
    state = app.session.state
    app.files.close()
    assert app.session.work.rows is None
    assert app.session.state is state
    app.session.undo()
    assert app.session.work.rows is not None


def test_a_row_goes_into_the_scene_that_is_edited(app: App, matrix: Path) -> None:
    deck = Deck("", (Scene("one", initial_state()),))
    app.session.restart(go_to(open_deck(app.session.work, deck), 0))
    app.open(matrix)
    scene = app.session.work.scene
    assert scene is not None
    assert scene.state.logits.tolist() == [0.5, 1.5, -2.0]


# What is pasted


def paste(app: App, text: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_logits(text)
    app.files.open_text(text, caught.value)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1 2\n3 4", [[1, 2], [3, 4]]),
        ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ("array([[1., 2.],\n       [3., 4.]])", [[1, 2], [3, 4]]),
        ("a\tb\n1\t2\n3\t4\n", [[1, 2], [3, 4]]),
        ("0,5;1,5\r\n2,5;-3\r\n", [[0.5, 1.5], [2.5, -3]]),
        ('{"logits": [[1, 2], [3, 4]], "labels": [1, 0]}', [[1, 2], [3, 4]]),
    ],
)
def test_a_pasted_matrix_is_shown_and_opened(text: str, rows: list[list[float]], app: App) -> None:
    before = temporary()
    paste(app, text)
    assert app.preview.name.text() == "Pasted logits"
    app.preview.open_button.click()
    opened = app.session.work.rows
    assert opened is not None
    assert opened.table.values.tolist() == rows
    assert app.files.recent == ()
    assert temporary() <= before


def test_what_was_pasted_is_read_again_by_other_choices(app: App) -> None:
    before = temporary()
    paste(app, "1 2 3\n4 5 6")
    app.preview.choices.rows_are.choose("classes")
    app.preview.open_button.click()
    rows = app.session.work.rows
    assert rows is not None
    assert rows.table.values.tolist() == [[1, 4], [2, 5], [3, 6]]
    assert temporary() <= before


@pytest.mark.parametrize("text", ["", "hello\nworld", "1, 2, three", "a: 1\nb: two"])
def test_what_is_no_table_is_told_as_no_vector(text: str, app: App) -> None:
    before = temporary()
    paste(app, text)
    assert app.files.preview is None
    with pytest.raises(NumberError) as caught:
        parse_logits(text)
    assert app.told == [f"Not pasted: {caught.value}"]
    assert temporary() <= before


def test_pasted_json_that_fails_can_be_corrected_as_a_file_can(app: App) -> None:
    paste(app, '[{"logits": [1, 2, 3], "label": "cat"}, {"logits": [4, 5, 6], "label": "owl"}]')
    assert "“cat” is no name of a class" in app.preview.problem.text()
    targets = app.preview.choices.targets
    targets.setFocus()
    QTest.keyClick(targets, Qt.Key.Key_Home)
    assert targets.currentText() == "none"
    app.preview.open_button.click()
    rows = app.session.work.rows
    assert rows is not None
    assert rows.table.values.tolist() == [[1, 2, 3], [4, 5, 6]]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[{"a": 1, "b": 2}, {"a": 1}]', "Record 2 has other keys than the first"),
        ('{"logits": [[1, 2], [3]]}', "“logits”, row 2 has 1 entries"),
        ("[1, 2, oops]", "Entry 3: “oops”"),
        ('["a", 2]', "Entry 1: "),
        ('{"a": 1, "b": "two"}', "Entry 2: “two”"),
    ],
)
def test_what_is_wrong_with_a_pasted_json_is_told_of_what_was_meant(
    text: str, problem: str, app: App
) -> None:
    paste(app, text)
    assert app.files.preview is None
    assert app.told[0].startswith("Not pasted: ")
    assert problem in app.told[0]


def test_a_matrix_that_fails_can_be_corrected(app: App) -> None:
    paste(app, "1 2\n3 4\n5")
    assert "line 3" in app.preview.problem.text()
    app.preview.reject()
    assert app.session.state == initial_state()
    with pytest.raises(SeveralRows):
        parse_logits("1 2\n3 4\n5")


def test_where_nothing_can_be_written_a_paste_is_told(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(prefix: str, ignore_cleanup_errors: bool) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("softmax_viz.logit_files.TemporaryDirectory", full)
    paste(app, "1 2\n3 4")
    assert app.files.preview is None
    assert len(app.told) == 1
    assert app.told[0].startswith("Not pasted: ")


def test_a_lone_half_of_a_letter_is_no_failure(app: App) -> None:
    paste(app, "a\ud800,b\n1,2\n3,4")
    app.preview.open_button.click()
    assert app.session.state.labels[1] == "b"


# Large files, and what is no work


def test_a_large_file_that_fails_later_is_told_later(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(preview_module, "READ_AT_ONCE", 0)
    path = tmp_path / "a.csv"
    path.write_bytes(b"1,2\n\0")
    app.files.open(str(path))
    assert app.preview.isVisible()
    assert app.told == []
    qtbot.waitUntil(lambda: bool(app.told))
    assert app.files.preview is None
    assert "neither text" in app.told[0]


def test_a_large_file_is_opened(
    app: App, matrix: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(preview_module, "READ_AT_ONCE", 0)
    app.files.open(str(matrix))
    qtbot.waitUntil(app.preview.open_button.isEnabled)
    app.preview.open_button.click()
    assert app.session.state.count == 3


def test_going_through_rows_is_nothing_unsaved(app: App) -> None:
    files = DeckFiles(app.session, app.window)
    app.files.open_builtin("digits")
    app.session.update(edits.set_temperature(app.session.state, 3.0))
    assert not files._is_unsaved()
    app.session.update(edits.set_logit(app.session.state, 0, 1.0))
    assert files._is_unsaved()
    app.session.undo()
    assert not files._is_unsaved()
    app.files.close()
    assert files._is_unsaved()
    files.finish()


def test_the_folder_of_a_file_is_remembered(
    app: App, matrix: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders: list[str] = []
    filters: list[str] = []

    def asked(parent: QWidget, title: str, folder: str, shown: str) -> tuple[str, str]:
        folders.append(folder)
        filters.append(shown)
        return str(matrix), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", asked)
    for _ in range(2):
        path = choose_file.ask_path(app.window, "Open", ("Logits (*.npy)",))
        assert path == str(matrix)
    assert folders[1] == str(matrix.parent) != folders[0]
    app.open(resource("logits/wine.csv"))
    choose_file.ask_path(app.window, "Open", ())
    assert folders[2] == str(resource("logits"))
    assert filters[0] == "Logits (*.npy);;All files (*)"


def test_the_dialog_fits_a_small_window_in_large_type(app: App) -> None:
    look = theme.current()
    try:
        theme._current = theme.Theme(scale=1.5)
        app.files.open(str(resource("logits/wine.csv")))
        QTest.qWait(1)
        assert app.preview.width() <= app.window.width()
        assert app.preview.height() <= app.window.height()
        app.preview.reject()
    finally:
        theme._current = look
