"""What a lens is to the panel: it explains a snapshot, and may let it be edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from softmax_viz.core.snapshot import Snapshot
from softmax_viz.views import theme

# So few classes are seen at a glance in the charts, whatever two or three a lens is about.
FEW = 12
MOST_COPIED = 1000


class Lens(QWidget):
    """Show why the outputs are what they are; rendered only while it is visible.

    edited: the State intended, and its gesture token; hovered: a class, -1 for none;
    refused: a sentence on an entry that could not be taken.
    chosen: the person chose in the lens itself, so that `about` may say something else.
    """

    edited = Signal(object, object)
    hovered = Signal(int)
    refused = Signal(str)
    chosen = Signal()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot; emits nothing."""
        raise NotImplementedError

    def highlight(self, index: int) -> None:
        """Emphasise a class, or none with -1."""

    def about(self) -> str:
        """Say which of very many classes are shown and what the rest sums to, "" where all are."""
        return ""

    def text(self) -> str:
        """Return what is displayed, as text to be copied; of very many classes, the largest."""
        raise NotImplementedError

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        self.update()

    def arrange(self) -> None:
        """Put the parts beside or below each other, as the width asks for."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the parts anew."""
        super().resizeEvent(event)
        self.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, where the lens has room between its parts."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current().color("card"))
        painter.end()

    def sleep(self) -> None:
        """Stop what moves by itself, since the lens is no longer seen."""


@dataclass(frozen=True)
class LensKind:
    """Describe a lens.

    create: makes the widget when it is first shown.
    question: three sentences in plain words on what it shows; source: of its formula.
    """

    create: Callable[[], Lens]
    question: str
    source: str
