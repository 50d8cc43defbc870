"""The tabs of the lenses in any width, and in any size of type."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from softmax_viz.core.examples import initial_state
from softmax_viz.core.lenses import LENSES
from softmax_viz.core.snapshot import evaluate
from softmax_viz.views import theme
from softmax_viz.views.lenses.panel import LensPanel
from softmax_viz.views.theme import Theme

SIZES = [(1280, 1.0), (760, 1.0), (560, 1.0), (430, 1.5), (520, 2.0)]


@pytest.fixture
def panel(show: Callable[..., LensPanel]) -> LensPanel:
    panel = show(LensPanel(), 760, 260)
    panel.render_snapshot(evaluate(initial_state()))
    return panel


@pytest.fixture
def resize(panel: LensPanel, qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[..., None]]:
    def resized(width: int, scale: float) -> None:
        theme.apply(qapp, Theme(scale=scale))
        panel.follow_theme()
        panel.resize(width, 400)
        qtbot.wait(1)

    yield resized
    theme.apply(qapp, Theme())


def room(panel: LensPanel) -> int:
    """Return where the buttons that scroll the tabs begin."""
    buttons = [b for b in panel.tabs.findChildren(QToolButton) if b.isVisible()]
    return min((button.x() for button in buttons), default=panel.tabs.width())


@pytest.mark.parametrize(("width", "scale"), SIZES)
def test_the_chosen_tab_is_whole_and_the_row_begins_with_a_whole_one(
    panel: LensPanel, resize: Callable[..., None], width: int, scale: float
) -> None:
    resize(width, scale)
    tabs, right, last = panel.tabs, room(panel), len(LENSES) - 1
    for place in (*range(last + 1), *reversed(range(last))):
        tabs.setCurrentIndex(place)
        chosen, before = tabs.tabRect(place), tabs.tabRect(max(place - 1, 0))
        assert chosen.left() >= 0
        assert chosen.right() < right
        if chosen.right() - before.left() < right:
            assert before.left() >= 0
        begins_whole = any(tabs.tabRect(i).left() in (0, 1) for i in range(last + 1))
        assert begins_whole or tabs.tabRect(last).right() < right


def test_the_tabs_stay_in_view_as_the_panel_and_the_type_change(
    panel: LensPanel, resize: Callable[..., None]
) -> None:
    panel.choose("where_t")
    for width, scale in (*SIZES, *reversed(SIZES)):
        resize(width, scale)
        chosen = panel.tabs.tabRect(panel.tabs.currentIndex())
        assert chosen.left() >= 0
        assert chosen.right() < room(panel)


def test_the_buttons_stand_below_tabs_that_have_no_room_beside_them(
    panel: LensPanel, resize: Callable[..., None]
) -> None:
    for (width, scale), below in (((760, 1.0), False), ((520, 2.0), True), ((1280, 1.0), False)):
        resize(width, scale)
        assert (panel.close_button.y() >= panel.tabs.geometry().bottom()) == below


def test_a_tab_that_is_cut_fades_away(
    panel: LensPanel, resize: Callable[..., None], qtbot: QtBot
) -> None:
    resize(560, 1.0)
    tabs = panel.tabs
    image = tabs.grab().toImage()
    right, card = room(panel), theme.current().color("card")
    cut = next(i for i in range(len(LENSES)) if tabs.tabRect(i).right() >= right)
    assert tabs.tabRect(cut).left() < right
    edge = [image.pixelColor(right - 1, y) for y in range(image.height())]
    assert edge == [card] * image.height()
    whole = tabs.tabRect(0)
    inside = {
        image.pixelColor(x, y).name()
        for x in range(whole.left(), whole.right())
        for y in range(image.height())
    }
    assert theme.current().color("ink").name() in inside


def test_tabs_without_any_room_do_no_harm(panel: LensPanel, qtbot: QtBot) -> None:
    for width in (0, 1, 30):
        panel.tabs.resize(width, 30)
        for place in (len(LENSES) - 1, 0, 4):
            panel.tabs.setCurrentIndex(place)
    qtbot.wait(1)
    assert panel.tabs.currentIndex() == 4
