"""Light or dark, and how large: chosen by the person, remembered, applied to everything."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from softmax_viz.views import theme
from softmax_viz.views.settings import make_settings

SYSTEM, LIGHT, DARK = "system", "light", "dark"


class Look(QObject):
    """Hold the choice of theme and size; tell when the theme was applied anew."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        settings = make_settings()
        mode = settings.value("look/mode", SYSTEM)
        self._mode = mode if mode in (SYSTEM, LIGHT, DARK) else SYSTEM
        self._scale = _nearest_scale(settings.value("look/scale", 1.0))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def mode(self) -> str:
        """Return "system", "light" or "dark"."""
        return self._mode

    @property
    def scale(self) -> float:
        """Return how much larger than usual everything is drawn."""
        return self._scale

    def set_mode(self, mode: str) -> None:
        """Choose "system", "light" or "dark"."""
        self._mode = mode
        self._apply()

    def larger(self) -> None:
        """Draw everything one step larger, up to 2.5 times."""
        self._step(1)

    def smaller(self) -> None:
        """Draw everything one step smaller."""
        self._step(-1)

    def usual_size(self) -> None:
        """Draw everything at its usual size."""
        self.set_scale(1.0)

    def set_scale(self, scale: float) -> None:
        """Draw everything so much larger: the nearest of the theme's sizes."""
        self._scale = _nearest_scale(scale)
        self._apply()

    def _step(self, by: int) -> None:
        place = theme.SCALES.index(self._scale) + by
        self.set_scale(theme.SCALES[min(max(place, 0), len(theme.SCALES) - 1)])

    def _follow_system(self) -> None:
        if self._mode == SYSTEM:
            self._apply()

    def _apply(self) -> None:
        dark = self._mode == DARK or (self._mode == SYSTEM and theme.system_is_dark())
        wanted = theme.Theme(dark, self._scale)
        theme.apply(self._app, wanted)
        settings = make_settings()
        settings.setValue("look/mode", self._mode)
        settings.setValue("look/scale", self._scale)
        self.changed.emit()


def _nearest_scale(stored: object) -> float:
    try:
        wanted = float(str(stored))
    except ValueError:
        return 1.0
    return min(theme.SCALES, key=lambda scale: abs(scale - wanted))
