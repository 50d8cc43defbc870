"""What a window would lack, found before Qt aborts the process over it with a misleading text."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import re
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from softmax_viz.text import tr

# Shared libraries that Qt does not bring along, and the Debian packages they are in.
_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


def missing_for_a_window() -> str | None:
    """Say what a window lacks on this machine, or None if nothing is known to be missing.

    Leaves QtWidgets unimported and creates no application.
    """
    return _missing_of_qt() or (_missing_of_display() if sys.platform == "linux" else None)


def _missing_of_qt() -> str | None:
    try:
        importlib.import_module("PySide6.QtGui")
    except ModuleNotFoundError:
        return tr(
            "Qt is not installed, or only in part: PySide6.QtGui is missing; "
            "python -m pip install --force-reinstall PySide6-Essentials brings it."
        )
    except ImportError as error:
        return _missing_libraries(error)
    return None


def _missing_of_display() -> str | None:
    tried: list[tuple[str, str]] = []
    for platform in _platforms():
        display = _DISPLAYS.get(platform)
        if display is None:
            return None  # offscreen, minimal, vnc, ...: they need no display
        complaint = display.missing()
        if complaint is None:
            return None
        tried.append((display.variable, complaint))
    for variable, complaint in reversed(tried):
        if os.environ.get(variable):
            return complaint
    return tr(
        "There is no display to open a window on (not set: {variables}); "
        "start it on a desktop or over ssh -X, or use softmax-viz values, which needs none."
    ).format(variables=", ".join(variable for variable, _ in tried))


def _platforms() -> list[str]:
    """Return the names of the platforms that Qt will try, in its order."""
    names = os.environ.get("QT_QPA_PLATFORM") or "wayland;xcb"
    return [name.split(":")[0] for name in names.split(";")]


def _x11_answers() -> bool:
    xcb = _load("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed: int = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY") or "wayland-0"
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(Path(os.environ.get("XDG_RUNTIME_DIR", ""), name)))
        except OSError:
            return False
    return True


class _Display(NamedTuple):
    variable: str
    plugin: str
    answers: Callable[[], bool]

    def missing(self) -> str | None:
        try:
            for plugin in _plugins(self.plugin):
                _load(str(plugin))
            answers = self.answers()
        except OSError as error:
            return _missing_libraries(error)
        if answers:
            return None
        return tr(
            "The display {display} cannot be reached: nothing answers there, or it refuses you; "
            "start it on a desktop or over ssh -X, or use softmax-viz values, which needs none."
        ).format(display=os.environ.get(self.variable, ""))


_WAYLAND = _Display("WAYLAND_DISPLAY", "libqwayland*.so", _wayland_answers)
_DISPLAYS = {
    "wayland": _WAYLAND,
    "wayland-egl": _WAYLAND,
    "xcb": _Display("DISPLAY", "libqxcb.so", _x11_answers),
}


def _plugins(pattern: str) -> list[Path]:
    spec = importlib.util.find_spec("PySide6")
    folders = (spec and spec.submodule_search_locations) or []
    return [p for f in folders for p in Path(f, "Qt", "plugins", "platforms").glob(pattern)]


def _missing_libraries(error: Exception) -> str:
    """Name every missing library, where the loader names only the first."""
    named = re.match(r"(\S+): cannot open shared object file", str(error))
    if named is None:
        return tr(
            "Qt cannot be loaded ({error}); "
            "python -m pip install --force-reinstall PySide6-Essentials may mend it."
        ).format(error=error)
    missing = sorted({named[1], *(library for library in _PACKAGES if not _loads(library))})
    packages = " ".join(sorted(_PACKAGES[library] for library in missing if library in _PACKAGES))
    sentence = (
        tr(
            "Qt cannot open a window without these system libraries: {libraries}; "
            "on Debian and Ubuntu, this brings them: sudo apt install {packages}"
        )
        if packages
        else tr("Qt cannot open a window without this system library: {libraries}.")
    )
    return sentence.format(libraries=", ".join(missing), packages=packages)


def _load(library: str) -> ctypes.CDLL:
    return ctypes.CDLL(library)


def _loads(library: str) -> bool:
    try:
        _load(library)
    except OSError:
        return False
    return True
