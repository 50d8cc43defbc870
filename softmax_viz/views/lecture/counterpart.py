"""Where a place of one board is on another, which has another size and arrangement."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from softmax_viz.views.board import Board
from softmax_viz.views.data.digit_pad import Paper
from softmax_viz.views.data.grey_picture import GreyPicture


def counterpart(source: Board, target: Board, place: QPoint) -> QPoint | None:
    """Return the place of a target that shows what is at a place of the source.

    None where it is beside the source. Places are in each board's own pixels.
    """
    if not source.rect().contains(place):
        return None
    for here, there in zip(_parts(source), _parts(target), strict=True):
        if not here.isVisibleTo(source) or not there.isVisibleTo(target):
            continue
        inside, area = here.mapFrom(source, place), _area(here)
        if area.contains(inside):
            return there.mapTo(target, _scaled(inside, area, _area(there)))
    return _scaled(place, source.rect(), target.rect())


def _parts(board: Board) -> Iterator[QWidget]:
    yield from board.charts.cards.values()
    yield from (
        board.lenses, board.editor, board.temperature.slider, board.temperature,
        board.question, board.header, board.prediction,
    )  # fmt: skip
    if board.example is not None:
        yield from (board.example.pad.paper, board.example.picture, board.example)


def _area(part: QWidget) -> QRect:
    """Return where a part shows something: paper and pictures keep their shape in any room."""
    return part.sheet.toRect() if isinstance(part, Paper | GreyPicture) else part.rect()


def _scaled(place: QPoint, here: QRect, there: QRect) -> QPoint:
    inside = place - here.topLeft()
    return there.topLeft() + QPoint(
        round(inside.x() * there.width() / max(here.width(), 1)),
        round(inside.y() * there.height() / max(here.height(), 1)),
    )
