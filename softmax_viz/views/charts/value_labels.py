"""Which values are written beside their bars, and where: all that fit, the most telling first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from softmax_viz.core.numbers import displayed
from softmax_viz.core.state import Vector
from softmax_viz.views.charts.bar_layout import BarLayout
from softmax_viz.views.theme import Theme

VALUE_TEXT = 14
VALUE_WEIGHT = 600
GAP = 1.0
TRIES_PER_PLACE = 2

DIGITS_TO_ZERO = str.maketrans("123456789", "0" * 9)


Spans = list[tuple[float, float]]


@dataclass(frozen=True)
class Label:
    """Hold a value label: its text and where it stands; badge: the value is off the scale."""

    index: int
    text: str
    rect: QRectF
    badge: bool


def place_labels(
    layout: BarLayout, values: Vector, spans: Spans, decimals: int, look: Theme, active: int
) -> list[Label]:
    """Choose the value labels that fit without covering a bar or each other.

    The hovered class comes first, then what is no bar, then the larger values.
    """
    placed: list[Label] = []
    height = _line_height(look)
    first, last = layout.plot.left() - look.px(30), layout.plot.right() + look.px(13)
    for i in _candidates(layout, values, decimals, look, active):
        value = float(values[i])
        text = displayed(value, decimals)
        width = _width(text, look)
        left = min(max(layout.center(i) - width / 2, first), last - width)
        rect = QRectF(left, _top(layout, value, height), width, height)
        if i == active or _is_free(rect, i, layout, spans, placed):
            off_scale = math.isfinite(value) and not layout.axis.shows(value)
            placed.append(Label(i, text, rect, off_scale))
    return placed


def _candidates(
    layout: BarLayout, values: Vector, decimals: int, look: Theme, active: int
) -> list[int]:
    places = int(layout.plot.width() / _width(displayed(0.5, decimals), look)) + 1
    tries = TRIES_PER_PLACE * places
    weight = np.where(np.isfinite(values), np.abs(values), np.inf)
    if values.size > tries:
        chosen = np.argpartition(-weight, tries)[:tries]
        order: list[int] = chosen[np.argsort(-weight[chosen], kind="stable")].tolist()
    else:
        order = np.argsort(-weight, kind="stable").tolist()
    if 0 <= active < values.size:
        order = [active, *(i for i in order if i != active)]
    return order


def _top(layout: BarLayout, value: float, height: float) -> float:
    if math.isnan(value):
        return layout.y(1) - height - GAP
    if value < 0:
        return layout.y(value) + GAP
    return layout.y(value) - height - GAP


def _is_free(
    rect: QRectF, index: int, layout: BarLayout, spans: Spans, placed: list[Label]
) -> bool:
    if any(rect.intersects(label.rect) for label in placed):
        return False
    if rect.width() <= layout.slot or layout.dense:
        return True
    left, right, top, bottom = rect.left(), rect.right(), rect.top(), rect.bottom()
    start = layout.plot.left()
    first = max(0, int((left - start) / layout.slot))
    last = min(layout.count, int((right - start) / layout.slot) + 1)
    half, center = layout.bar / 2, layout.center(first)
    for i in range(first, last):
        y, end = spans[i]
        # What has no span, NaN, is hatched over the whole height.
        if not (y >= bottom or end <= top) and i != index:
            x = center + (i - first) * layout.slot
            if x - half < right and x + half > left:
                return False
    return True


def _width(text: str, look: Theme) -> float:
    # Digits are of equal width, so that few texts need be measured.
    return _measured_width(text.translate(DIGITS_TO_ZERO), look)


@lru_cache(maxsize=256)
def _measured_width(text: str, look: Theme) -> float:
    metrics = QFontMetricsF(look.font(VALUE_TEXT, VALUE_WEIGHT))
    return metrics.horizontalAdvance(text) + 2


@lru_cache(maxsize=64)
def _line_height(look: Theme) -> float:
    return QFontMetricsF(look.font(VALUE_TEXT, VALUE_WEIGHT)).height()
