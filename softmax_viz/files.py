"""Open, save and keep decks: what belongs to which file, what is unsaved, what is recovered."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from softmax_viz.core.examples import BY_KEY
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Scene, Step
from softmax_viz.core.lecture.targets import target
from softmax_viz.core.lecture.work import Work, new_scene, open_deck
from softmax_viz.core.state import State
from softmax_viz.resources import resource
from softmax_viz.session import Session
from softmax_viz.text import named, tr
from softmax_viz.views.choose_file import file_filter, remember_folder, with_all_files
from softmax_viz.views.lecture.recovery import RecoveryBar
from softmax_viz.views.settings import OVERRIDE, make_settings

# Imported where they are used: what reads and writes decks takes time to import, and is not needed
# to start.
if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from softmax_viz.documents.autosave import Autosave, Recovered, Unsaved
    from softmax_viz.documents.save import Fingerprint
    from softmax_viz.documents.writing import SavePlan

APP = "Softmax Visualizer"
SUFFIX = ".softmax"
# In so many bytes a deck has said that it is one, whatever comments come first.
BEGINNING = 4096
MOST_RECENT = 10
AUTOSAVE_MS, RETRY_MS = 1_000, 10_000

SAVE, DISCARD, CANCEL = "save", "discard", "cancel"
COPY, REPLACE = "copy", "replace"


class DeckFiles(QObject):
    """Keep the deck of a session on disk.

    told: a sentence for the person; state_changed: title, changed, saved or recent may be others.
    offer: the bar that offers what was recovered.
    """

    told = Signal(str)
    state_changed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._window = parent
        self._begun = session.state
        self._recent = _remembered()
        self._worker: ThreadPoolExecutor | None = None
        self._writing: Future[None] | None = None
        self._kept: Work | None = None
        self._failure = ""
        self._finished = False
        self._left: list[Recovered] = []
        self._belong(None)
        self.offer = RecoveryBar(parent)
        self.offer.opened.connect(self._open_recovered)
        self.offer.discarded.connect(self._discard_recovered)
        self._timer = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._timer.timeout.connect(self._keep)
        self._told_state = self._state()
        session.work_changed.connect(self._follow)

    def _belong(
        self, saved: Deck | None, path: Path | None = None, read: Fingerprint | None = None,
        folder: Path | None = None, builtin: str = "", recovered: Path | None = None,
    ) -> None:  # fmt: skip
        """Note where the present deck comes from."""
        self._saved = saved
        # What was saved, told by the places of scenes in the text before: undo goes back to these.
        self._before: Deck | None = None
        self._path, self._read, self._folder = path, read, folder
        self._builtin, self._recovered = builtin, recovered

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
            return bool(deck.scenes) or (self._recovered is not None and self._has_deck)
        if self._builtin:
            return _says_other(deck, self._saved)
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
        return self._recent

    @property
    def _has_deck(self) -> bool:
        deck = self._session.work.deck
        return bool(deck.scenes or deck.title or self._path or self._builtin)

    def _state(self) -> tuple[str, bool, tuple[str, ...], int]:
        return self.title, self.changed, self._recent, id(self.saved)

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
        self._let_go()
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
            if str(file) in self._recent and not os.path.lexists(file):
                self._remember(tuple(other for other in self._recent if other != str(file)))
            self.told.emit(problems_of(error))
            self._tell_state()
            return
        self._take_up(deck, file, read, file.parent)
        remember_folder(file)
        self._remember((str(file), *self._recent))
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
        self._let_go()
        self._belong(deck, path, read, folder, builtin)
        self._session.restart(open_deck(self._session.work, deck))

    def _let_go(self) -> None:
        """Remove what was recovered and has been saved or discarded by now."""
        if self._recovered is not None:
            self._autosave.discard(self._recovered)
            self._recovered = None

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
        self._let_go()
        self._belong(deck, path, written, path.parent)
        self._before = work.deck
        self._session.show_work(replace(work, deck=deck))
        self._remember((str(path), *self._recent))
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

    def _remember(self, recent: tuple[str, ...]) -> None:
        self._recent = tuple(dict.fromkeys(recent))[:MOST_RECENT]
        make_settings().setValue("files/recent", list(self._recent))

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
        for recent in self._recent:
            if Path(recent).parent.is_dir():
                return Path(recent).parent
        location = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(location))

    # Autosave and recovery

    @cached_property
    def _autosave(self) -> Autosave:
        from softmax_viz.documents.autosave import Autosave

        return Autosave(recovery_folder())

    @property
    def _is_unsaved(self) -> bool:
        if self._has_deck:
            return self.changed
        state = self._session.state
        known = state == self._begun or state == _example(state.example)
        # Going through rows is no work, and the T of a row is none either.
        return not known and not self._session.snapshot.shows_row

    def _follow(self, work: Work) -> None:
        self._tell_state()
        if self._finished:
            return
        if self._is_unsaved:
            # Not begun again by every change, or a long drag would never be kept.
            if not self._timer.isActive():
                self._timer.start(AUTOSAVE_MS)
        elif self._kept is not None:
            self._timer.stop()
            self._kept = None
            self._submit(None)

    def _keep(self) -> None:
        """Have the worker write the recovery file, and tell where it could not."""
        from softmax_viz.documents.autosave import TooLarge, Unsaved

        if self._writing is not None:
            if not self._writing.done():
                self._timer.start(AUTOSAVE_MS)
                return
            error = self._writing.exception()
            self._writing = None
            if error is not None:
                if not isinstance(error, TooLarge):
                    self._kept = None
                self._timer.start(RETRY_MS)
                self._tell_failure(error)
                return
            self._failure = ""
        work = self._session.work
        if self._is_unsaved and work != self._kept:
            self._kept = work
            self._submit(Unsaved(work, self._path, self._read, self._folder))
            self._timer.start(AUTOSAVE_MS)

    def _tell_failure(self, error: BaseException) -> None:
        from softmax_viz.documents.autosave import TooLarge
        from softmax_viz.documents.problem import DeckError
        from softmax_viz.documents.save import SaveError, problems_of

        if not isinstance(error, (SaveError, DeckError, OSError)):
            raise error
        if isinstance(error, TooLarge) and self._session.work.rows and not self._has_deck:
            return  # nobody wrote that much: it is in a file of logits
        sentence = problems_of(error) if isinstance(error, DeckError) else str(error)
        if sentence != self._failure:
            self._failure = sentence
            self.told.emit(sentence)

    def _submit(self, unsaved: Unsaved | None) -> None:
        if self._worker is None:
            from concurrent.futures import ThreadPoolExecutor

            self._worker = ThreadPoolExecutor(1, "autosave")
        if unsaved is None:
            self._worker.submit(self._autosave.remove)
        else:
            self._writing = self._worker.submit(self._autosave.write, unsaved)

    def finish(self) -> None:
        """End: what is unsaved now is not wanted."""
        self._finished = True
        self._timer.stop()
        if self._worker is not None:
            self._worker.shutdown(wait=True, cancel_futures=True)
            self._worker = None
        self._writing = self._kept = None
        if "_autosave" in vars(self):
            self._autosave.remove()
            self._let_go()
            self._autosave.release()

    def offer_recovered(self) -> None:
        """Offer what starts before this one could not save."""
        if not any(recovery_folder().glob("*")):
            self.offer.hide()
            return
        self._left, broken = self._autosave.found()
        for place in broken:
            sentence = tr("What was recovered cannot be read; it was put aside as {path}.")
            self.told.emit(sentence.format(path=place))
        self._offer_next()

    def _offer_next(self) -> None:
        if not self._left:
            self.offer.hide()
            return
        first = self._left[0]
        self.offer.show_offer(
            tr("Recovered, but not saved yet: {name}, as it was {when}.").format(
                name=named(_name(first)), when=_when(first)
            )
        )

    def _open_recovered(self) -> None:
        if not self._left or not self.may_close():
            return
        recovered = self._left.pop(0)
        if not self._autosave.claim(recovered.place):
            self.told.emit(tr("What was recovered is open in another window, or gone."))
            self._offer_next()
            return
        self._let_go()
        unsaved = recovered.unsaved
        self._belong(None, unsaved.path, unsaved.read, unsaved.folder, recovered=recovered.place)
        self._session.restart(unsaved.work)
        self.offer.hide()
        self._tell_state()

    def _discard_recovered(self) -> None:
        if self._left:
            self._autosave.discard(self._left.pop(0).place)
        self._offer_next()


def recovery_folder() -> Path:
    """Return the folder of what is recovered: beside settings that are somewhere else."""
    elsewhere = os.environ.get(OVERRIDE)
    if elsewhere:
        return Path(elsewhere).absolute().parent / "recovery"
    location = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(location)) / "recovery"


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


def _says_other(deck: Deck, saved: Deck) -> bool:
    """Tell whether more of a deck is another than what play changes: what is on the screen."""
    return (
        deck.title != saved.title
        or len(deck.scenes) != len(saved.scenes)
        or any(map(_scene_says_other, deck.scenes, saved.scenes))
    )


def _scene_says_other(scene: Scene, saved: Scene) -> bool:
    if _texts(scene) != _texts(saved):
        return True
    if scene.steps == saved.steps:
        return False
    # Steps were fitted to classes that play has renamed or removed; nothing is ever added so.
    (common, single), (common_saved, single_saved) = _fixed(scene), _fixed(saved)
    played = scene.state.labels != saved.state.labels
    return not played or common != common_saved or single > single_saved


def _texts(scene: Scene) -> tuple[object, ...]:
    return scene.title, scene.prompt, scene.notes, scene.question


def _fixed(scene: Scene) -> tuple[list[Step], int]:
    """Return the steps without what they say of single classes, and how much that is."""
    steps, single = [], 0
    for step in scene.steps:
        reveal = tuple(text for text in step.reveal if not target(text)[1])
        single += len(step.reveal) - len(reveal) + (step.logits is not None)
        bare = replace(step, reveal=reveal, logits=None)
        if bare.reveal or bare.say or bare.changes:
            steps.append(bare)
    return steps, single


@lru_cache(maxsize=1)
def _example(key: str) -> State | None:
    example = BY_KEY.get(key)
    return None if example is None else example.state()


def _remembered() -> tuple[str, ...]:
    value = make_settings().value("files/recent")
    paths = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(path for path in paths if isinstance(path, str) and path)[:MOST_RECENT]


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


def _name(recovered: Recovered) -> str:
    unsaved = recovered.unsaved
    if unsaved.path is not None:
        return unsaved.path.name
    deck = unsaved.work.deck
    return deck.title or (tr("Untitled deck") if deck.scenes else tr("logits"))


def _when(recovered: Recovered) -> str:
    when = datetime.fromtimestamp(recovered.when).astimezone()
    if when.date() == datetime.now().astimezone().date():
        return tr("at {time}").format(time=f"{when:%H:%M}")
    return tr("on {date} at {time}").format(date=f"{when:%Y-%m-%d}", time=f"{when:%H:%M}")
