"""Thousands of random gestures: nothing breaks, and undoing them all returns to the start."""

from __future__ import annotations

import math
import random
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QMenuBar, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from softmax_viz.app import create_window
from softmax_viz.core.examples import initial_state
from softmax_viz.deck_files import DISCARD, DeckFiles
from softmax_viz.logit_files import LogitFiles
from softmax_viz.session import UNDO_STEPS
from softmax_viz.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier

MOST_CLASSES = 300
KEYS = [
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
    Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace, Qt.Key.Key_F2,
]  # fmt: skip
SHORTCUTS = [
    *((key, CONTROL) for key in (
        Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_Backspace,
        Qt.Key.Key_L, Qt.Key.Key_R, Qt.Key.Key_V, Qt.Key.Key_A, Qt.Key.Key_Period,
        Qt.Key.Key_Comma, Qt.Key.Key_E, Qt.Key.Key_Space,
    )),
    *((key, CONTROL | SHIFT) for key in (Qt.Key.Key_Z, Qt.Key.Key_C, Qt.Key.Key_R)),
    *((key, ALT) for key in (
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_9,
        Qt.Key.Key_Left, Qt.Key.Key_Right,
    )),
]  # fmt: skip
TEXTS = [
    "0.25", "-0.8", "1e3", "2/3", "inf", "-inf", "nan", "1e308", "5e-324", "0", "x", "1..2", "-",
    "walrus", "<b>x</b>", "class 1", "T = 2",
]  # fmt: skip
PASTES = [
    "0.25, 1.23, -0.8", "[1 2 3 4 5]", "a\t1\nb\t2", "nan inf -inf", "7", "<i>x</i>: 1\ny: 2",
    "hello", "", "1, 2, three", "1 2\n3 4", " ".join(str(i % 7 - 3) for i in range(120)),
]  # fmt: skip
LEFT_OUT = {"Quit", "Keyboard", "About"}


class QtLog(Protocol):
    """What pytest-qt notes of Qt's messages."""

    @property
    def records(self) -> list[Any]: ...


class Person:
    """Does something at random, and remembers what."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self._window = window
        self._random = random.Random(seed)
        self.done: deque[str] = deque(maxlen=15)
        # Looking through the menus again and again would take most of the time.
        self._actions = [
            action
            for action in window.findChildren(QAction)
            if action.text()
            and not action.menu()
            and action.text().replace("&", "") not in LEFT_OUT
            # It asks, or takes the whole screen, and so ends in "…".
            and not action.text().endswith("…")
        ]  # fmt: skip

    def act(self) -> None:
        """Do one thing, and close what it popped up."""
        gestures: list[tuple[Callable[[], str], int]] = [
            (self._press_key, 30), (self._press_shortcut, 14), (self._type, 12), (self._click, 14),
            (self._drag, 14), (self._wheel, 4), (self._paste, 2), (self._choose_action, 4),
            (self._hover, 5), (self._let_time_pass, 1),
        ]  # fmt: skip
        chosen = self._random.choices([g for g, _ in gestures], [w for _, w in gestures])[0]
        self.done.append(chosen())
        for _ in range(5):
            popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if popup is None:
                break
            popup.close()
        if self._window.session.state.count > MOST_CLASSES:
            self._window.session.undo()

    def _focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        if widget is None:
            self._window.activateWindow()
            self._window.temperature.slider.setFocus()
            return self._window.temperature.slider
        return widget

    def _press_key(self) -> str:
        key, widget = self._random.choice(KEYS), self._focus()
        modifier = SHIFT if self._random.random() < 0.2 else NO_KEY
        # Told before: what the key does may take the widget away.
        told = f"{key.name} {modifier.name} in {widget}"
        QTest.keyClick(widget, key, modifier)
        return told

    def _press_shortcut(self) -> str:
        (key, modifier), widget = self._random.choice(SHORTCUTS), self._focus()
        if key == Qt.Key.Key_V:
            QGuiApplication.clipboard().setText(self._random.choice(TEXTS + PASTES))
        told = f"{modifier} {key.name} in {widget}"
        QTest.keyClick(widget, key, modifier)
        return told

    def _type(self) -> str:
        text = self._random.choice(TEXTS)
        for letter in text:
            QTest.keyClicks(self._focus(), letter)
        if self._random.random() < 0.6:
            QTest.keyClick(self._focus(), Qt.Key.Key_Return)
        return f"typed {text!r}, now in {self._focus()}"

    def _target(self) -> tuple[QWidget, QPoint]:
        """Return a control that can be seen, and a spot on it."""
        controls = [
            widget.viewport() if isinstance(widget, QAbstractItemView) else widget
            for widget in self._window.findChildren(QWidget)
            if widget.isVisible() and widget.isEnabled() and widget.width() > 4
            and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not isinstance(widget, QMenuBar | QMenu)
        ]  # fmt: skip
        widget = self._random.choice(controls)
        if self._random.random() < 0.3 and self._window.editor.isVisible():
            widget = self._window.editor.table.viewport()
        return widget, self._spot(widget)

    def _spot(self, widget: QWidget) -> QPoint:
        return QPoint(
            self._random.randrange(max(widget.width(), 1)),
            self._random.randrange(max(widget.height(), 1)),
        )

    def _click(self) -> str:
        widget, spot = self._target()
        told = f"clicked {widget} at {spot}"
        QTest.mouseClick(widget, LEFT, NO_KEY, spot)
        if self._random.random() < 0.3 and isValid(widget):
            QTest.mouseDClick(widget, LEFT, NO_KEY, spot)
        return told

    def _drag(self) -> str:
        widget, spot = self._target()
        told = f"dragged {widget} from {spot}"
        QTest.mousePress(widget, LEFT, NO_KEY, spot)
        for _ in range(self._random.randrange(6)):
            if isValid(widget):
                spot = self._spot(widget) + QPoint(self._random.randint(-40, 40), 0)
                QTest.mouseMove(widget, spot)
        if self._random.random() < 0.1:
            told += f", {self._press_shortcut()}"
            if isValid(widget):
                QTest.mouseMove(widget, self._spot(widget))
        if isValid(widget):
            QTest.mouseRelease(widget, LEFT, NO_KEY, spot)
        return told

    def _wheel(self) -> str:
        widget, spot = self._target()
        turn = self._random.choice([-240, -120, 120])
        event = QWheelEvent(
            QPointF(spot), QPointF(widget.mapToGlobal(spot)), QPoint(), QPoint(0, turn),
            Qt.MouseButton.NoButton, NO_KEY, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        told = f"turned the wheel by {turn} on {widget}"
        QApplication.sendEvent(widget, event)
        return told

    def _paste(self) -> str:
        text = self._random.choice(PASTES)
        QGuiApplication.clipboard().setText(text)
        self._window.paste()
        return f"pasted {text!r}"

    def _choose_action(self) -> str:
        action = self._random.choice(self._actions)
        if action.isEnabled():
            action.trigger()
        return f"chose {action.text()}"

    def _hover(self) -> str:
        widget, spot = self._target()
        QTest.mouseMove(widget, spot)
        return f"hovered {widget} at {spot}"

    def _let_time_pass(self) -> str:
        QApplication.processEvents()
        return "let time pass"


def _discard(files: DeckFiles) -> str:
    return DISCARD


def _no_file(files: LogitFiles) -> str:
    return ""


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    # Nobody is there to say whether to save scenes made at random, or which file to open.
    monkeypatch.setattr(DeckFiles, "ask_about_unsaved", _discard)
    monkeypatch.setattr(LogitFiles, "ask_path_to_open", _no_file)
    monkeypatch.setattr(LogitFiles, "ask_second", _no_file)
    window = create_window()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    # Opening the course from it begins undo anew.
    window.invitation.dismissed.emit()
    yield window
    window.presentation.stop()
    window.temperature.sweep.set_running(False)


def check_gestures(window: MainWindow, qtbot: QtBot, qtlog: QtLog, seed: int, count: int) -> None:
    person = Person(window, seed)
    with qtbot.captureExceptions() as exceptions:
        for number in range(count):
            person.act()
            warnings = [record for record in qtlog.records if not record.ignored]
            if exceptions or warnings:
                gestures = "\n".join(person.done)
                pytest.fail(f"seed {seed}, gesture {number}: {exceptions} {warnings}\n{gestures}")
    window.presentation.stop()
    window.temperature.sweep.set_running(False)
    window.temperature.slider.setFocus()
    last = window.session.state
    steps = 0
    while window.session.can_undo:
        window.session.undo()
        steps += 1
    assert count / 10 < steps < UNDO_STEPS
    assert window.session.state == initial_state(), f"seed {seed}"
    for _ in range(steps):
        window.session.redo()
    assert window.session.state == last, f"seed {seed}"
    assert not math.isnan(last.temperature)


@pytest.mark.parametrize("seed", [1, 2])
def test_three_hundred_gestures(seed: int, window: MainWindow, qtbot: QtBot, qtlog: QtLog) -> None:
    check_gestures(window, qtbot, qtlog, seed, 300)


@pytest.mark.slow
def test_ten_thousand_gestures(window: MainWindow, qtbot: QtBot, qtlog: QtLog) -> None:
    check_gestures(window, qtbot, qtlog, seed=20, count=10_000)
