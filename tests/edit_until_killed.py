"""Edit, save and autosave until kill -9; tests/test_kill.py runs this.

python edit_until_killed.py functions: for each line "FOLDER SECONDS", let a child work in the
folder and kill it after so long. python edit_until_killed.py files FOLDER EVERY: work with
DeckFiles, and save every so many edits, 0 for never.
What was done is noted in FOLDER/log as lines "COUNT TIME".
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from softmax_viz.core import edits
from softmax_viz.core.lecture.work import Work, open_deck, with_state
from softmax_viz.documents.autosave import Autosave, Unsaved
from softmax_viz.documents.reading import read_deck
from softmax_viz.documents.save import save_plan
from softmax_viz.documents.writing import plan_save


def edited(work: Work, count: int) -> Work:
    """Return a work whose first logit is a count."""
    return with_state(work, edits.set_logit(work.state, 0, float(count)))


def work_with_functions(folder: Path) -> None:
    """Edit without Qt: every edit is kept, and every third one saved."""
    path = folder / "lesson.softmax"
    deck = read_deck(path)
    work = open_deck(Work(deck.scenes[0].state), deck)
    autosave = Autosave(folder / "recovery")
    with (folder / "log").open("a", buffering=1) as log:
        count = 0
        while True:
            count += 1
            work = edited(work, count)
            autosave.write(Unsaved(work, path, None, folder))
            log.write(f"{count} {time.monotonic()}\n")
            if count % 3 == 0:
                save_plan(path, plan_save(work.deck, path, folder))


def kill_what_works() -> None:
    """Let children work, and kill them."""
    for line in sys.stdin:
        folder, seconds = line.rsplit(maxsplit=1)
        child = os.fork()
        if child == 0:
            work_with_functions(Path(folder))
        time.sleep(float(seconds))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else -1, flush=True)


def work_with_files(folder: Path, every: int) -> None:
    """Edit with the real DeckFiles and its timers, and save every so many edits."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    from softmax_viz.deck_files import DeckFiles
    from softmax_viz.session import Session

    app = QApplication(sys.argv[:1])
    window = QWidget()
    path = folder / "lesson.softmax"
    deck = read_deck(path)
    session = Session(Work(deck.scenes[0].state))
    files = DeckFiles(session, window)
    files.open(str(path))
    count = 0
    log = (folder / "log").open("a", buffering=1)

    def edit() -> None:
        nonlocal count
        count += 1
        session.update_work(edited(session.work, count))
        log.write(f"{count} {time.monotonic()}\n")
        if every and count % every == 0:
            files.save()

    timer = QTimer(interval=10)
    timer.timeout.connect(edit)
    timer.start()
    app.exec()


if __name__ == "__main__":
    if sys.argv[1] == "functions":
        kill_what_works()
    else:
        work_with_files(Path(sys.argv[2]), int(sys.argv[3]))
