"""How charts and a lens share the height of the stage."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from softmax_viz.views.stage_splitter import StageSplitter


@pytest.fixture
def splitter(show: Callable[..., StageSplitter]) -> StageSplitter:
    stage = show(StageSplitter(QWidget(), QWidget()), 400, 600)
    stage.share(240)
    return stage


def lens_of(stage: StageSplitter) -> int:
    return stage.sizes()[1]


def test_the_lens_has_its_height_where_the_charts_keep_half(splitter: StageSplitter) -> None:
    assert lens_of(splitter) == 240
    splitter.resize(400, 800)
    assert lens_of(splitter) == 240


def test_a_low_stage_is_halved_and_a_high_one_gives_the_lens_its_height_back(
    splitter: StageSplitter,
) -> None:
    splitter.resize(400, 300)
    charts, lens = splitter.sizes()
    assert abs(charts - lens) <= 1
    assert not splitter.is_as_wanted
    splitter.resize(400, 600)
    assert lens_of(splitter) == 240
    assert splitter.is_as_wanted


def test_a_hand_may_give_the_lens_more(splitter: StageSplitter) -> None:
    splitter.setSizes([100, splitter.height() - splitter.handleWidth() - 100])
    splitter.take_up()
    dragged = lens_of(splitter)
    assert dragged > 450
    splitter.settle()
    assert lens_of(splitter) == dragged


def test_a_lens_that_comes_late_or_stands_beside_is_left_to_the_splitter(
    splitter: StageSplitter,
) -> None:
    lens = splitter.widget(1)
    assert lens is not None
    lens.hide()
    splitter.resize(400, 300)
    lens.show()
    splitter.settle()
    assert lens_of(splitter) <= 150
    splitter.setOrientation(Qt.Orientation.Horizontal)
    before = splitter.sizes()
    splitter.share(10)
    assert splitter.sizes() == before
