"""The strip of verdicts: the failing first, each explained, what has no room folded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip, QWidget

from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.core.verdicts import Mark, Verdict
from softmax_viz.views import theme
from softmax_viz.views.charts.verdict_strip import VerdictStrip

Ask = Callable[[QWidget, QPoint], str]

RUNNING = State.of([0.25, 1.23, -0.8])
KEYS = [kind.key for kind in OUTPUTS]
STEP = 8


def verdicts_of(key: str, state: State = RUNNING) -> tuple[Verdict, ...]:
    return evaluate(state).output(key).verdicts


def shown(verdicts: tuple[Verdict, ...]) -> list[Verdict]:
    """Leave out that an output exists, which goes without saying."""
    return [v for v in verdicts if v.code != "defined" or v.mark is Mark.FAILS]


@pytest.fixture
def strip(show: Callable[..., VerdictStrip]) -> Callable[[tuple[Verdict, ...], int], VerdictStrip]:
    def made(verdicts: tuple[Verdict, ...], width: int) -> VerdictStrip:
        strip = VerdictStrip("Softmax")
        strip.resize(width, 10)
        show(strip, width, strip.sizeHint().height())
        strip.show_verdicts(verdicts)
        strip.resize(width, strip.sizeHint().height())
        return strip

    return made


def explanations(strip: VerdictStrip, ask: Ask) -> list[str]:
    """Return what the pointer is told along the strip, row by row, joined to one line each."""
    found: list[str] = []
    for y in range(8, strip.height(), 13):
        for x in range(0, strip.width(), STEP):
            text = " ".join(ask(strip, QPoint(x, y)).split())
            if text and text not in found:
                found.append(text)
    return found


@pytest.mark.parametrize("key", KEYS)
def test_every_verdict_is_explained_and_the_failing_come_first(
    key: str, strip: Callable[..., VerdictStrip], ask: Ask
) -> None:
    verdicts = verdicts_of(key)
    details = [v.detail for v in shown(verdicts)]
    assert explanations(strip(verdicts, 900), ask) == details
    marks = [v.mark for v in verdicts]
    assert marks == sorted(marks, key=[Mark.FAILS, Mark.HOLDS, Mark.NOTE].index)


@pytest.mark.parametrize("width", [120, 150, 177, 200, 233, 260, 311, 350, 400, 480, 620])
@pytest.mark.parametrize("key", ["softmax", "sum_normalized"])
def test_what_has_no_room_is_folded_and_can_still_be_read(
    key: str, width: int, strip: Callable[..., VerdictStrip], ask: Ask
) -> None:
    verdicts = verdicts_of(key)
    read = " ".join(explanations(strip(verdicts, width), ask))
    for verdict in shown(verdicts):
        assert verdict.detail in read


@pytest.mark.parametrize("width", [900, 150])
def test_an_explanation_is_the_last_one_also_where_the_words_stay(
    width: int, strip: Callable[..., VerdictStrip], ask: Ask
) -> None:
    verdicts = verdicts_of("softmax")
    view = strip(verdicts, width)
    others = tuple(replace(v, detail=f"{v.code} now") for v in verdicts)
    view.show_verdicts(others)
    read = " ".join(explanations(view, ask))
    assert [v.detail for v in shown(others) if v.detail not in read] == []


@pytest.mark.parametrize("width", [*range(110, 480, 23)])
def test_the_chips_stay_inside_the_strip(
    width: int, strip: Callable[..., VerdictStrip], picture: Callable[[QWidget], Any]
) -> None:
    verdicts = verdicts_of("sum_normalized", State.of([0.25, 1.23, -0.8], ["a" * 30, "b", "c"]))
    pixels = picture(strip(verdicts, width))
    assert (pixels[:, -1] == pixels[0, -1]).all()
    assert (pixels[-1] == pixels[-1, -1]).all()


def test_that_an_output_exists_goes_without_saying_that_it_does_not_is_said(
    strip: Callable[..., VerdictStrip], ask: Ask
) -> None:
    defined = Verdict("defined", Mark.HOLDS, "defined", "It exists.")
    undefined = Verdict("defined", Mark.FAILS, "undefined", "It does not exist.")
    assert explanations(strip((defined,), 400), ask) == []
    assert explanations(strip((undefined,), 400), ask) == ["It does not exist."]


def test_the_arrow_keys_go_from_verdict_to_verdict(strip: Callable[..., VerdictStrip]) -> None:
    verdicts = verdicts_of("softmax")
    details = [v.detail for v in shown(verdicts)]
    view = strip(verdicts, 900)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Space)
    told = [QToolTip.text()]
    for _ in range(len(details) - 1):
        QTest.keyClick(view, Qt.Key.Key_Right)
        told.append(QToolTip.text())
    assert [" ".join(text.split()) for text in told] == details
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert " ".join(QToolTip.text().split()) == details[-1]
    for _ in range(len(details)):
        QTest.keyClick(view, Qt.Key.Key_Left)
    assert " ".join(QToolTip.text().split()) == details[0]


def test_the_keyboard_follows_when_there_are_fewer_verdicts(
    strip: Callable[..., VerdictStrip],
) -> None:
    verdicts = verdicts_of("softmax")
    view = strip(verdicts, 900)
    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_Right)
    view.show_verdicts(verdicts[1:3])
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert " ".join(QToolTip.text().split()) in [v.detail for v in verdicts[1:3]]


def test_markup_in_a_verdict_is_shown_as_it_is(
    strip: Callable[..., VerdictStrip], ask: Ask
) -> None:
    state = State.of([0.25, 1.23, -0.8], ["x", "<b>y</b>", "z"])
    view = strip(verdicts_of("sum_normalized", state), 900)
    assert "&lt;b&gt;y&lt;/b&gt; is 1.809" in " ".join(explanations(view, ask))


def test_a_mark_has_its_own_ground(
    strip: Callable[..., VerdictStrip], picture: Callable[[QWidget], Any]
) -> None:
    grounds = {Mark.FAILS: "bad_ground", Mark.HOLDS: "good_ground", Mark.NOTE: "note_ground"}
    for mark in grounds:
        pixels = picture(strip((Verdict("sum", mark, "words", "A sentence."),), 300))
        for other, role in grounds.items():
            ground = bytes.fromhex(theme.current().color(role).name()[1:])
            area = (pixels == list(ground)).all(axis=2).sum()
            assert (area > 300) == (mark is other)


def test_a_screen_reader_finds_every_verdict(strip: Callable[..., VerdictStrip]) -> None:
    verdicts = verdicts_of("argmax")
    view = strip(verdicts, 120)
    view.describe()
    assert view.accessibleName() == "Softmax: what holds"
    assert view.accessibleDescription() == " ".join(v.detail for v in shown(verdicts))


def test_one_row_where_the_chart_needs_the_height(strip: Callable[..., VerdictStrip]) -> None:
    view = strip(verdicts_of("softmax"), 300)
    tall = view.sizeHint().height()
    view.set_short(True)
    assert view.sizeHint().height() == tall / 2
    view.set_short(False)
    assert view.sizeHint().height() == tall
