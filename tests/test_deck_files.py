"""A deck and its file: changed, saved, asked about, kept and recovered."""

from __future__ import annotations

import errno
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from softmax_viz import recovery
from softmax_viz.core import edits
from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.work import (
    Work,
    delete_scene,
    duplicate_scene,
    go_to,
    new_scene,
    reorder_scene,
    reset_scene,
    with_scene,
    with_title,
)
from softmax_viz.core.state import State
from softmax_viz.deck_files import (
    CANCEL,
    COPY,
    DISCARD,
    REPLACE,
    SAVE,
    DeckFiles,
    is_deck,
)
from softmax_viz.documents import save
from softmax_viz.documents.autosave import FILE, Autosave, TooLarge, Unsaved
from softmax_viz.documents.reading import read_deck
from softmax_viz.documents.save import SaveError
from softmax_viz.recovery import recovery_folder
from softmax_viz.session import Session

DECK = """\
# by hand
format = "softmax-viz deck"
version = 1
title = "A short lesson"

[[scene]]
title = "Who wins?"  # panda
logits = [0.25, 1.23, -0.8]

[[scene]]
title = "Warmer"
logits = [0.25, 1.23, -0.8]
temperature = 5.0
"""


class App:
    """One running app, whose questions have their answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window = QWidget()
        self.session = Session(Work(initial_state()))
        self.files = DeckFiles(self.session, self.window)
        self.told: list[str] = []
        self.files.told.connect(self.told.append)
        self.asked: list[str] = []
        self.unsaved, self.conflict, self.saved = CANCEL, CANCEL, ""
        for name in ("unsaved", "conflict"):
            monkeypatch.setattr(self.files, f"ask_about_{name}", self._answer(name))
        monkeypatch.setattr(self.files, "ask_path_to_save", self._answer("saved"))

    def _answer(self, name: str) -> Callable[[], str]:
        def answer() -> str:
            self.asked.append(name)
            return str(getattr(self, name))

        return answer

    def warm(self, temperature: float = 3.0) -> None:
        self.session.update(edits.set_temperature(self.session.state, temperature))

    def close(self) -> None:
        self.files.finish()
        self.window.deleteLater()

    def die(self) -> None:
        """End as by kill -9, once what is under way is written."""
        self.files.recovery._keep()
        worker = self.files.recovery._worker
        assert worker is not None
        worker.shutdown(wait=True)
        lock = self.files.recovery._autosave._lock
        assert lock is not None
        lock.close()
        self.files.recovery._autosave = Autosave(recovery_folder() / "of the dead")
        self.close()


@pytest.fixture
def start(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], App]]:
    apps = []

    def start() -> App:
        apps.append(App(monkeypatch))
        return apps[-1]

    yield start
    for app in apps:
        app.close()


@pytest.fixture
def app(start: Callable[[], App]) -> App:
    return start()


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.softmax"
    path.write_text(DECK, encoding="utf-8")
    return path


def test_without_a_deck_there_is_nothing_to_ask(app: App) -> None:
    assert app.files.title == "Softmax Visualizer"
    app.warm()
    assert not app.files.changed
    assert app.files.saved is None
    assert app.files.may_close()
    assert app.asked == []


def test_open_and_edit_and_undo(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    assert app.files.title == "lesson.softmax[*] — Softmax Visualizer"
    assert (app.files.changed, app.session.can_undo) == (False, False)
    assert app.files.saved == read_deck(deck)
    told = []
    app.files.state_changed.connect(lambda: told.append(app.files.changed))
    for temperature in (2.0, 3.0, 4.0):
        app.warm(temperature)
    assert app.files.changed
    for _ in range(3):
        app.session.undo()
    assert not app.files.changed
    assert told == [True, False]


def test_saving_keeps_what_was_written_by_hand(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    assert app.files.save()
    assert deck.read_text(encoding="utf-8") == DECK
    app.warm()
    assert app.files.save()
    assert not app.files.changed
    text = deck.read_text(encoding="utf-8")
    assert "# by hand" in text
    assert "# panda" in text
    assert read_deck(deck).scenes[0].state.temperature == 3.0
    assert app.asked == app.told == []


def test_reset_returns_to_what_was_saved_also_after_undo(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    app.session.update_work(reorder_scene(app.session.work, 0, 1))
    app.files.save()
    app.session.undo()
    app.session.show_work(go_to(app.session.work, 1))
    app.warm(7.0)
    saved = app.files.saved
    assert saved is not None
    app.session.update_work(reset_scene(app.session.work, saved))
    assert [s.title for s in app.session.work.deck.scenes] == ["Who wins?", "Warmer"]
    assert app.session.state.temperature == 5.0


def test_the_first_save_asks_where_and_adds_the_suffix(app: App, tmp_path: Path) -> None:
    app.session.update_work(new_scene(app.session.work, "one"))
    assert app.files.title == "Untitled deck[*] — Softmax Visualizer"
    assert app.files.changed
    assert not app.files.save()
    app.saved = str(tmp_path / "mine")
    assert app.files.save()
    assert app.asked == ["saved", "saved"]
    assert app.files.title.startswith("mine.softmax[*]")
    assert read_deck(tmp_path / "mine.softmax") == app.session.work.deck
    assert app.files.recent == (str(tmp_path / "mine.softmax"),)
    app.warm()
    assert app.files.save()
    assert len(app.asked) == 2


def test_saving_without_a_deck_makes_one_of_the_screen(app: App, tmp_path: Path) -> None:
    app.warm()
    app.saved = str(tmp_path / "mine.softmax")
    assert app.files.save()
    assert read_deck(tmp_path / "mine.softmax").scenes[0].state.temperature == 3.0
    assert not app.files.changed


def test_a_suffix_that_was_added_writes_over_nothing(app: App, deck: Path) -> None:
    app.session.update_work(new_scene(app.session.work, "one"))
    app.saved = str(deck.with_suffix(""))
    assert app.files.save()
    kept = deck.with_name("lesson (other version).softmax")
    assert kept.read_text(encoding="utf-8") == DECK
    assert app.told == ["The other version is kept as “lesson (other version).softmax”."]


def test_save_as_leaves_the_first_file_alone(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    app.warm()
    app.saved = str(deck.with_name("copy.softmax"))
    assert app.files.save_as()
    assert deck.read_text(encoding="utf-8") == DECK
    assert "# by hand" in deck.with_name("copy.softmax").read_text(encoding="utf-8")
    assert app.files.title.startswith("copy.softmax")


def test_a_title_with_the_mark_of_qt(app: App) -> None:
    app.session.update_work(with_title(new_scene(app.session.work, "one"), "a[*]b"))
    app.window.setWindowTitle(app.files.title)
    assert app.window.windowTitle() == "a[*][*]b[*] — Softmax Visualizer"


@pytest.mark.parametrize(("answer", "closes"), [(SAVE, True), (DISCARD, True), (CANCEL, False)])
def test_unsaved_work_is_asked_for_once(app: App, deck: Path, answer: str, closes: bool) -> None:
    app.files.open(str(deck))
    app.warm()
    app.unsaved = answer
    assert app.files.may_close() is closes
    assert app.asked == ["unsaved"]
    assert (read_deck(deck).scenes[0].state.temperature == 3.0) is (answer == SAVE)


def test_a_save_that_fails_does_not_close(
    app: App, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.files.open(str(deck))
    app.warm()
    app.unsaved = SAVE

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert not app.files.may_close()
    assert app.files.changed
    assert "The disk is full" in app.told[0]
    assert deck.read_text(encoding="utf-8") == DECK


def test_opening_another_asks_first(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    other = shutil.copy(deck, deck.with_name("other.softmax"))
    app.warm()
    work = app.session.work
    app.files.open(str(other))
    app.files.open_builtin("temperature")
    app.files.new_deck()
    assert app.session.work is work
    assert app.asked == ["unsaved"] * 3
    app.unsaved = DISCARD
    app.files.open(str(other))
    assert app.files.title.startswith("other.softmax")
    assert app.files.recent == (str(other), str(deck))


def test_opening_the_same_file_again_reads_what_was_just_saved(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    app.warm()
    app.unsaved = SAVE
    app.files.open(str(deck))
    assert app.session.state.temperature == 3.0
    assert not app.files.changed


def test_a_deck_that_cannot_be_opened_changes_nothing(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    app.warm()
    work = app.session.work
    bad = deck.with_name("bad.softmax")
    scene = '[[scene]]\nlogits = "x"\ntemperature = -1\n'
    bad.write_text('format = "softmax-viz deck"\nversion = 1\n' + 3 * scene, encoding="utf-8")
    app.files.open(str(bad))
    app.files.open(str(deck.parent))
    assert app.session.work is work
    assert app.asked == []
    assert app.files.title.startswith("lesson.softmax")
    assert app.told[0].startswith("bad.softmax:")
    assert app.told[0].count("bad.softmax:") == 3
    assert app.told[0].endswith(" more.")
    assert "a folder" in app.told[1]


@pytest.mark.parametrize(
    ("name", "text", "deck"),
    [
        ("a.softmax", "", True),
        ("a.SOFTMAX", "", True),
        ("a.toml", DECK, True),
        ("a.txt", "# notes\n" * 20 + DECK, True),
        ("a.txt", "1, 2, 3", False),
        ("a.npy", "", False),
        ("gone.softmax", None, True),
        ("gone.npy", None, False),
    ],
)
def test_a_deck_is_told_by_its_name_or_its_first_lines(
    name: str, text: str | None, deck: bool, tmp_path: Path
) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert is_deck(str(path)) is deck
    assert not is_deck(str(tmp_path))
    assert not is_deck("no\0name")


def test_recent_decks_are_remembered_and_leave_when_they_vanish(
    app: App, start: Callable[[], App], deck: Path
) -> None:
    paths = [deck.with_name(f"{i}.softmax") for i in range(12)]
    for path in paths:
        shutil.copy(deck, path)
        app.files.open(str(path))
    app.files.open(str(paths[5]))
    recent = app.files.recent
    assert len(recent) == 10
    assert recent[:2] == (str(paths[5]), str(paths[11]))
    other = start()
    assert other.files.recent == recent
    paths[11].unlink()
    other.files.open(str(paths[11]))
    assert "There is no such file" in other.told[0]
    assert other.files.recent == (recent[0], *recent[2:])
    assert start().files.recent == other.files.recent


def test_play_in_a_builtin_deck_is_no_change_and_words_are(app: App) -> None:
    app.files.open_builtin("temperature")
    assert app.told == []
    title = app.session.work.deck.title
    assert app.files.title == f"{title}[*] — Softmax Visualizer"
    app.warm(7.5)
    assert not app.files.changed
    assert app.files.may_close()
    for change in (
        with_title(app.session.work, "mine"),
        duplicate_scene(app.session.work, 0),
        delete_scene(app.session.work, 0),
        reorder_scene(app.session.work, 0, 1),
    ):
        app.session.update_work(change)
        assert app.files.changed
        app.session.undo()
        assert not app.files.changed


def test_a_builtin_deck_is_saved_elsewhere(app: App, tmp_path: Path) -> None:
    app.files.open_builtin("temperature")
    app.saved = str(tmp_path / "mine.softmax")
    assert app.files.save()
    assert app.files.title.startswith("mine.softmax")
    app.warm(7.5)
    assert app.files.changed


def test_a_builtin_deck_that_is_not_there(app: App) -> None:
    app.files.open_builtin("nothing")
    assert "nothing.softmax" in app.told[0]


OTHERS = "# by another\n" + DECK


@pytest.mark.parametrize("answer", [CANCEL, REPLACE, COPY])
def test_a_file_changed_meanwhile_is_asked_about(app: App, deck: Path, answer: str) -> None:
    app.files.open(str(deck))
    app.warm()
    deck.write_text(OTHERS, encoding="utf-8")
    app.conflict = answer
    app.saved = str(deck.with_name("copy.softmax"))
    assert app.files.save() is (answer != CANCEL)
    kept = deck.with_name("lesson (other version).softmax")
    if answer == REPLACE:
        assert kept.read_text(encoding="utf-8") == OTHERS
        assert read_deck(deck).scenes[0].state.temperature == 3.0
        assert app.told == ["The other version is kept as “lesson (other version).softmax”."]
    else:
        assert deck.read_text(encoding="utf-8") == OTHERS
        assert not kept.exists()
        assert deck.with_name("copy.softmax").exists() is (answer == COPY)
        assert app.files.changed is (answer == CANCEL)
    app.warm(4.0)
    app.conflict = CANCEL
    assert app.files.save() is (answer != CANCEL)


def test_a_file_touched_meanwhile_is_not_asked_about(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    app.warm()
    os.utime(deck, (1, 1))
    assert app.files.save()
    assert app.asked == []


def test_a_file_deleted_meanwhile_is_written_again(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    deck.unlink()
    app.warm()
    assert app.files.save()
    assert app.told == ["“lesson.softmax” had been deleted; it was written again."]
    assert read_deck(deck) == app.session.work.deck


def test_a_file_that_cannot_be_read_is_not_written_over(
    app: App, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.files.open(str(deck))
    app.warm()
    monkeypatch.setattr(save, "fingerprint", lambda _: None)
    assert not app.files.save()
    assert app.told == ["“lesson.softmax” can no longer be read; save under another name."]
    assert deck.read_text(encoding="utf-8") == DECK


def test_a_folder_that_is_gone_is_told(app: App, deck: Path) -> None:
    folder = deck.parent / "folder"
    folder.mkdir()
    path = shutil.move(deck, folder / deck.name)
    app.files.open(str(path))
    app.warm()
    shutil.rmtree(folder)
    assert not app.files.save()
    assert "is gone" in app.told[0]
    assert app.files.changed


def test_new_deck(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    state = app.session.state
    app.files.new_deck()
    assert app.files.title == "Softmax Visualizer"
    assert (app.session.work.deck.scenes, app.session.state) == ((), state)
    assert not app.files.changed
    assert not app.session.can_undo
    app.files.recovery._keep()
    assert app.files.recovery._worker is None


def test_killed_work_is_offered_and_opened(
    start: Callable[[], App], deck: Path, tmp_path: Path
) -> None:
    dead = start()
    dead.files.open(str(deck))
    dead.session.show_work(go_to(dead.session.work, 1))
    dead.warm()
    dead.die()
    app = start()
    app.files.recovery.offer_recovered()
    offer = app.files.recovery.offer
    assert not offer.isHidden()
    assert re.fullmatch(
        r"The app ended before lesson\.softmax was saved; it was kept as it was at \d\d:\d\d\.",
        offer.label.text(),
    )
    offer.open_button.click()
    assert offer.isHidden()
    assert app.session.work.index == 1
    assert app.session.state.temperature == 3.0
    assert app.files.changed
    assert app.files.title.startswith("lesson.softmax")
    # It stays until it is saved, and no other app gets it meanwhile.
    other = start()
    other.files.recovery.offer_recovered()
    assert other.files.recovery.offer.isHidden()
    app.session.undo()
    assert app.files.changed
    assert app.files.save()
    assert not app.files.changed
    assert "# by hand" in deck.read_text(encoding="utf-8")
    assert not list(recovery_folder().glob(f"*/{FILE}"))


def test_recovered_work_does_not_write_over_a_newer_file(
    start: Callable[[], App], deck: Path
) -> None:
    dead = start()
    dead.files.open(str(deck))
    dead.warm()
    dead.die()
    deck.write_text(OTHERS, encoding="utf-8")
    app = start()
    app.files.recovery.offer_recovered()
    app.files.recovery.offer.open_button.click()
    assert not app.files.save()
    assert app.asked == ["conflict"]
    assert deck.read_text(encoding="utf-8") == OTHERS


def test_discarded_work_is_gone_and_the_next_is_offered(start: Callable[[], App]) -> None:
    for temperature in (2.0, 3.0):
        dead = start()
        dead.warm(temperature)
        dead.die()
    app = start()
    app.files.recovery.offer_recovered()
    assert re.fullmatch(
        r"The app ended with unsaved logits of 3 classes; they were kept as they were at .*\.",
        app.files.recovery.offer.label.text(),
    )
    app.files.recovery.offer.discard_button.click()
    assert not app.files.recovery.offer.isHidden()
    app.files.recovery.offer.open_button.click()
    assert app.session.state.temperature == 2.0
    assert not app.files.changed
    app.close()
    assert list(recovery_folder().glob(f"*/{FILE}")) == []


@pytest.mark.parametrize(
    ("title", "name"), [("", "an untitled deck"), ("Why softmax?", "“Why softmax?”")]
)
def test_a_deck_without_a_file_is_offered_by_its_title(
    start: Callable[[], App], title: str, name: str
) -> None:
    dead = start()
    dead.session.update_work(with_title(new_scene(dead.session.work, "one"), title))
    dead.die()
    app = start()
    app.files.recovery.offer_recovered()
    said = app.files.recovery.offer.label.text()
    assert said.startswith(f"The app ended before {name} was saved; it was kept as it was at ")


def test_what_is_neither_opened_nor_discarded_is_offered_again(start: Callable[[], App]) -> None:
    dead = start()
    dead.warm()
    dead.die()
    for _ in range(2):
        app = start()
        app.files.recovery.offer_recovered()
        assert not app.files.recovery.offer.isHidden()
        app.close()


def test_two_windows_that_offer_the_same(start: Callable[[], App]) -> None:
    dead = start()
    dead.warm()
    dead.die()
    first, second = start(), start()
    for app in (first, second):
        app.files.recovery.offer_recovered()
    for app in (first, second):
        app.files.recovery.offer.open_button.click()
    assert first.session.state.temperature == 3.0
    assert second.session.state.temperature == 1.0
    assert "another window" in second.told[0]
    assert second.files.recovery.offer.isHidden()


def test_a_broken_recovery_file_is_told_of(app: App) -> None:
    place = recovery_folder() / "broken"
    place.mkdir(parents=True)
    (place / FILE).write_bytes(b"{")
    app.files.recovery.offer_recovered()
    assert "put aside" in app.told[0]
    assert app.files.recovery.offer.isHidden()


def test_it_is_kept_while_it_is_unsaved_and_not_written_twice(
    app: App, deck: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(recovery, "AUTOSAVE_MS", 1)
    kept: list[Work] = []
    threads = set()
    write = Autosave.write

    def note(self: Autosave, unsaved: Unsaved) -> None:
        kept.append(unsaved.work)
        threads.add(threading.current_thread())
        write(self, unsaved)

    monkeypatch.setattr(Autosave, "write", note)
    app.files.open(str(deck))
    app.warm()
    qtbot.waitUntil(lambda: len(kept) == 1)
    qtbot.waitUntil(lambda: not app.files.recovery._timer.isActive())
    app.warm(4.0)
    app.warm(5.0)
    qtbot.waitUntil(lambda: len(kept) == 2)
    qtbot.waitUntil(lambda: not app.files.recovery._timer.isActive())
    assert kept[1] is app.session.work
    assert len(threads) == 1
    assert threading.main_thread() not in threads
    file = app.files.recovery._autosave.place / FILE
    assert file.exists()
    app.files.save()
    qtbot.waitUntil(lambda: not file.exists())
    assert len(kept) == 2


def test_a_long_drag_does_not_put_it_off(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    app.warm()
    assert app.files.recovery._timer.isActive()
    starts: list[int] = []
    monkeypatch.setattr(app.files.recovery._timer, "start", starts.append)
    app.warm(4.0)
    assert starts == []
    assert app.files.recovery._timer.interval() <= 2000


def test_work_that_is_as_it_began_is_not_kept(app: App) -> None:
    app.warm()
    app.session.undo()
    app.files.recovery._keep()
    assert app.files.recovery._worker is None


def test_nothing_is_kept_after_the_end(app: App) -> None:
    app.warm()
    app.files.recovery._keep()
    app.files.finish()
    assert not app.files.recovery._autosave.place.exists()
    app.warm(4.0)
    assert not app.files.recovery._timer.isActive()


def test_where_it_cannot_be_kept_it_is_told_once(
    app: App, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for name in ("AUTOSAVE_MS", "RETRY_MS"):
        monkeypatch.setattr(recovery, name, 1)
    recovery_folder().write_bytes(b"a file")
    tries = mock.Mock()
    submit = app.files.recovery._submit

    def count(unsaved: Unsaved | None) -> None:
        tries()
        submit(unsaved)

    monkeypatch.setattr(app.files.recovery, "_submit", count)
    app.warm()
    qtbot.waitUntil(lambda: tries.call_count >= 3)
    assert len(app.told) == 1
    assert app.told[0].startswith("Unsaved work cannot be kept for the case of a crash.")


def test_the_questions_have_the_buttons_they_should(
    start: Callable[[], App], deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = start()
    app.files.open(str(deck))
    seen: list[tuple[str, list[str]]] = []
    presses = ["Save", "Discard", "Cancel", "Save as a copy…", "Replace it", "Cancel"]

    def run(box: QMessageBox) -> int:
        seen.append((box.text(), [button.text() for button in box.buttons()]))
        words = presses.pop(0)
        next(button for button in box.buttons() if button.text() == words).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", run)
    for answer in (SAVE, DISCARD, CANCEL):
        assert DeckFiles.ask_about_unsaved(app.files) == answer
    for answer in (COPY, REPLACE, CANCEL):
        assert DeckFiles.ask_about_conflict(app.files) == answer
    assert presses == []
    assert seen[0][0] == "“lesson.softmax” has changes that are not saved."
    assert seen[-1][0].endswith("was changed by another program since it was opened.")


def test_saving_again_leaves_no_older_logits(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    (deck.parent / "mine.npy").write_bytes(b"mine")
    for seed in range(3):
        logits = np.random.default_rng(seed).normal(size=2000)
        app.session.update(State.of(logits))
        assert app.files.save()
    assert len(list(deck.parent.glob("lesson-*.npy"))) == 1
    assert (deck.parent / "mine.npy").exists()
    assert read_deck(deck) == app.session.work.deck
    # Back to logits whose file is gone, they are written once more.
    app.session.undo()
    assert app.files.save()
    assert read_deck(deck) == app.session.work.deck
    assert len(list(deck.parent.glob("lesson-*.npy"))) == 1


def test_logits_that_the_other_version_has_stay(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    app.session.update(State.of(np.arange(2000.0)))
    assert app.files.save()
    deck.write_text(deck.read_text(encoding="utf-8") + "# theirs\n", encoding="utf-8")
    app.session.update(State.of(np.arange(2000.0)[::-1]))
    app.conflict = REPLACE
    assert app.files.save()
    other = deck.with_name("lesson (other version).softmax")
    assert read_deck(other).scenes[0].state == State.of(np.arange(2000.0))


def test_a_copy_for_nothing_goes_again(
    app: App, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.files.open(str(deck))
    app.warm()
    deck.write_text(OTHERS, encoding="utf-8")
    app.conflict = REPLACE
    with monkeypatch.context() as disk:
        disk.setattr(save, "save_plan", mock.Mock(side_effect=SaveError("full")))
        for _ in range(2):
            assert not app.files.save()
    assert app.told == ["full", "full"]
    assert [file.name for file in deck.parent.glob("*.softmax")] == [deck.name]
    assert deck.read_text(encoding="utf-8") == OTHERS
    assert app.files.save()


def test_saving_through_a_link_asks_about_what_another_wrote(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    app.warm()
    deck.write_text(OTHERS, encoding="utf-8")
    link = deck.with_name("link.softmax")
    link.symlink_to(deck)
    app.saved = str(link)
    assert not app.files.save_as()
    assert app.asked == ["saved", "conflict"]
    assert deck.read_text(encoding="utf-8") == OTHERS


def test_nothing_is_reset_to_where_it_is_not_known(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    app.session.update_work(reorder_scene(app.session.work, 0, 1))
    app.files.save()
    app.session.show_work(go_to(app.session.work, 0))
    app.warm(7.0)
    app.files.save()
    app.warm(8.0)
    app.session.undo()
    app.session.undo()
    saved = app.files.saved
    assert saved is not None
    assert reset_scene(app.session.work, saved).state.temperature == 7.0
    while app.session.can_undo:
        app.session.undo()
    assert app.files.saved is None


def test_removing_classes_of_the_course_is_play(app: App) -> None:
    app.files.open_builtin("course")
    fitted = 0
    for index, scene in enumerate(app.session.work.deck.scenes):
        app.session.show_work(go_to(app.session.work, index))
        state = app.session.state
        if state.count > 1:
            app.session.update(State.of(state.logits[:-1], state.labels[:-1]))
            fitted += app.session.work.deck.scenes[index].steps != scene.steps
            app.session.update(State.of(state.logits[:-1], ("x", *state.labels[1:-1])))
        assert not app.files.changed
    assert fitted
    scene = app.session.work.deck.scenes[-1]
    for other in (replace(scene, notes="mine"), replace(scene, steps=scene.steps[:-1])):
        app.session.update_work(with_scene(app.session.work, other))
        assert app.files.changed
        app.session.undo()
        assert not app.files.changed


def test_a_deck_without_scenes_is_saved_as_it_is(app: App, deck: Path) -> None:
    app.files.open(str(deck))
    for _ in range(2):
        app.session.update_work(delete_scene(app.session.work, 0))
    assert app.files.save()
    assert app.told == []
    assert read_deck(deck).scenes == ()
    assert "# by hand" in deck.read_text(encoding="utf-8")
    assert not app.files.changed


def test_what_is_too_large_to_be_kept_is_told_and_tried_once(
    app: App, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for name in ("AUTOSAVE_MS", "RETRY_MS"):
        monkeypatch.setattr(recovery, name, 1)
    write = mock.Mock(side_effect=TooLarge("too large"))
    monkeypatch.setattr(app.files.recovery._autosave, "write", write)
    app.warm()
    qtbot.waitUntil(lambda: app.told == ["too large"])
    qtbot.waitUntil(lambda: not app.files.recovery._timer.isActive())
    assert write.call_count == 1
    app.warm(4.0)
    qtbot.waitUntil(lambda: write.call_count == 2)
    qtbot.waitUntil(lambda: not app.files.recovery._timer.isActive())
    assert app.told == ["too large"]
