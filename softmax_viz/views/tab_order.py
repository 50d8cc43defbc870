"""Tab goes through a window as the eye does, also through what is made later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stops(part: QWidget) -> Iterator[QWidget]:
    """Yield where Tab stops in a part that stands nowhere yet."""
    stop = part.nextInFocusChain()
    while stop is not None and stop is not part:
        if stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield stop
        stop = stop.nextInFocusChain()


def put_after(before: QWidget, stops: Sequence[QWidget]) -> None:
    """Let Tab go from a widget through these: what is made later would else come last."""
    for this, following in pairwise([before, *stops]):
        QWidget.setTabOrder(this, following)
