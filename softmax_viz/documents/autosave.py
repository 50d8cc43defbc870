"""Keep unsaved work where the next start finds it, whatever ends this one."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Scene
from softmax_viz.core.lecture.work import NO_SCENE, Work, go_to
from softmax_viz.core.state import State, default_labels
from softmax_viz.documents.problem import DeckError
from softmax_viz.documents.reading import MOST_BYTES, parse_deck
from softmax_viz.documents.save import Fingerprint, SaveError, reason_of, save_atomically
from softmax_viz.documents.writing import SavePlan, plan_save
from softmax_viz.text import tr

FORMAT, VERSION = "softmax-viz recovery", 1
FILE, LOCK, BROKEN = "recovery.json", "lock", ".broken"
# A folder without a lock is one that is being made, unless it is older than this.
NEW_SECONDS = 60

# Whatever JSON holds instead of what was written.
_BROKEN_FILE = (
    OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Hold what is to be kept: the work, and the file it belongs to.

    path: the deck's file, None for none; folder: where its files of logits are.
    read: what the file was like as it was read.
    """

    work: Work
    path: Path | None = None
    read: Fingerprint | None = None
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Recovered:
    """Hold what a start before left: when in seconds since 1970, and the folder it is kept in."""

    unsaved: Unsaved
    when: float
    place: Path


class TooLarge(SaveError):
    """Say that work cannot be kept as it is, however often that is tried."""


class Autosave:
    """Write the recovery file of one running app; all of its files are in a folder of its own.

    A lock in that folder tells others that the app lives; it goes with the process, even a killed
    one. Not to be used by two threads at once.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.place = root / f"{int(time.time())}-{os.getpid()}-{token_hex(4)}"
        self._lock: IO[bytes] | None = None
        self._claimed: dict[Path, IO[bytes]] = {}

    def write(self, unsaved: Unsaved) -> None:
        """Keep this work instead of what was kept before; raises SaveError."""
        file = self.place / FILE
        try:
            self._begin()
            plan = _plan_or_refuse(unsaved, self.place)
            for name, data in plan.beside:
                beside = self.place / name
                beside.parent.mkdir(parents=True, exist_ok=True)
                save_atomically(beside, data)
            save_atomically(file, plan.text)
        except OSError as error:
            sentence = tr("Unsaved work cannot be kept for the case of a crash. {reason}")
            raise SaveError(sentence.format(reason=reason_of(error, file))) from error
        self._remove_all_but(unsaved, {name.partition("/")[0] for name, _ in plan.beside})

    def remove(self) -> None:
        """Remove the recovery file: everything is saved, or is not wanted."""
        if self._lock is not None:
            _remove(self.place, self._lock)
            self._lock = None

    def found(self) -> tuple[list[Recovered], list[Path]]:
        """Return what apps that are gone have left, newest first; and what of it is broken.

        What is broken is put aside, under the names returned.
        """
        left: list[Recovered] = []
        broken: list[Path] = []
        for place in self._places():
            lock = _try_lock(place)
            if lock is None:
                continue
            with lock:
                if not (place / FILE).is_file():
                    _remove_old(place)
                    continue
                try:
                    left.append(_read(place))
                except _BROKEN_FILE:
                    with suppress(OSError):
                        broken.append(place.rename(f"{place}{BROKEN}"))
        return sorted(left, key=lambda one: one.when, reverse=True), broken

    def claim(self, place: Path) -> bool:
        """Take what was left for this app alone; False where another has it, or it is gone."""
        if place in self._claimed:
            return True
        lock = _try_lock(place)
        if lock is None:
            return False
        if not (place / FILE).is_file():
            lock.close()
            return False
        self._claimed[place] = lock
        return True

    def discard(self, place: Path) -> None:
        """Remove what was left, unless another app has taken it."""
        if self.claim(place):
            _remove(place, self._claimed.pop(place))

    def release(self) -> None:
        """Let others have what was claimed and neither saved nor discarded."""
        for lock in self._claimed.values():
            lock.close()
        self._claimed.clear()

    def _begin(self) -> None:
        if self._lock is not None and self.place.is_dir():
            return
        if self._lock is not None:
            self._lock.close()
        self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = _try_lock(self.place, make=True)
        if self._lock is None:
            raise OSError(0, tr("it cannot be locked"))

    def _places(self) -> list[Path]:
        try:
            places = [place for place in self._root.iterdir() if place.is_dir()]
        except OSError:
            return []
        return [p for p in places if p.suffix != BROKEN and p not in (self.place, *self._claimed)]

    def _remove_all_but(self, unsaved: Unsaved, kept: set[str]) -> None:
        """Remove logits that the recovery file no longer names."""
        # What is there already is not written again, so that only the text tells what is needed.
        text = (self.place / FILE).read_text(encoding="utf-8")
        for path in self.place.iterdir():
            if path.name not in (FILE, LOCK) and path.name not in kept and path.name not in text:
                with suppress(OSError):
                    path.unlink()


def _plan_or_refuse(unsaved: Unsaved, place: Path) -> SavePlan:
    sentence = tr(
        "This work is too large to be kept for the case of a crash, and to be saved: as a "
        "deck, it would be longer than {n} MiB. Fewer or shorter class names would help."
    ).format(n=MOST_BYTES >> 20)
    work = unsaved.work
    # To find it out by writing takes seconds with a million names.
    if _has_too_long_names(work.state):
        scene = work.scene
        if scene is None or _has_too_long_names(scene.state):
            raise TooLarge(sentence)
        # What was opened on the screen for a moment must not cost the deck its recovery.
        unsaved = replace(unsaved, work=replace(work, state=scene.state))
    try:
        return _plan(unsaved, place)
    except DeckError:
        raise TooLarge(sentence) from None


def _has_too_long_names(state: State) -> bool:
    if sum(map(len, state.labels)) <= MOST_BYTES:
        return False
    # Names that classes have by themselves are not written; the last tells where they are others.
    own = str(state.count - 1) in state.labels[-1] and state.labels == default_labels(state.count)
    return not own


def _plan(unsaved: Unsaved, place: Path) -> SavePlan:
    """Return what is written: a deck, and one of a single scene for what is on the screen."""
    work = unsaved.work
    deck = plan_save(work.deck, place / "deck.softmax", unsaved.folder)
    screen = Deck("", (Scene("screen", work.state, work.screen),))
    now = plan_save(screen, place / "screen.softmax")
    table = {
        "format": FORMAT,
        "version": VERSION,
        "when": time.time(),
        "path": None if unsaved.path is None else str(unsaved.path),
        "read": None if unsaved.read is None else asdict(unsaved.read),
        "index": work.index,
        "shown": work.shown,
        "deck": deck.text.decode("utf-8"),
        "screen": now.text.decode("utf-8"),
    }
    text = json.dumps(table, ensure_ascii=False, indent=1).encode("utf-8")
    return SavePlan(text, (*deck.beside, *now.beside))


def _read(place: Path) -> Recovered:
    table: dict[str, Any] = json.loads((place / FILE).read_bytes())
    if table["format"] != FORMAT or table["version"] != VERSION:
        raise ValueError
    deck = parse_deck(table["deck"].encode("utf-8"), "deck", place)
    screen = parse_deck(table["screen"].encode("utf-8"), "screen", place).scenes[0]
    work = Work(screen.state, screen.screen, deck)
    index, shown = int(table["index"]), int(table["shown"])
    if index != NO_SCENE:
        if not 0 <= index < len(deck.scenes):
            raise IndexError
        work = go_to(work, index, shown)
        work = replace(work, state=screen.state, screen=screen.screen)
    path = None if table["path"] is None else Path(str(table["path"]))
    read = None if table["read"] is None else Fingerprint(**table["read"])
    when = float(table["when"])
    time.localtime(when)  # raises where it is no time
    return Recovered(Unsaved(work, path, read, place), when, place)


def _remove_old(place: Path) -> None:
    with suppress(OSError):
        if time.time() - place.stat().st_mtime > NEW_SECONDS:
            shutil.rmtree(place, ignore_errors=True)


def _remove(place: Path, lock: IO[bytes]) -> None:
    # First what is offered, so that nothing half removed ever is.
    with suppress(OSError):
        (place / FILE).unlink()
    lock.close()
    shutil.rmtree(place, ignore_errors=True)


def _try_lock(place: Path, make: bool = False) -> IO[bytes] | None:
    """Return the open lock of a folder, None where another process has it."""
    try:
        file = (place / LOCK).open("ab" if make or (place / FILE).exists() else "rb+")
    except OSError:
        return None
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file
