"""Which values are written beside their bars, and where: all that fit, the most telling first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from softmax_viz.core.compare import Reference, difference
from softmax_viz.core.numbers import displayed
from softmax_viz.core.state import Vector
from softmax_viz.views.charts.bar_layout import BarLayout
from softmax_viz.views.text_width import text_width
from softmax_viz.views.theme import Theme

VALUE_TEXT = 14
VALUE_WEIGHT = 600
GAP = 1.0
LINE = 21
# How far a label may stand out to the left, where the axis' numbers are.
BESIDE = 2
TRIES_PER_PLACE = 2
# How far a label keeps from the end of an outline.
OUTLINE = 2.0
# How far labels keep from each other, or a row of "0.000" would read as one number.
APART = 2

Spans = list[tuple[float, float]]


@dataclass(frozen=True)
class Label:
    """Hold a value label: its text and where it stands; badge: the value is off the scale."""

    index: int
    text: str
    rect: QRectF
    badge: bool


def place_labels(
    layout: BarLayout,
    values: Vector,
    spans: Spans,
    decimals: int,
    look: Theme,
    active: int,
    pins: tuple[Reference, ...] = (),
    candidates: list[int] | None = None,
) -> list[Label]:
    """Choose the value labels that fit without covering a bar or each other.

    The hovered class comes first, then what is no bar, then the larger values.
    pins: the difference to the last one stands above, where there is room for it; a label stands
    clear of the ends of their outlines, where there is room for that.
    candidates: what may be labelled, the most telling first; None for every value. Of more classes
    than pixels, each text is written once: a row of "1.000" would tell no more than one.
    """
    placed: list[Label] = []
    written: set[str] = set()
    taken: list[QRectF] = []
    obstacles = [spans, *([] if layout.dense else (_ends(layout, pin) for pin in pins))]
    height = _line_height(look)
    first, last = layout.plot.left() - look.px(BESIDE), layout.plot.right() + look.px(13)
    highest = layout.plot.top() - room_above(look, pins)
    if candidates is None:
        candidates = _candidates(layout, values, decimals, look)
    if 0 <= active < values.size:
        candidates = [active, *(i for i in candidates if i != active)]
    for i in candidates:
        if not layout.is_inside(i):
            continue
        value, x = float(values[i]), layout.center(i)
        for text in _texts(value, i, decimals, pins):
            if text in written and i != active:
                continue
            width, lines = _width(text, look), text.count("\n") + 1
            left, top = x - width / 2, _top(layout, value, height * lines)
            left, top = min(max(left, first), last - width), max(top, highest)
            rect = QRectF(left, top, width, height * lines)
            if pins:
                rect = _clear(rect, i, value, layout, pins, look)
            # Below the axis there is one line of room above the names.
            if lines > 1 and rect.bottom() > layout.plot.bottom() + height + GAP:
                continue
            if i == active or _is_free(rect, i, layout, obstacles, taken):
                off_scale = math.isfinite(value) and not layout.axis.shows(value)
                placed.append(Label(i, text, rect, off_scale))
                taken.append(rect)
                if layout.dense:
                    written.add(text)
                break
    return placed


def room_above(look: Theme, pins: tuple[Reference, ...]) -> int:
    """Return the room that labels need above the highest bar: a second line with pins."""
    return look.px(2 * LINE if pins else LINE)


def _texts(value: float, index: int, decimals: int, pins: tuple[Reference, ...]) -> list[str]:
    """Return what may be written beside a bar, the longest first."""
    text = displayed(value, decimals)
    if not pins or not pins[-1].there[index]:
        return [text]
    return [f"{difference(value, float(pins[-1].values[index]), decimals)}\n{text}", text]


def _clear(
    rect: QRectF,
    index: int,
    value: float,
    layout: BarLayout,
    pins: tuple[Reference, ...],
    look: Theme,
) -> QRectF:
    """Move a label outwards until it hides no end of an outline, if it can."""
    moved, outwards = QRectF(rect), 1 if value < 0 else -1
    ends = sorted(
        outwards * layout.y(float(pin.values[index]))
        for pin in pins
        if pin.there[index] and layout.axis.shows(float(pin.values[index]))
    )
    for end in ends:
        y = outwards * end
        if moved.top() - OUTLINE <= y <= moved.bottom() + OUTLINE:
            if outwards < 0:
                moved.moveBottom(y - OUTLINE)
            else:
                moved.moveTop(y + OUTLINE)
    fits = (
        moved.top() >= layout.plot.top() - room_above(look, pins)
        and moved.bottom() <= layout.plot.bottom() + _line_height(look) + GAP
    )
    return moved if fits else rect


def usual_width(decimals: int, look: Theme) -> float:
    """Return how wide the label of a probability is."""
    return _width(displayed(0.5, decimals), look)


def _candidates(layout: BarLayout, values: Vector, decimals: int, look: Theme) -> list[int]:
    """Return the values for which it is worth looking for a place, the largest first."""
    most = TRIES_PER_PLACE * (int(layout.plot.width() / usual_width(decimals, look)) + 1)
    weight = np.where(np.isfinite(values), np.abs(values), np.inf)
    order: list[int] = np.argsort(-weight, kind="stable")[:most].tolist()
    return order


def _top(layout: BarLayout, value: float, height: float) -> float:
    if math.isnan(value):
        return layout.y(1) - height - GAP
    if value < 0:
        return layout.y(value) + GAP
    return layout.y(value) - height - GAP


def _is_free(
    rect: QRectF, index: int, layout: BarLayout, obstacles: list[Spans], taken: list[QRectF]
) -> bool:
    if any(map(rect.intersects, taken)):
        return False
    if rect.width() <= layout.slot or layout.dense:
        return True
    left, right, top, bottom = rect.left(), rect.right(), rect.top(), rect.bottom()
    start = layout.plot.left()
    first = max(0, int((left - start) / layout.slot))
    last = min(layout.count, int((right - start) / layout.slot) + 1)
    half, center = layout.bar / 2, layout.center(first)
    for spans in obstacles:
        for i in range(first, last):
            y, end = spans[i]
            # What has no span, NaN, is hatched over the whole height.
            if not (y >= bottom or end <= top) and i != index:
                x = center + (i - first) * layout.slot
                if x - half < right and x + half > left:
                    return False
    return True


def _ends(layout: BarLayout, pin: Reference) -> Spans:
    """Return where outlines are, far below where there is none."""
    seen = pin.there & (pin.values >= layout.axis.low) & (pin.values <= layout.axis.high)
    nowhere = (math.inf, math.inf)
    spans = layout.spans(pin.values)
    return [span if there else nowhere for span, there in zip(spans, seen.tolist(), strict=True)]


def _width(text: str, look: Theme) -> float:
    return text_width(text, look, VALUE_TEXT, VALUE_WEIGHT) + look.px(APART)


@lru_cache(maxsize=64)
def _line_height(look: Theme) -> float:
    return QFontMetricsF(look.font(VALUE_TEXT, VALUE_WEIGHT)).height()
