"""A scale of T from left to right, and the keys that move T along it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from softmax_viz.core import temperature_scale as scale


@dataclass(frozen=True)
class Track:
    """Hold the ends of a scale of T in a widget: where 0 and ∞ stand."""

    left: float
    right: float

    def x_of(self, temperature: float) -> float:
        """Return the x of a temperature."""
        return self.left + scale.position(temperature) * (self.right - self.left)

    def temperature_at(self, x: float) -> float:
        """Return the temperature at an x, that of the nearer end beyond."""
        return scale.at(min(max((x - self.left) / (self.right - self.left), 0.0), 1.0))


def temperature_by_key(event: QKeyEvent, temperature: float, upright: bool = False) -> float | None:
    """Return the T that a key asks for, None for another key.

    Left and Right step, finer with Shift; the page keys step wider; Home is 0, End is ∞.
    upright: whether Up and Down step too.
    """
    fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    arrow = scale.FINE if fine else scale.ARROW
    key = Qt.Key(event.key())
    steps = {
        Qt.Key.Key_Left: -arrow, Qt.Key.Key_Right: arrow,
        Qt.Key.Key_PageDown: -scale.PAGE, Qt.Key.Key_PageUp: scale.PAGE,
    }  # fmt: skip
    if upright:
        steps |= {Qt.Key.Key_Down: -arrow, Qt.Key.Key_Up: arrow}
    if key in steps:
        return scale.stepped(temperature, steps[key])
    return {Qt.Key.Key_Home: 0.0, Qt.Key.Key_End: math.inf}.get(key)
