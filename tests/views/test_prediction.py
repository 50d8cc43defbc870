"""The line on top: what is predicted, and how sure."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip, QWidget

from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.views import theme
from softmax_viz.views.prediction import PredictionLine

RUNNING = State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"])


@pytest.fixture
def line(show: Callable[..., PredictionLine]) -> PredictionLine:
    return show(PredictionLine(), 900, 30)


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (RUNNING, "Predicted: panda, 66.4\u202f% · entropy 0.831 nats"),
        (replace(RUNNING, temperature=0.0), "Predicted: panda, 100\u202f% · entropy 0.000 nats"),
        (replace(RUNNING, decimals=1), "entropy 0.8 nats"),
        (State.of([1.0, 1.0, 0.0]), "class 0, 42.2\u202f% (the first of 2 that tie)"),
        (State.of([math.nan, 1.0]), "No prediction: class 0 is NaN"),
        (State.of([1.0, math.inf]), "No prediction: class 1 is ∞"),
        (State.of([-math.inf]), "No prediction: every logit is −∞"),
        (State.of([5.0]), "Predicted: class 0, 100\u202f%"),
    ],
)
def test_the_prediction_is_said(state: State, text: str, line: PredictionLine) -> None:
    line.render_snapshot(evaluate(state))
    assert text in line.text


def test_the_margin_and_the_perplexity_are_said(line: PredictionLine) -> None:
    line.render_snapshot(evaluate(RUNNING))
    assert "perplexity 2.296" in line.text
    assert "margin 0.415" in line.text


def test_showing_the_same_again_paints_the_same(
    line: PredictionLine, picture: Callable[[QWidget], Any]
) -> None:
    line.render_snapshot(evaluate(RUNNING))
    first = picture(line)
    line.render_snapshot(evaluate(RUNNING))
    assert (picture(line) == first).all()
    line.render_snapshot(evaluate(replace(RUNNING, temperature=2.0)))
    assert (picture(line) != first).any()


def test_a_name_with_markup_is_drawn_as_it_is(
    line: PredictionLine, picture: Callable[[QWidget], Any]
) -> None:
    pictures = []
    for name in ("<b>x</b>", "x", "&lt;b&gt;x&lt;/b&gt;"):
        line.render_snapshot(evaluate(State.of([3.0, 1.0], [name, "y"])))
        assert f"Predicted: {name}, " in line.text
        pictures.append(picture(line).tobytes())
    assert len(set(pictures)) == 3


@pytest.mark.parametrize("width", [40, 120, 250, 400, 600])
def test_a_narrow_line_cuts_no_letter(
    width: int, line: PredictionLine, picture: Callable[[QWidget], Any]
) -> None:
    line.render_snapshot(evaluate(RUNNING))
    line.resize(width, 30)
    line.clearFocus()
    pixels = picture(line)
    assert (pixels[:, -1] == pixels[0, -1]).all()
    assert (pixels != pixels[0, -1]).any()


def test_it_is_explained_by_pointer_and_by_key(
    line: PredictionLine, ask: Callable[[QWidget, QPoint], str]
) -> None:
    line.render_snapshot(evaluate(RUNNING))
    by_pointer = ask(line, QPoint(5, 5))
    assert "not the chance of being right" in " ".join(by_pointer.split())
    assert "entropy: " in by_pointer
    QToolTip.hideText()
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Space)
    assert QToolTip.text() == by_pointer


def test_a_screen_reader_finds_it(line: PredictionLine) -> None:
    line.render_snapshot(evaluate(RUNNING))
    line.speak()
    assert line.accessibleName() == "Prediction"
    assert line.accessibleDescription() == line.text


def test_the_true_class_stands_beside_the_prediction(
    line: PredictionLine, picture: Callable[[QWidget], Any]
) -> None:
    line.render_snapshot(evaluate(RUNNING))
    before = picture(line)
    line.render_snapshot(evaluate(RUNNING, true_class=1))
    assert "Predicted: panda, 66.4\u202f% · true class: panda ✓ right · entropy" in line.text
    right = picture(line)
    assert (before != right).any()
    line.render_snapshot(evaluate(RUNNING, true_class=0))
    assert "true class: seal ✗ wrong" in line.text
    assert (picture(line) != right).any()


def test_the_true_class_is_seen_whole_in_a_narrow_window(
    line: PredictionLine, picture: Callable[[QWidget], Any]
) -> None:
    line.render_snapshot(evaluate(RUNNING, true_class=1))
    statement = line.text.partition(" · entropy")[0]
    font = theme.current().font(theme.LARGE_TEXT, 600)
    wanted = round(QFontMetricsF(font).horizontalAdvance(statement))
    wide = picture(line)
    line.resize(round(1.5 * wanted), 30)
    assert (picture(line)[:, :wanted] == wide[:, :wanted]).all()
