"""A window that cannot open is refused with a sentence that tells what to do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from softmax_viz import preflight
from softmax_viz.preflight import missing_for_a_window

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can lack a display")

VARIABLES = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Simulate a machine by what it has: environment, missing libraries, an answering X server."""

    def simulate(missing: tuple[str, ...] = (), x11: bool = False, **environment: str) -> None:
        def load(library: str) -> None:
            lacking = [m for m in missing if library == m or library.startswith("/")]
            if lacking:
                raise OSError(f"{lacking[0]}: cannot open shared object file: No such file")

        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(preflight, "_load", load)
        answering = preflight._DISPLAYS["xcb"]._replace(answers=lambda: x11)
        monkeypatch.setitem(preflight._DISPLAYS, "xcb", answering)

    return simulate


def test_a_reachable_x_display_is_enough(machine: Callable[..., None]) -> None:
    machine(x11=True, DISPLAY=":0")
    assert missing_for_a_window() is None


def test_a_dead_wayland_display_does_not_matter_beside_x(machine: Callable[..., None]) -> None:
    machine(x11=True, DISPLAY=":0", WAYLAND_DISPLAY="wayland-7")
    assert missing_for_a_window() is None


def test_a_listening_wayland_display_is_enough(
    machine: Callable[..., None], tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "w"))
        compositor.listen()
        machine(WAYLAND_DISPLAY="w", XDG_RUNTIME_DIR=str(tmp_path))
        assert missing_for_a_window() is None


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "xcb;offscreen"])
def test_some_platforms_need_no_display(machine: Callable[..., None], platform: str) -> None:
    machine(QT_QPA_PLATFORM=platform)
    assert missing_for_a_window() is None


def test_no_display_at_all(machine: Callable[..., None]) -> None:
    machine()
    said = missing_for_a_window() or ""
    assert "WAYLAND_DISPLAY, DISPLAY" in said
    assert "softmax-viz values" in said


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_where_nothing_answers_is_named(
    machine: Callable[..., None], variable: str
) -> None:
    machine(**{variable: "there-7"})
    assert "there-7" in (missing_for_a_window() or "")


def test_of_two_dead_displays_the_last_one_tried_is_named(machine: Callable[..., None]) -> None:
    machine(DISPLAY=":7", WAYLAND_DISPLAY="wayland-7")
    assert ":7" in (missing_for_a_window() or "")


def test_all_missing_libraries_are_named_with_the_line_that_brings_them(
    machine: Callable[..., None],
) -> None:
    machine(("libxcb-icccm.so.4", "libxcb-cursor.so.0"), x11=True, DISPLAY=":0")
    said = missing_for_a_window() or ""
    assert "libxcb-cursor.so.0, libxcb-icccm.so.4" in said
    assert said.endswith("sudo apt install libxcb-cursor0 libxcb-icccm4")


def test_a_library_of_an_unknown_package_is_named(machine: Callable[..., None]) -> None:
    machine(("libunicorn.so.1",), x11=True, DISPLAY=":0")
    said = missing_for_a_window() or ""
    assert "libunicorn.so.1" in said
    assert "apt" not in said


def failing_import(monkeypatch: pytest.MonkeyPatch, error: ImportError) -> None:
    def import_module(name: str) -> None:
        raise error

    monkeypatch.setattr("softmax_viz.preflight.importlib.import_module", import_module)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ImportError("libEGL.so.1: cannot open shared object file: No such file"), "libegl1"),
        (ModuleNotFoundError("No module named 'PySide6'"), "PySide6-Essentials"),
        (ImportError("undefined symbol: _ZN4QIco"), "undefined symbol: _ZN4QIco"),
    ],
)
def test_a_qt_that_cannot_be_imported(
    monkeypatch: pytest.MonkeyPatch, error: ImportError, expected: str
) -> None:
    failing_import(monkeypatch, error)
    assert expected in (missing_for_a_window() or "")


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_a_display_is_taken_for_granted(
    machine: Callable[..., None], monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    machine()
    monkeypatch.setattr(sys, "platform", platform)
    assert missing_for_a_window() is None


@pytest.mark.parametrize("display", ["", ":987"])
def test_a_real_process_without_a_display_says_so(display: str) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in VARIABLES}
    script = "from softmax_viz.preflight import missing_for_a_window as m; print(m())"
    run = subprocess.run(
        [sys.executable, "-c", script],
        env=environment | {"DISPLAY": display},
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    # A machine that runs the tests alone may lack the libraries of X as well.
    assert (display or "no display") in run.stdout or "apt install" in run.stdout
    assert run.stderr == ""
