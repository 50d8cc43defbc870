"""What a turn of the wheel, a drag or a key makes of the window on the classes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent

from softmax_viz.views.charts.bar_layout import BarLayout
from softmax_viz.views.charts.class_window import ClassWindow

NOTCH = 120
ZOOM = 1.5
# The share of what is seen by which a notch, or a key, moves along.
SHARE = 0.25
SHIFT = Qt.KeyboardModifier.ShiftModifier


def wheeled(event: QWheelEvent, layout: BarLayout) -> ClassWindow:
    """Zoom around the pointer; with Shift, or by a wheel that turns sideways, move along."""
    turn, window = event.angleDelta(), layout.window
    if event.modifiers() & SHIFT or abs(turn.x()) > abs(turn.y()):
        return window.panned(-_larger(turn) / NOTCH * SHARE * window.span)
    around = layout.place_at(event.position().x())
    around = min(max(around, window.first), window.last)
    return window.zoomed(ZOOM ** (-turn.y() / NOTCH), around)


def _larger(turn: QPoint) -> int:
    return turn.x() if abs(turn.x()) > abs(turn.y()) else turn.y()


def dragged(start: ClassWindow, by: float, layout: BarLayout) -> ClassWindow:
    """Move along with a pointer that has gone so many pixels since it took hold."""
    return start.panned(-by / layout.slot)


def keyed(event: QKeyEvent, window: ClassWindow, place: int) -> ClassWindow | None:
    """Zoom around a place, -1 for the middle, by + and −; move along by Shift; 0 shows all.

    None for any other key.
    """
    around = place + 0.5 if place in window.places else (window.first + window.last) / 2
    key = event.key()
    if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        return window.zoomed(1 / ZOOM, around)
    if key == Qt.Key.Key_Minus:
        return window.zoomed(ZOOM, around)
    if key == Qt.Key.Key_0:
        return window.widened
    steps = {Qt.Key.Key_Left: -SHARE, Qt.Key.Key_Right: SHARE}
    if event.modifiers() & SHIFT and key in steps:
        return window.panned(steps[Qt.Key(key)] * window.span)
    return None


def next_place(event: QKeyEvent, window: ClassWindow, place: int) -> int | None:
    """Return the place to which Left, Right, Home and End go, None for any other key.

    place: where one is, -1 for nowhere: then at an end of what is seen.
    """
    last, places = window.count - 1, window.places
    return {
        Qt.Key.Key_Left: max(place - 1, 0) if place >= 0 else places[-1],
        Qt.Key.Key_Right: min(place + 1, last) if place >= 0 else places[0],
        Qt.Key.Key_Home: 0,
        Qt.Key.Key_End: last,
    }.get(Qt.Key(event.key()))
