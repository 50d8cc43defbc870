"""Which screen is the audience's, and which the speaker's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QScreen
from PySide6.QtWidgets import QMenu, QWidget

from softmax_viz.text import tr
from softmax_viz.views.settings import make_settings

SETTING = "present/screen"
# A projector that is plugged in changes several times before it is ready.
SETTLE_MS = 250


@dataclass(frozen=True)
class Place:
    """Hold what is known of a screen.

    key: what it is remembered by; a QScreen itself is not kept, since it goes when it is unplugged.
    """

    key: str
    name: str
    geometry: QRect


def key_of(screen: QScreen) -> str:
    """Return what a screen is remembered by: where it is plugged in, and which one it is."""
    return "|".join((screen.name(), screen.manufacturer(), screen.model(), screen.serialNumber()))


def places() -> tuple[Place, ...]:
    """Return the screens that there are; two that mirror each other are one."""
    found: list[Place] = []
    for screen in QGuiApplication.screens():
        rect = screen.geometry()
        if rect.isEmpty() or any(other.geometry == rect for other in found):
            continue
        name = screen.model() or screen.name()
        found.append(Place(key_of(screen), name, rect))
    return tuple(found)


def screen_of(key: str) -> QScreen | None:
    """Return the screen of a key as long as it is there."""
    return next((one for one in QGuiApplication.screens() if key_of(one) == key), None)


def choose(all_places: Sequence[Place], main: str, wanted: str) -> tuple[Place, Place | None]:
    """Return the audience's screen and the speaker's, None where there is only one.

    main: the key of the main window's screen, which is the speaker's unless it is the one wanted
    for the audience. Raises ValueError for no screens.
    """
    if not all_places:
        raise ValueError("no screen")
    audience = next((place for place in all_places if place.key == wanted), None)
    if audience is None:
        others = [place for place in all_places if place.key != main]
        audience = others[0] if others else all_places[0]
    others = [place for place in all_places if place is not audience]
    speaker = next((place for place in others if place.key == main), others[0] if others else None)
    return audience, speaker


def remembered() -> str:
    """Return the key of the screen that was last chosen for the audience, "" for none."""
    return str(make_settings().value(SETTING, "") or "")


def remember(key: str) -> None:
    """Note the screen that is chosen for the audience."""
    make_settings().setValue(SETTING, key)


def put(window: QWidget, place: Place, full: bool) -> None:
    """Show a window on a screen, over all of it or as large as the desktop leaves room."""
    screen = screen_of(place.key)
    # Not asked of the window: a QScreen that QWidget.screen() gave is lost with the widget.
    elsewhere = not place.geometry.contains(window.geometry().center())
    if window.isVisible() and elsewhere:
        # A window manager keeps a window that fills a screen where it is.
        window.showNormal()
    if screen is not None:
        window.setScreen(screen)
    window.setGeometry(place.geometry if full or screen is None else screen.availableGeometry())
    if full:
        window.showFullScreen()
    else:
        window.showMaximized()


class ScreenWatch(QObject):
    """Tell when screens were plugged in or out, or changed, and have settled.

    A screen that goes is still half there when Qt tells of it: nothing is asked of it.
    """

    settled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._later = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._later.timeout.connect(self.settled)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._added)
        app.screenRemoved.connect(self._wait)
        app.primaryScreenChanged.connect(self._wait)
        for screen in QGuiApplication.screens():
            screen.geometryChanged.connect(self._wait)

    def _added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._wait)
        self._wait()

    def _wait(self, *_: object) -> None:
        self._later.start()


class ScreenMenu(QMenu):
    """Offer the screens for the audience. chosen: the key of one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Screen for the &audience"), parent)
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._tell)

    def show_places(self, all_places: Sequence[Place], audience: str) -> None:
        """List the screens, the audience's checked."""
        for action in self._group.actions():
            self._group.removeAction(action)
            self.removeAction(action)
            action.deleteLater()
        for number, place in enumerate(all_places, 1):
            size = place.geometry.size()
            action = self._group.addAction(
                tr("{number}: {name}, {width} × {height}").format(
                    number=number, name=place.name.replace("&", "&&"),
                    width=size.width(), height=size.height(),
                )
            )  # fmt: skip
            action.setCheckable(True)
            action.setChecked(place.key == audience)
            action.setData(place.key)
            self.addAction(action)

    def _tell(self, action: QAction) -> None:
        self.chosen.emit(str(action.data()))
