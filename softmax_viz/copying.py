"""Copy every output: at once of some classes, in the background of very many."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout

from softmax_viz.core.numbers import percent
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.core.tables import as_tsv, tsv_blocks
from softmax_viz.text import tr
from softmax_viz.views import theme
from softmax_viz.views.background import Background
from softmax_viz.views.progress_line import ProgressLine
from softmax_viz.views.speech import announce

MOST_AT_ONCE = 10_000


class Copying(QObject):
    """Put a snapshot on the clipboard, as cells for a spreadsheet.

    bar: shows how far it is, only while it takes time; the clipboard changes at the end alone.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.bar = QFrame()
        self.bar.setObjectName("copying")
        self.line = ProgressLine(tr("Copying"), tr("Stop copying; the clipboard stays as it is"))
        self._box = QVBoxLayout(self.bar)
        self._box.addWidget(self.line)
        self.bar.hide()
        self.follow_theme()
        self._background = Background(self)
        self._background.progressed.connect(self._show)
        self._background.finished.connect(self._take)
        self._background.failed.connect(self._fail)
        self.line.cancelled.connect(self._stop)

    def copy(self, snapshot: Snapshot) -> None:
        """Copy every output in full precision."""
        self._stop()
        if snapshot.state.count <= MOST_AT_ONCE:
            QGuiApplication.clipboard().setText(as_tsv(snapshot))
            return
        self._show((0.0, ""))
        self.bar.show()
        self._background.start(partial(_in_blocks, snapshot))

    def _show(self, step: tuple[float, str]) -> None:
        share, _ = step
        self.line.show_progress(share, tr("Copying: {share}").format(share=percent(share)))

    def _take(self, step: tuple[float, str]) -> None:
        QGuiApplication.clipboard().setText(step[1])
        announce(self.bar, tr("Copied."))
        self.bar.hide()

    def _fail(self, sentence: str) -> None:
        self.line.show_rest(sentence)

    def _stop(self) -> None:
        self._background.cancel()
        self.bar.hide()

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        px = theme.current().px
        self._box.setContentsMargins(px(12), px(2), px(12), px(2))
        self.line.follow_theme()


def _in_blocks(snapshot: Snapshot) -> Iterator[tuple[float, str]]:
    """Yield the share that is done; the last one has the text."""
    texts = []
    for done, text in tsv_blocks(snapshot):
        texts.append(text)
        yield done / snapshot.state.count, ""
    yield 1.0, "".join(texts)
