"""Keep unsaved work for the case of a crash, and offer what earlier starts could not save."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QWidget

from softmax_viz.core.data.row_words import count_of_classes
from softmax_viz.text import named, tr
from softmax_viz.views.lecture.recovery import RecoveryBar
from softmax_viz.views.settings import OVERRIDE

# Imported where they are used: what writes decks takes time to import, and is not needed to start.
if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from softmax_viz.documents.autosave import Autosave, Recovered, Unsaved

AUTOSAVE_MS, RETRY_MS = 1_000, 10_000


class Recovery(QObject):
    """Write what is unsaved into a recovery file, off the GUI thread, and offer such files.

    is_unsaved: tells, in little time, whether anything is; unsaved: returns it.
    told: a sentence for the person; wanted: what is offered is to be opened, see `take`.
    offer: the bar that offers it; taken: where that is kept which was taken last, or None.
    """

    told = Signal(str)
    wanted = Signal()

    def __init__(
        self, is_unsaved: Callable[[], bool], unsaved: Callable[[], Unsaved], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._is_unsaved, self._unsaved = is_unsaved, unsaved
        self._worker: ThreadPoolExecutor | None = None
        self._writing: Future[None] | None = None
        self._kept: Unsaved | None = None
        self._failure = ""
        self._finished = False
        self._left: list[Recovered] = []
        self.taken: Path | None = None
        self.offer = RecoveryBar(parent)
        self.offer.opened.connect(self.wanted)
        self.offer.discarded.connect(self._discard_first)
        self._timer = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._timer.timeout.connect(self._keep)

    @cached_property
    def _autosave(self) -> Autosave:
        from softmax_viz.documents.autosave import Autosave

        return Autosave(recovery_folder())

    # What is unsaved now

    def follow(self) -> None:
        """Take notice of a change."""
        if self._finished:
            return
        if self._is_unsaved():
            # Not begun again by every change, or a long drag would never be kept.
            if not self._timer.isActive():
                self._timer.start(AUTOSAVE_MS)
        elif self._kept is not None:
            self._timer.stop()
            self._kept = None
            self._submit(None)

    def _keep(self) -> None:
        """Have the worker write the recovery file, and tell where it could not."""
        from softmax_viz.documents.autosave import TooLarge

        if self._writing is not None:
            if not self._writing.done():
                self._timer.start(AUTOSAVE_MS)
                return
            error = self._writing.exception()
            self._writing = None
            if error is not None:
                self._timer.start(RETRY_MS)
                self._tell_failure(error)
                if not isinstance(error, TooLarge):
                    self._kept = None
                return
            self._failure = ""
        if not self._is_unsaved():
            return
        unsaved = self._unsaved()
        if self._kept is None or unsaved.work != self._kept.work:
            self._kept = unsaved
            self._submit(unsaved)
            self._timer.start(AUTOSAVE_MS)

    def _tell_failure(self, error: BaseException) -> None:
        from softmax_viz.documents.autosave import TooLarge
        from softmax_viz.documents.problem import DeckError
        from softmax_viz.documents.save import SaveError, problems_of

        if not isinstance(error, (SaveError, DeckError, OSError)):
            raise error
        if isinstance(error, TooLarge) and self._kept is not None and _is_a_row(self._kept):
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
            self.let_go()
            self._autosave.release()

    # What earlier starts left

    def offer_recovered(self) -> None:
        """Offer what starts before this one could not save."""
        if not any(recovery_folder().glob("*")):
            self.offer.hide()
            return
        self._left, broken = self._autosave.found()
        for place in broken:
            sentence = tr(
                "What an earlier start of the app left unsaved cannot be read; "
                "it was put aside as {path}."
            )
            self.told.emit(sentence.format(path=place))
        self._offer_next()

    def _offer_next(self) -> None:
        if self._left:
            self.offer.show_offer(_offered(self._left[0]))
        else:
            self.offer.hide()

    def take(self) -> Unsaved | None:
        """Return what is offered, which no other window can take then; None where it is gone."""
        if not self._left:
            return None
        recovered = self._left.pop(0)
        if not self._autosave.claim(recovered.place):
            self.told.emit(tr("That unsaved work is open in another window, or gone."))
            self._offer_next()
            return None
        self.let_go()
        self.taken = recovered.place
        self.offer.hide()
        return recovered.unsaved

    def let_go(self) -> None:
        """Remove what was taken and has been saved or discarded by now."""
        if self.taken is not None:
            self._autosave.discard(self.taken)
            self.taken = None

    def _discard_first(self) -> None:
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


def _is_a_row(unsaved: Unsaved) -> bool:
    work = unsaved.work
    has_deck = work.deck.scenes or work.deck.title or unsaved.path
    return work.rows is not None and not has_deck


def _offered(recovered: Recovered) -> str:
    """Say what was kept, of which moment, and why it is offered."""
    unsaved, when = recovered.unsaved, _when(recovered)
    deck = unsaved.work.deck
    if unsaved.path is not None:
        name = named(unsaved.path.name)
    elif deck.title:
        name = tr("“{title}”").format(title=named(deck.title))
    elif deck.scenes:
        name = tr("an untitled deck")
    else:
        return tr(
            "The app ended with unsaved logits of {classes}; they were kept as they were {when}."
        ).format(classes=count_of_classes(unsaved.work.state.count), when=when)
    return tr("The app ended before {name} was saved; it was kept as it was {when}.").format(
        name=name, when=when
    )


def _when(recovered: Recovered) -> str:
    when = datetime.fromtimestamp(recovered.when).astimezone()
    if when.date() == datetime.now().astimezone().date():
        return tr("at {time}").format(time=f"{when:%H:%M}")
    return tr("on {date} at {time}").format(date=f"{when:%Y-%m-%d}", time=f"{when:%H:%M}")
