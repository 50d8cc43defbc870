"""A drawn digit: ink on paper, and what a network sees of it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from softmax_viz.core.digits.drawing import BRUSH, RUBBER, SIDE, Drawing, Point, blank
from softmax_viz.core.digits.network import forward
from softmax_viz.core.digits.scribble import scribble
from softmax_viz.core.functions import softmax
from softmax_viz.resources import resource

WEIGHTS = dict(np.load(resource("logits/digits_weights.npz"), allow_pickle=False))

Stroke = list[Point]


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> Stroke:
    angles = np.radians(np.linspace(start, end, 24))
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


# Digits as people write them, in a box of width and height 1.
DIGITS: dict[int, list[Stroke]] = {
    0: [arc(0.5, 0.5, 0.4, 0.5, -90, 270)],
    1: [[(0.3, 0.25), (0.55, 0), (0.55, 1)]],
    2: [[*arc(0.5, 0.28, 0.32, 0.28, -170, 40), (0.15, 1), (0.85, 1)]],
    3: [[*arc(0.45, 0.26, 0.33, 0.26, -150, 80), *arc(0.45, 0.74, 0.36, 0.26, -80, 150)]],
    4: [[(0.55, 0), (0.1, 0.65), (0.9, 0.65)], [(0.65, 0.35), (0.65, 1)]],
    5: [[(0.8, 0), (0.25, 0), (0.2, 0.42), *arc(0.45, 0.68, 0.36, 0.3, -120, 150)]],
    6: [[*arc(0.75, 0.55, 0.55, 0.55, -100, -180), *arc(0.5, 0.72, 0.3, 0.28, -180, 180)]],
    7: [[(0.1, 0), (0.88, 0), (0.45, 1)], [(0.3, 0.5), (0.8, 0.5)]],
    8: [[*arc(0.5, 0.25, 0.27, 0.25, 90, 450), *arc(0.5, 0.75, 0.33, 0.25, -90, 270)]],
    9: [[*arc(0.47, 0.28, 0.3, 0.28, 0, -360), (0.77, 0.3), (0.7, 1)]],
}


def drawn(digit: int, left: float, top: float, width: float, height: float) -> Drawing:
    strokes = [
        [(left + width * x, top + height * y) for x, y in stroke] for stroke in DIGITS[digit]
    ]
    return blank().strokes(strokes)


def read(drawing: Drawing) -> NDArray[np.float64]:
    return softmax(forward(drawing.picture, WEIGHTS), 1.0)


@pytest.mark.parametrize(
    "box", [(9, 5, 14, 22), (6, 3, 19, 26), (3, 2, 14, 24), (10, 8, 11, 16), (16, 12, 12, 17)]
)
def test_drawn_digits_are_read_wherever_they_stand_and_however_large(
    box: tuple[float, float, float, float],
) -> None:
    right = [digit for digit in DIGITS if read(drawn(digit, *box)).argmax() == digit]
    assert len(right) >= 8, right


@pytest.mark.parametrize("digit", DIGITS)
def test_a_drawing_is_as_large_and_as_inky_as_the_pictures_it_is_read_by(digit: int) -> None:
    stored = np.load(resource("logits/digits.npz"), allow_pickle=False)
    pictures = stored["images"][stored["labels"] == digit].reshape(-1, 64).sum(axis=1)
    picture = drawn(digit, 9, 5, 14, 22).picture
    assert picture[0].sum() > 0
    assert picture[7].sum() > 0
    assert pictures.min() / 1.5 < picture.sum() < pictures.max() * 1.5


def test_the_scribble_is_taken_for_a_digit_with_more_than_99_percent() -> None:
    assert read(scribble()).max() > 0.99
    assert not scribble().ink.flags.writeable


def test_on_empty_paper_the_network_is_unsure() -> None:
    assert blank().is_blank
    assert blank().picture.tolist() == np.zeros((8, 8)).tolist()
    assert read(blank()).max() < 0.5


def test_what_fills_the_picture_is_counted_in_blocks_of_four_by_four() -> None:
    """As the digits of the data set were made, where nothing has to be moved or scaled."""
    ink = np.zeros((SIDE, SIDE), np.bool_)
    ink[:, 5:27] = np.random.default_rng(1).random((SIDE, 22)) < 0.4
    # Symmetric, so that it does not lean.
    ink |= ink[:, ::-1]
    ink[[0, -1], 5:27] = True
    counts = ink.reshape(8, 4, 8, 4).sum(axis=(1, 3))
    assert Drawing(ink).picture.tolist() == counts.tolist()


def test_a_leaning_digit_is_set_upright() -> None:
    upright, leaning = (
        blank().strokes([[(16 + lean, 3), (16 - lean, 29)]]).picture for lean in (0, 5)
    )
    assert abs(upright.astype(int) - leaning).max() <= 4


def test_a_dot_stays_a_dot() -> None:
    assert 0 < blank().line((16, 16), (16, 16)).picture.sum() < 16 * 16


@given(st.integers(0, 9), st.floats(-4, 4), st.floats(-3, 3))
def test_where_a_digit_stands_on_the_paper_does_not_matter(
    digit: int, right: float, down: float
) -> None:
    here, there = drawn(digit, 9, 6, 13, 20), drawn(digit, 9 + right, 6 + down, 13, 20)
    # Cells are whole: the edge of a stroke may fall here or there.
    assert np.abs(here.picture.astype(float) - there.picture).mean() < 2.5


SPOTS = st.tuples(st.floats(-40, 70), st.floats(-40, 70))


@given(SPOTS, SPOTS)
def test_a_line_is_what_lies_within_the_brush(start: Point, end: Point) -> None:
    ink = blank().line(start, end).ink
    steps = np.linspace(0, 1, 2000)[:, None]
    way = np.array(start) + steps * np.subtract(end, start)
    rows, columns = np.mgrid[:SIDE, :SIDE] + 0.5
    cells = np.stack([columns.ravel(), rows.ravel()], axis=1)
    distances = np.array([np.hypot(*(way - cell).T).min() for cell in cells[::7]])
    near = np.abs(distances - BRUSH) < 0.1
    assert (ink.ravel()[::7] == (distances <= BRUSH))[~near].all()


@given(SPOTS, SPOTS)
def test_what_was_drawn_can_be_erased(start: Point, end: Point) -> None:
    full = Drawing(np.ones((SIDE, SIDE), np.bool_))
    assert blank().line(start, end).line(start, end, erase=True) == blank()
    erased = full.line(start, end, erase=True)
    assert (erased.ink | blank().line(start, end).ink).sum() <= SIDE * SIDE
    assert not (erased.ink & blank().line(start, end).ink).any()
    assert RUBBER > BRUSH


@given(st.lists(st.lists(SPOTS, min_size=2, max_size=4), max_size=3))
def test_every_drawing_has_a_picture(strokes: list[Stroke]) -> None:
    drawing = blank().strokes(strokes)
    picture = drawing.picture
    assert picture.shape == (8, 8)
    assert picture.max() <= 16
    assert drawing.is_blank == (picture.sum() == 0)


def test_a_drawing_cannot_be_changed() -> None:
    for drawing in (blank(), blank().line((1, 1), (9, 9)), scribble()):
        with pytest.raises(ValueError, match="read-only"):
            drawing.ink[0, 0] = True
