"""Where a place of one board is on another, which has another size and arrangement."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from softmax_viz.views.board import Board


def counterpart(source: Board, target: Board, place: QPoint) -> QPoint | None:
    """Return the place of a target that shows what is at a place of the source.

    None where it is beside the source. Places are in each board's own pixels.
    """
    if not source.rect().contains(place):
        return None
    for here, there in zip(_parts(source), _parts(target), strict=True):
        if not here.isVisibleTo(source) or not there.isVisibleTo(target):
            continue
        inside = here.mapFrom(source, place)
        if here.rect().contains(inside):
            return there.mapTo(target, _scaled(inside, here, there))
    return _scaled(place, source, target)


def _parts(board: Board) -> Iterator[QWidget]:
    yield from board.charts.cards.values()
    yield from (
        board.lenses, board.editor, board.temperature.slider, board.temperature,
        board.question, board.header, board.prediction,
    )  # fmt: skip
    if board.example is not None:
        yield from (board.example.pad.paper, board.example)


def _scaled(place: QPoint, here: QWidget, there: QWidget) -> QPoint:
    return QPoint(
        round(place.x() * there.width() / max(here.width(), 1)),
        round(place.y() * there.height() / max(here.height(), 1)),
    )
