"""What the tests of views share: the look, a view on the screen, typing, pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QEvent, QPoint, QRectF, Qt, SignalInstance
from PySide6.QtGui import QCursor, QFontMetricsF, QHelpEvent, QImage, QKeyEvent
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QScrollArea, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from softmax_viz.app import make_application
from softmax_viz.core.snapshot import Snapshot, evaluate
from softmax_viz.core.state import State
from softmax_viz.session import Session
from softmax_viz.views import theme
from softmax_viz.views.lenses.marks import TEXT

FAR_AWAY = QPoint(9_999, 9_999)

Widget = TypeVar("Widget", bound=QWidget)
Pixels = NDArray[np.uint8]
Told = list[tuple[Any, ...]]


class View(Protocol):
    """What a view is to the window."""

    edited: SignalInstance

    def render_snapshot(self, snapshot: Snapshot) -> None: ...


@pytest.fixture(autouse=True)
def _usual_look(qapp: QApplication) -> Iterator[None]:
    if theme.current() != theme.Theme() or not qapp.styleSheet():
        make_application()
        theme.apply(qapp, theme.Theme())
    yield
    QToolTip.hideText()


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[Widget], Widget]:
    """Put a view on the screen, and take it away after the test."""
    # Held: a view that nobody knows is collected at any time, in the midst of being painted too.
    held: list[QWidget] = []

    def shown(view: Widget, width: int = 0, height: int = 0) -> Widget:
        held.append(view)
        qtbot.addWidget(view)
        if width:
            view.resize(width, height)
        with qtbot.waitExposed(view):
            view.show()
        view.activateWindow()
        return view

    return shown


@pytest.fixture
def show_scrolled(show: Callable[..., Any]) -> Callable[[Widget, int, int], Widget]:
    """Put a view on the screen as in the panel of lenses, where it scrolls."""

    def shown(view: Widget, width: int, height: int) -> Widget:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(view)
        show(scroll, width, height)
        return view

    return shown


@pytest.fixture
def bind() -> Callable[[View, State], Session]:
    """Wire a view to a session of its own, as the window does."""

    kept: list[Session] = []

    def bound(view: View, state: State) -> Session:
        session = Session(state)
        kept.append(session)
        view.render_snapshot(session.snapshot)
        view.edited.connect(session.update)
        session.changed.connect(view.render_snapshot)
        return session

    return bound


@pytest.fixture
def told() -> Callable[[SignalInstance], Told]:
    """Note what a signal tells."""

    def note(signal: SignalInstance) -> Told:
        noted: Told = []
        signal.connect(lambda *arguments: noted.append(arguments))
        return noted

    return note


@pytest.fixture
def write() -> Callable[[QWidget, str], None]:
    """Type a text, letter by letter, in any script."""

    def typed(widget: QWidget, text: str) -> None:
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(widget, event)

    return typed


@pytest.fixture
def ask() -> Callable[[QWidget, QPoint], str]:
    """Rest the pointer on a spot of a view and return what its tooltip says."""

    def asked(widget: QWidget, spot: QPoint) -> str:
        # A tooltip that is told to hide stays for a while; this one is known to be no answer.
        silence = "…"
        QToolTip.showText(widget.mapToGlobal(spot), silence, widget)
        event = QHelpEvent(QEvent.Type.ToolTip, spot, widget.mapToGlobal(spot))
        QApplication.sendEvent(widget, event)
        return QToolTip.text().removeprefix(silence)

    return asked


@pytest.fixture
def picture() -> Callable[[QWidget], Pixels]:
    """Take a picture of a view; shape (height, width, 3): red, green, blue."""

    def taken(widget: QWidget) -> Pixels:
        image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()

    return taken


@pytest.fixture
def written() -> Callable[[QWidget], dict[str, QRectF]]:
    """Return the texts that a plot of a lens paints, and where."""

    def texts(canvas: QWidget) -> dict[str, QRectF]:
        data, picture, found = QBuffer(), QSvgGenerator(), {}
        picture.setOutputDevice(data)
        picture.setSize(canvas.size())
        canvas.render(picture)
        for element in ElementTree.fromstring(bytes(data.data().data())).iter():
            if element.tag.endswith("text") and element.text:
                weight = int(element.get("font-weight", "400"))
                metrics = QFontMetricsF(theme.current().font(TEXT, weight))
                size = metrics.horizontalAdvance(element.text), metrics.ascent()
                left, baseline = float(element.get("x", "0")), float(element.get("y", "0"))
                found[element.text] = QRectF(left, baseline - size[1], *size)
        return found

    return texts


@pytest.fixture
def silent(told: Callable[[SignalInstance], Told]) -> Callable[..., None]:
    """Check that showing a state, and showing it again, tells nothing."""

    def check(view: View, *states: State) -> None:
        # The pointer rests where a test before has left it: what moves below it would be left.
        QCursor.setPos(FAR_AWAY)
        QApplication.processEvents()
        signals = [
            getattr(view, name)
            for name in dir(type(view))
            if isinstance(getattr(view, name, None), SignalInstance) and name not in dir(QWidget)
        ]
        noted = [told(signal) for signal in signals]
        assert noted
        for state in states:
            view.render_snapshot(evaluate(state))
            view.render_snapshot(evaluate(state))
        assert noted == [[] for _ in noted]

    return check
