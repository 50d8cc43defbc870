"""Make the README's picture, and with a folder every picture that is looked at before a release.

`python packaging/make_screenshots.py [FOLDER]`; QT_QPA_PLATFORM=offscreen where there is no
display. The pictures are of the real window, showing real states.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from softmax_viz.app import create_window
from softmax_viz.core.examples import BY_KEY
from softmax_viz.core.lenses import LENSES
from softmax_viz.core.state import State

README_PICTURE = Path(__file__).parent / "screenshots" / "main-window.png"
SMALL, LARGE = (1280, 720), (1920, 1080)


@dataclass(frozen=True)
class Shot:
    """Describe one picture: what is shown, in which size and look, and which class is hovered."""

    name: str
    state: State
    size: tuple[int, int] = SMALL
    mode: str = "light"
    scale: float = 1.0
    hovered: int = -1
    lens: str = "steps"


def shots() -> Iterator[Shot]:
    """Yield the pictures to look at."""
    running = BY_KEY["animals"].state()
    for size in (SMALL, LARGE):
        for mode in ("light", "dark"):
            where = f"{size[0]}x{size[1]}-{mode}"
            yield Shot(f"running-{where}", running, size, mode)
            yield Shot(f"zero-sum-{where}", BY_KEY["zero_sum"].state(), size, mode)
            yield Shot(f"fifty-classes-{where}", BY_KEY["fifty"].state(), size, mode)
    for key in BY_KEY:
        yield Shot(f"example-{key}", BY_KEY[key].state())
    yield Shot("one-class", State.of([2.0], ["seal"]))
    yield Shot("temperature-zero", replace(running, temperature=0.0), mode="dark")
    yield Shot("temperature-infinite", replace(running, temperature=float("inf")))
    yield Shot("temperature-tiny", replace(running, temperature=1e-320))
    yield Shot("hovered", running, hovered=1)
    yield Shot("back-row", running, LARGE, scale=1.75)
    yield Shot("back-row-small-screen", running, SMALL, "dark", scale=1.5)
    yield Shot("seventeen-decimals", replace(running, decimals=17), LARGE)
    yield Shot("thousand-classes", State.of(BY_KEY["fifty"].logits * 20))
    names = ["a very long class name that must be shortened", "قنديل البحر", "🦭 seal 🐼 panda"]
    yield Shot("names", replace(running, labels=tuple(names)))
    broken = [0.25, float("nan"), float("inf"), -float("inf"), 1e15, -3.0]
    yield Shot("infinities-and-nan", State.of(broken))
    for entry in LENSES:
        for size in (SMALL, LARGE):
            for mode in ("light", "dark"):
                name = f"lens-{entry.key}-{size[0]}x{size[1]}-{mode}"
                yield Shot(name, running, size, mode, lens=entry.key)
        for key in ("two_classes", "overflow", "ten", "fifty", "masked"):
            yield Shot(f"lens-{entry.key}-{key}", BY_KEY[key].state(), lens=entry.key)
        yield Shot(f"lens-{entry.key}-broken", State.of(broken), lens=entry.key)
        yield Shot(f"lens-{entry.key}-one", State.of([2.0], ["seal"]), lens=entry.key)
    yield Shot("infinite-entry", State.of([1.0, 2.0, float("inf")]), mode="dark")


def take(shot: Shot, path: Path) -> None:
    """Show a state in the window and save its picture."""
    window = create_window(shot.state)
    window.look.set_mode(shot.mode)
    window.look.set_scale(shot.scale)
    window.choose_lens(shot.lens)
    window.resize(*shot.size)
    window.show()
    _settle()
    if shot.hovered >= 0:
        window.charts.hovered.emit(shot.hovered)
    _settle()
    picture = window.grab()
    if not picture.save(str(path)):
        raise SystemExit(f"{path} could not be written")
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _settle() -> None:
    for _ in range(10):
        QApplication.processEvents()


def main() -> None:
    """Make the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SOFTMAX_VIZ_SETTINGS"] = str(Path(folder) / "settings.ini")
        README_PICTURE.parent.mkdir(exist_ok=True)
        if len(sys.argv) == 1:
            take(Shot("main-window", BY_KEY["animals"].state(), (1440, 900)), README_PICTURE)
            print(README_PICTURE)
            return
        target = Path(sys.argv[1])
        target.mkdir(parents=True, exist_ok=True)
        for shot in shots():
            take(shot, target / f"{shot.name}.png")
            print(target / f"{shot.name}.png")


if __name__ == "__main__":
    main()
