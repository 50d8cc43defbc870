"""A label of as many lines as its text needs."""

from __future__ import annotations

from collections.abc import Callable

from softmax_viz.views.wrapped import WrappedLabel

LONG, SHORT = "word " * 30, "word"


def test_a_label_is_as_high_as_its_text_and_no_higher(show: Callable[..., WrappedLabel]) -> None:
    label = show(WrappedLabel(LONG), 200, 40)
    high = label.height()
    label.say(SHORT)
    line = label.height()
    assert high > 2 * line
    label.resize(640, line)
    label.say(LONG)
    assert line < label.height() < high


def test_there_is_room_for_the_longest_text_at_any_width(
    show: Callable[..., WrappedLabel],
) -> None:
    label = show(WrappedLabel(SHORT, longest=LONG), 200, 40)
    for width in (200, 640):
        label.resize(width, label.height())
        label.say(SHORT)
        high = label.height()
        label.say(LONG)
        assert label.height() == high == label.heightForWidth(width)
