"""The pictures of scenes that are kept, so that each is painted once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QObject, QSize, QTimer, Signal
from PySide6.QtGui import QPixmap

from softmax_viz.core.lecture.scene import Scene
from softmax_viz.core.state import State
from softmax_viz.views.lecture.thumbnail import (
    covered_at_first,
    has_fields,
    paint_thumbnail,
    shown_title,
)

KEPT = 64
REFRESH_MS = 150
# A picture that takes long, of a million classes, may take a sixth of the time.
REST = 5


@dataclass(frozen=True)
class Thumbnail:
    """Hold a picture, the title with its live numbers, and the State, so that its id stays its."""

    state: State
    picture: QPixmap
    title: str


class Thumbnails(QObject):
    """Paint the pictures that are asked for.

    due: the picture of the scene that is being edited was put off, and can be painted now.
    """

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[Hashable, Thumbnail] = OrderedDict()
        self._live: Hashable = None
        self._since = QElapsedTimer()
        self._pause = REFRESH_MS
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self.due)

    def of(self, scene: Scene, size: QSize, ratio: float, live: bool) -> Thumbnail:
        """Return the thumbnail of a scene; of one that is live, being edited, the last one may do.

        Scenes of the same State and screen share their picture.
        """
        title = scene.title if has_fields(scene.title) else ""
        key = (id(scene.state), scene.screen, covered_at_first(scene), title, size.toTuple(), ratio)
        kept = self._kept.get(key)
        if kept is None and live and self._live in self._kept:
            rest = self._pause - self._since.elapsed()
            if rest > 0:
                if not self._later.isActive():
                    self._later.start(rest)
                return self._kept[self._live]
            # Of a drag, only the last frame is worth keeping.
            del self._kept[self._live]
        if kept is None:
            kept = self._paint(scene, size, ratio, live)
            self._kept[key] = kept
        self._kept.move_to_end(key)
        if live:
            self._live = key
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return kept

    def _paint(self, scene: Scene, size: QSize, ratio: float, live: bool) -> Thumbnail:
        took = QElapsedTimer()
        took.start()
        painted = Thumbnail(scene.state, paint_thumbnail(scene, size, ratio), shown_title(scene))
        if live:
            self._pause = max(REFRESH_MS, REST * took.elapsed())
            self._since.start()
        return painted

    def turn(self) -> None:
        """Note that another scene is being edited from now on."""
        self._live = None
        self._later.stop()

    def forget(self) -> None:
        """Paint everything anew: the look is another."""
        self._kept.clear()
        self.turn()
