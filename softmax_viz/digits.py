"""Read drawn digits: a small network gives their logits to the session."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from softmax_viz.core.digits.drawing import Drawing
from softmax_viz.core.lecture.work import with_drawing
from softmax_viz.resources import resource
from softmax_viz.session import Session


class DigitReader(QObject):
    """Put drawn digits on the screen, with the logits that the network gives them.

    told: a sentence for the person.
    """

    told = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def read(self, drawing: Drawing, gesture: object) -> None:
        """Put a drawing on the screen."""
        # Here, and below: neither the network nor its weights are needed to start.
        from softmax_viz.core.digits.network import forward

        try:
            logits = forward(drawing.picture, self._weights)
        except (FileNotFoundError, ValueError) as error:
            self.told.emit(str(error))
            return
        self._session.take_work(with_drawing(self._session.work, drawing, logits), gesture)

    @cached_property
    def _weights(self) -> dict[str, NDArray[Any]]:
        import numpy as np

        with np.load(resource("logits/digits_weights.npz"), allow_pickle=False) as file:
            return dict(file)
