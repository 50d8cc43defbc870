"""Open and save decks: what belongs to which file, and what is unsaved."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from softmax_viz.core.examples import BY_KEY
from softmax_viz.core.lecture.beyond_play import differs_beyond_play
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.work import new_scene, open_deck
from softmax_viz.core.state import State
from softmax_viz.recovery import Recovery
from softmax_viz.resources import resource
from softmax_viz.session import Session
from softmax_viz.text import named, tr
from softmax_viz.views.choose_file import file_filter, remember_folder, with_all_files
from softmax_viz.views.recent_files import RecentFiles

# Imported where they are used: what reads and writes decks takes time to import, and is not needed
# to start.
if TYPE_CHECKING:
    from softmax_viz.documents.autosave import Unsaved
    from softmax_viz.documents.save import Fingerprint
    from softmax_viz.documents.writing import SavePlan

APP = "Softmax Visualizer"
SUFFIX = ".softmax"
# In so many bytes a deck has said that it is one, whatever comments come first.
BEGINNING = 4096

SAVE, DISCARD, CANCEL = "save", "discard", "cancel"
COPY, REPLACE = "copy", "replace"


class DeckFiles(QObject):
    """Keep the deck of a session on disk.

    told: a sentence for the person; state_changed: title, changed, saved or recent may be others.
    recovery: keeps what is unsaved.
    """

    told = Signal(str)
    state_changed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._window = parent
        self._begun = session.state
        self._recent = RecentFiles("files/recent")
        self.recovery = Recovery(self._is_unsaved, self._unsaved, parent)
        self.recovery.told.connect(self.told)
        self.recovery.wanted.connect(self._open_recovered)
        self._belong(None)
        self._told_state = self._state()
        session.work_changed.connect(self._follow)

    def _belong(
        self, saved: Deck | None, path: Path | None = None, read: Fingerprint | None = None,
        folder: Path | None = None, builtin: str = "",
    ) -> None:  # fmt: skip
        """Note where the present deck comes from."""
        self._saved = saved
        # What was saved, told by the places of scenes in the text before: undo goes back to these.
        self._before: Deck | None = None
        self._path, self._read, self._folder = path, read, folder
        self._builtin = builtin

    # What is shown of it

    @property
    def title(self) -> str:
        """Return the title of the window, with the place of Qt's mark for what is changed."""
        if not self._has_deck:
            return APP
        deck = self._session.work.deck
        name = self._path.name if self._path else deck.title or tr("Untitled deck")
        return f"{name.replace('[*]', '[*][*]')}[*] — {APP}"

    @property
    def changed(self) -> bool:
        """Tell whether the deck is another than the one on the disk."""
        deck = self._session.work.deck
        if self._saved is None:
            return bool(deck.scenes) or (self.recovery.taken is not None and self._has_deck)
        if self._builtin:
            return differs_beyond_play(deck, self._saved)
        return deck != self._saved

    @property
    def saved(self) -> Deck | None:
        """Return the deck as it was saved; None where it never was, or undo went too far back."""
        source = self._session.work.deck.source
        for deck in (self._saved, self._before):
            if deck is not None and deck.source == source:
                return deck
        return None

    @property
    def recent(self) -> tuple[str, ...]:
        """Return the paths of the decks that were open lately, the last first."""
        return self._recent.paths

    @property
    def _has_deck(self) -> bool:
        deck = self._session.work.deck
        return bool(deck.scenes or deck.title or self._path or self._builtin)

    def _state(self) -> tuple[str, bool, tuple[str, ...], int]:
        return self.title, self.changed, self.recent, id(self.saved)

    def _tell_state(self) -> None:
        state = self._state()
        if state != self._told_state:
            self._told_state = state
            self.state_changed.emit()

    # New and open

    def new_deck(self) -> None:
        """Begin a deck without scenes; what is on the screen stays there."""
        if not self.may_close():
            return
        self.recovery.let_go()
        self._belong(None)
        self._begun = self._session.state
        self._session.restart(open_deck(self._session.work, Deck()))
        self._tell_state()

    def open(self, path: str) -> None:
        """Open a deck."""
        from softmax_viz.documents.problem import DeckError
        from softmax_viz.documents.save import problems_of

        file = Path(path).absolute()
        try:
            deck, read = _deck_of(file)
            before = self._read
            if not self.may_close():
                return
            if self._read is not before:  # it was saved, maybe there
                deck, read = _deck_of(file)
        except DeckError as error:
            self._recent.forget_gone(str(file))
            self.told.emit(problems_of(error))
            self._tell_state()
            return
        self._take_up(deck, file, read, file.parent)
        remember_folder(file)
        self._recent.remember(str(file))
        self._tell_state()

    def open_builtin(self, name: str) -> None:
        """Open a deck that the app brings along."""
        from softmax_viz.documents.problem import DeckError
        from softmax_viz.documents.save import problems_of

        try:
            file = resource(f"decks/{name}{SUFFIX}")
            deck, _ = _deck_of(file)
        except DeckError as error:
            self.told.emit(problems_of(error))
            return
        except FileNotFoundError as error:
            self.told.emit(str(error))
            return
        if self.may_close():
            self._take_up(deck, folder=file.parent, builtin=name)
            self._tell_state()

    def _take_up(
        self, deck: Deck, path: Path | None = None, read: Fingerprint | None = None,
        folder: Path | None = None, builtin: str = "",
    ) -> None:  # fmt: skip
        self.recovery.let_go()
        self._belong(deck, path, read, folder, builtin)
        self._session.restart(open_deck(self._session.work, deck))

    # Save

    def save(self) -> bool:
        """Save the deck where it belongs; tell whether it was."""
        if self._path is None:
            return self.save_as()
        return self._save(self._path, self._read)

    def save_as(self) -> bool:
        """Save the deck at a path that is asked for; tell whether it was."""
        from softmax_viz.documents.save import fingerprint

        chosen = self.ask_path_to_save()
        if not chosen:
            return False
        path = Path(chosen).absolute()
        completed = not path.suffix
        if completed:
            path = path.with_name(path.name + SUFFIX)
        if self._path is not None and _same_file(path, self._path):
            return self._save(path, self._read)
        # The dialog has asked about a file of the name that was typed, and of no other.
        return self._save(path, None if completed else fingerprint(path), ask=False)

    def _save(self, path: Path, read: Fingerprint | None, ask: bool = True) -> bool:
        from softmax_viz.documents.problem import DeckError
        from softmax_viz.documents.save import (
            SaveError,
            fingerprint,
            problems_of,
            remove_replaced,
        )
        from softmax_viz.documents.writing import plan_save, saved_as

        there = fingerprint(path)
        notice = ""
        if there is None and path.is_file():
            sentence = tr("“{name}” can no longer be read; save under another name.")
            self.told.emit(sentence.format(name=named(path.name)))
            return False
        replaces = there is not None and there != read
        if replaces and ask:
            answer = self.ask_about_conflict()
            if answer == COPY:
                return self.save_as()
            if answer != REPLACE:
                return False
        work = self._session.work
        if not work.deck.scenes and self._path is None:
            work = new_scene(work, tr("Scene 1"))
        try:
            plan = plan_save(work.deck, path, self._folder)
            written, kept = _write(path, plan, replaces)
            if kept is not None:
                notice = tr("The other version is kept as “{name}”.").format(name=named(kept.name))
            elif read is not None and there is None and ask:
                notice = tr("“{name}” had been deleted; it was written again.").format(
                    name=named(path.name)
                )
        except DeckError as error:
            self.told.emit(problems_of(error))
            return False
        except SaveError as error:
            self.told.emit(str(error))
            return False
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            sentence = tr("“{name}” was not saved: {reason}.")
            self.told.emit(sentence.format(name=named(path.name), reason=reason))
            return False
        deck = saved_as(work.deck, plan.text.decode("utf-8"))
        if self._saved is not None and path == self._path:
            remove_replaced(path, self._saved.source, deck.source)
        self.recovery.let_go()
        self._belong(deck, path, written, path.parent)
        self._before = work.deck
        self._session.show_work(replace(work, deck=deck))
        self._recent.remember(str(path))
        self._tell_state()
        if notice:
            self.told.emit(notice)
        return True

    def may_close(self) -> bool:
        """Ask once what is to become of unsaved work; False where the person wants to stay."""
        if not self.changed:
            return True
        answer = self.ask_about_unsaved()
        if answer == SAVE:
            return self.save()
        return answer == DISCARD

    # Questions

    def ask_about_unsaved(self) -> str:
        """Ask whether to SAVE, DISCARD or CANCEL."""
        name = self._path.name if self._path else self._session.work.deck.title
        text = tr("“{name}” has changes that are not saved.").format(
            name=named(name or tr("Untitled deck"))
        )
        role = QMessageBox.ButtonRole
        return self._ask(
            text,
            (SAVE, tr("Save"), role.AcceptRole),
            (DISCARD, tr("Discard"), role.DestructiveRole),
        )

    def ask_about_conflict(self) -> str:
        """Ask whether to save a COPY, to REPLACE what another program wrote, or to CANCEL."""
        name = self._path.name if self._path else ""
        text = tr("“{name}” was changed by another program since it was opened.").format(
            name=named(name)
        )
        role = QMessageBox.ButtonRole
        return self._ask(
            text,
            (COPY, tr("Save as a copy…"), role.AcceptRole),
            (REPLACE, tr("Replace it"), role.DestructiveRole),
        )

    def _ask(self, text: str, *choices: tuple[str, str, QMessageBox.ButtonRole]) -> str:
        box = QMessageBox(QMessageBox.Icon.NoIcon, APP, text, parent=self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        buttons = {box.addButton(words, role): answer for answer, words, role in choices}
        cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(cancel)
        box.setDefaultButton(next(iter(buttons)))
        box.exec()
        clicked = box.clickedButton()
        answer = next((a for button, a in buttons.items() if button is clicked), CANCEL)
        box.deleteLater()
        return answer

    def ask_path_to_save(self) -> str:
        """Ask where to save the deck; "" for nowhere."""
        title = self._session.work.deck.title or tr("Untitled deck")
        plain = "".join(letter if letter.isalnum() else " " for letter in title).split()
        path = self._path or self._usual_folder() / f"{' '.join(plain)[:80]}{SUFFIX}"
        dialog = QFileDialog(
            self._window, tr("Save the deck as"), str(path.parent), with_all_files(deck_filter())
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.selectFile(path.name)
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return chosen[0] if chosen else ""

    def _usual_folder(self) -> Path:
        if self._path is not None:
            return self._path.parent
        for recent in self.recent:
            if Path(recent).parent.is_dir():
                return Path(recent).parent
        location = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(location))

    # What is unsaved, and what was recovered

    def _is_unsaved(self) -> bool:
        if self._has_deck:
            return self.changed
        state = self._session.state
        known = state == self._begun or state == _example(state.example)
        # Going through rows is no work, and the T of a row is none either.
        return not known and not self._session.snapshot.shows_row

    def _unsaved(self) -> Unsaved:
        from softmax_viz.documents.autosave import Unsaved

        return Unsaved(self._session.work, self._path, self._read, self._folder)

    def _follow(self) -> None:
        self._tell_state()
        self.recovery.follow()

    def finish(self) -> None:
        """End: what is unsaved now is not wanted."""
        self.recovery.finish()

    def _open_recovered(self) -> None:
        if not self.may_close():
            return
        unsaved = self.recovery.take()
        if unsaved is not None:
            self._belong(None, unsaved.path, unsaved.read, unsaved.folder)
            self._session.restart(unsaved.work)
            self._tell_state()


def _deck_of(path: Path) -> tuple[Deck, Fingerprint | None]:
    from softmax_viz.documents.reading import deck_bytes, parse_deck
    from softmax_viz.documents.save import fingerprint

    data = deck_bytes(path)
    return parse_deck(data, path.name, path.parent), fingerprint(path, data)


def _write(path: Path, plan: SavePlan, replaces: bool) -> tuple[Fingerprint | None, Path | None]:
    """Save a deck, with the file that it replaces kept beside; a copy for nothing goes again."""
    from softmax_viz.documents.save import SaveError, fingerprint, keep_other, save_plan

    kept = keep_other(path) if replaces else None
    try:
        return save_plan(path, plan), kept
    except SaveError:
        if kept is not None and fingerprint(kept) == fingerprint(path):
            with suppress(OSError):
                kept.unlink()
        raise


def _same_file(a: Path, b: Path) -> bool:
    try:
        return a == b or a.samefile(b)
    except (OSError, ValueError):
        return False


@lru_cache(maxsize=1)
def _example(key: str) -> State | None:
    example = BY_KEY.get(key)
    return None if example is None else example.state()


def is_deck(path: str) -> bool:
    """Tell whether a file is a deck, by its name or by how it begins."""
    if path.lower().endswith(SUFFIX):
        return True
    from softmax_viz.documents.migrate import FORMAT

    try:
        if not Path(path).is_file():  # a pipe would be waited for
            return False
        with Path(path).open("rb") as file:
            return FORMAT.encode() in file.read(BEGINNING)
    except (OSError, ValueError):
        return False


def deck_filter() -> str:
    """Return what a file dialog shows of decks."""
    return file_filter(tr("Decks"), (SUFFIX,))
