"""A window that is opened lies wholly on its screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from softmax_viz.views.on_screen import OnScreen

Open = Callable[..., QWidget]


class Window(QWidget):
    """A window that knows whether it was painted."""

    painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted = True


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    held: list[QWidget] = []

    def shown(size: QSize, corner: QPoint | None = None, maximised: bool = False) -> QWidget:
        window = Window()
        held.append(window)
        qtbot.addWidget(window)
        window.resize(size)
        if corner is not None:
            window.move(corner)
        if maximised:
            window.setWindowState(Qt.WindowState.WindowMaximized)
        opening = OnScreen(window)
        opening.show()
        qtbot.waitUntil(lambda: window.painted)
        qtbot.wait(20)
        return window

    return shown


def room() -> QRect:
    return QGuiApplication.primaryScreen().availableGeometry()


def test_a_window_that_fits_is_left_as_it_is(opened: Open) -> None:
    window = opened(QSize(400, 300), QPoint(30, 40))
    assert (window.size(), window.pos()) == (QSize(400, 300), QPoint(30, 40))
    assert not window.isMaximized()


@pytest.mark.parametrize("more", [QSize(500, -200), QSize(-200, 500), QSize(500, 500), QSize(0, 0)])
def test_one_that_is_too_large_fills_the_screen_and_fits_when_it_is_put_back(
    more: QSize, opened: Open
) -> None:
    size = room().size() + more
    window = opened(size)
    assert window.isMaximized()
    assert room().contains(window.geometry())
    put_back = window.normalGeometry().size()
    framed = put_back + window.frameSize() - window.size()
    assert framed == framed.boundedTo(room().size())
    # What fits stays as it was.
    if more.width() < 0:
        assert put_back.width() == size.width()
    if more.height() < 0:
        assert put_back.height() == size.height()


@pytest.mark.parametrize("corner", [(-300, 20), (20, -100), (700, 700), (5000, -5000)])
def test_one_that_lies_outside_in_part_is_moved_in(corner: tuple[int, int], opened: Open) -> None:
    window = opened(QSize(400, 300), QPoint(*corner))
    assert room().contains(window.frameGeometry())
    assert window.size() == QSize(400, 300)


def test_one_that_a_person_moves_away_later_stays_there(opened: Open, qtbot: QtBot) -> None:
    window = opened(QSize(400, 300))
    away = room().topRight() - QPoint(100, 0)
    window.move(away)
    window.update()
    qtbot.wait(20)
    assert window.pos() == away


def test_one_that_was_left_maximised_is_maximised(opened: Open) -> None:
    assert opened(QSize(5000, 5000), maximised=True).isMaximized()
