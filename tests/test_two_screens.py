"""Presenting on two screens of a real X server, one of which is unplugged in the middle of it."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

NEEDED = ("Xvfb", "openbox", "xdotool", "xrandr")
MISSING = [name for name in NEEDED if shutil.which(name) is None]
PATIENCE = 30

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]

PROJECTOR = ("projector", "1920/500x1080/280+0+0", "none")
LAPTOP = ("laptop", "1280/330x720/190+1920+0", "screen")
FULL_HD, SMALL = [0, 0, 1920, 1080], [1920, 0, 1280, 720]


class Lesson:
    """Run a presentation on a desktop of its own; send keys, and read what it tells."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._processes: list[subprocess.Popen[Any]] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._env = dict(os.environ)

    def start(self) -> None:
        read, write = os.pipe()
        self._run("Xvfb", "-displayfd", str(write), "-screen", "0", "3200x1080x24", "-noreset",
                  "-nolisten", "tcp", pass_fds=(write,))  # fmt: skip
        os.close(write)
        with os.fdopen(read) as said:
            display = said.readline().strip()
        self._env.update(
            DISPLAY=f":{display}", QT_QPA_PLATFORM="xcb",
            SOFTMAX_VIZ_SETTINGS=str(self.folder / "screens.ini"),
        )  # fmt: skip
        for gone in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
            self._env.pop(gone, None)
        self.plug(*LAPTOP)
        self.plug(*PROJECTOR)
        self._run("openbox")
        script = Path(__file__).with_name("present_lesson.py")
        app = self._run(sys.executable, str(script), str(self.folder), stdout=subprocess.PIPE)
        threading.Thread(target=self._read, args=(app,), daemon=True).start()

    def _run(self, *command: str, **options: Any) -> subprocess.Popen[Any]:
        log = (self.folder / f"{Path(command[0]).name}.log").open("wb")
        with log:
            process = subprocess.Popen(command, env=self._env, stderr=log, **options)
        self._processes.append(process)
        return process

    def _read(self, app: subprocess.Popen[Any]) -> None:
        for line in app.stdout or ():
            self._lines.put(line.decode())

    def _call(self, *command: str) -> None:
        subprocess.run(command, env=self._env, check=True, capture_output=True, timeout=PATIENCE)

    def plug(self, name: str, mode: str, output: str) -> None:
        self._call("xrandr", "--setmonitor", name, mode, output)

    def unplug(self, name: str) -> None:
        self._call("xrandr", "--delmonitor", name)

    def key(self, *names: str) -> None:
        self._call("xdotool", "key", *names)

    def wait_for(self, **wanted: object) -> dict[str, Any]:
        """Return what is told once it is what is wanted."""
        last = "nothing"
        while True:
            try:
                last = self._lines.get(timeout=PATIENCE)
            except queue.Empty:
                log = (self.folder / f"{Path(sys.executable).name}.log").read_text()
                raise AssertionError(f"{wanted} is not told after {last}; {log}") from None
            told: dict[str, Any] = json.loads(last)
            if all(told[name] == value for name, value in wanted.items()):
                return told

    def picture(self, screen: str) -> QImage:
        """Return the last picture of a screen."""
        return QImage(str(sorted(self.folder.glob(f"* {screen}.png"))[-1]))

    def end(self) -> int:
        return self._processes[-1].wait(PATIENCE)

    def close(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.wait(PATIENCE)
            if process.stdout is not None:
                process.stdout.close()


@pytest.fixture
def lesson(tmp_path: Path) -> Iterator[Lesson]:
    lesson = Lesson(tmp_path)
    try:
        lesson.start()
        yield lesson
    finally:
        lesson.close()


def colors(image: QImage) -> set[str]:
    """Return the colours of a grid of pixels."""
    across, down = range(20, image.width(), 40), range(60, image.height(), 40)
    return {image.pixelColor(x, y).name() for x in across for y in down}


def test_a_lesson_on_two_screens_survives_the_projector(lesson: Lesson) -> None:
    told = lesson.wait_for(scene=[0, 0], audience=FULL_HD)
    left, _, width, height = told["presenter"]
    assert left >= 1920
    assert (width, height) <= (1280, 720)
    assert lesson.picture("projector").size().toTuple() == (1920, 1080)
    assert lesson.picture("laptop").size().toTuple() == (1280, 720)
    assert min(len(colors(lesson.picture(name))) for name in ("projector", "laptop")) > 4

    lesson.key("Next")
    lesson.wait_for(scene=[0, 1])
    lesson.key("Next", "Next")
    lesson.wait_for(scene=[1, 0])
    lesson.key("Prior")
    lesson.wait_for(scene=[0, 2])
    lesson.key("period")
    lesson.wait_for(blank="black")
    assert colors(lesson.picture("projector")) == {"#000000"}
    assert len(colors(lesson.picture("laptop"))) > 4
    lesson.key("Next")
    lesson.wait_for(blank="", scene=[0, 2])

    lesson.unplug("projector")
    lesson.wait_for(audience=SMALL, presenter=None, scene=[0, 2])
    lesson.key("3", "Return")
    lesson.wait_for(scene=[2, 0])
    lesson.plug(*PROJECTOR)
    told = lesson.wait_for(audience=FULL_HD, scene=[2, 0])
    assert told["presenter"] is not None
    lesson.unplug("projector")
    lesson.plug("projector", "1024/270x768/200+0+0", "none")
    lesson.wait_for(audience=[0, 0, 1024, 768], scene=[2, 0])
    lesson.key("s")
    told = lesson.wait_for(audience=SMALL)
    assert told["presenter"][0] < 1920
    lesson.key("Escape")
    assert lesson.end() == 2
