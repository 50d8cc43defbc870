"""Present a short lesson on real screens, for test_two_screens.py; print every change of it.

python tests/present_lesson.py PICTURES     a folder for a picture of every screen at every change
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from softmax_viz.app import make_application
from softmax_viz.core import edits
from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Question, Scene, Step
from softmax_viz.core.lecture.screen import Screen
from softmax_viz.core.lecture.work import Work, open_deck
from softmax_viz.presentation import Presentation
from softmax_viz.session import Session
from softmax_viz.views.look import Look

START_MS, LOOK_MS, SETTLE_MS = 500, 50, 400

STATE = initial_state()
DECK = Deck(
    "Temperature in ten minutes",
    (
        Scene(
            "Who wins?",
            STATE,
            Screen(("argmax", "softmax"), hidden=("editor",)),
            "Argmax gives panda everything.",
            "Ask for hands first, then wait.\n\nPanda gets {softmax[panda]:.1%}.",
            Question("Which class does softmax like best?", ("seal", "panda", "duck"), 1),
            (Step(("softmax",), "Same order?", "Panda gets {softmax[panda]:.1%}."),),
        ),
        Scene(
            "What does the temperature do?",
            edits.set_temperature(STATE, 5.0),
            Screen(("softmax",), hidden=("editor", "prediction")),
        ),
        Scene("Everything at once", STATE, Screen(lens="steps")),
    ),
)


class Teller:
    """Print what is presented where, each time it is another."""

    def __init__(self, show: Presentation, pictures: Path) -> None:
        self._show, self._pictures = show, pictures
        self._said, self._count = "", 0
        self._timer = QTimer(interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._later = QTimer(interval=SETTLE_MS, singleShot=True)
        self._later.timeout.connect(self.tell)

    def look(self) -> None:
        """Wait until nothing moves any more."""
        said = json.dumps(self._present())
        if said != self._said:
            self._said = said
            self._later.start()

    def _present(self) -> dict[str, object]:
        show = self._show
        work = show.session.work if show.session is not None else None
        return {
            "scene": None if work is None else [work.index, work.shown],
            "audience": _rect(show.audience),
            "presenter": _rect(show.presenter),
            "blank": show.blank.value,
        }

    def tell(self) -> None:
        """Print it, and keep a picture of every screen."""
        for screen in QApplication.screens():
            picture = self._pictures / f"{self._count:02} {screen.name()}.png"
            screen.grabWindow(0).save(str(picture))
        self._count += 1
        print(self._said, flush=True)


def _rect(window: QWidget | None) -> list[int] | None:
    if window is None:
        return None
    rect = window.geometry()
    return [rect.x(), rect.y(), rect.width(), rect.height()]


def main() -> int:
    """Present until the process is ended."""
    app = make_application()
    window = QMainWindow()
    # The main window is on the laptop's screen, which is the second one.
    window.setGeometry(2000, 60, 800, 500)
    window.show()
    show = Presentation(Session(open_deck(Work(STATE), DECK)), Look(app), window)
    teller = Teller(show, Path(sys.argv[1]))
    show.finished.connect(app.exit)
    QTimer.singleShot(START_MS, show.start)
    status = app.exec()
    teller.look()
    return status


if __name__ == "__main__":
    raise SystemExit(main())
