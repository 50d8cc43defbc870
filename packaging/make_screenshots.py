"""Make the README's picture, and with a folder every picture that is looked at before a release.

`python packaging/make_screenshots.py [FOLDER [DECK.softmax]]`, with a deck its scenes alone;
QT_QPA_PLATFORM=offscreen where there is no display. The pictures are of the real window, showing
real states.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from softmax_viz.app import create_window
from softmax_viz.core.calibration.run import best
from softmax_viz.core.digits.scribble import scribble
from softmax_viz.core.examples import BY_KEY
from softmax_viz.core.lecture.work import advance, go_to
from softmax_viz.core.lenses import LENSES
from softmax_viz.core.state import State
from softmax_viz.views import theme
from softmax_viz.views.charts.class_window import ClassWindow
from softmax_viz.views.lecture.audience import Audience
from softmax_viz.views.lecture.sizes import stage_scale
from softmax_viz.window import MainWindow

README_PICTURE = Path(__file__).parent / "screenshots" / "main-window.png"
SMALL, LARGE = (1280, 720), (1920, 1080)
# A lens follows a moment later, in milliseconds.
LENS_DELAY = 100


@dataclass(frozen=True)
class Shot:
    """Describe one picture: what is shown, in which size and look, and which class is hovered.

    seen: which part of the classes the charts show, None for all.
    data: a file of logits that the app brings along, "" for none; best: at its best temperature.
    drawn: whether a digit is drawn instead; presented: whether it is what an audience sees.
    """

    name: str
    state: State
    size: tuple[int, int] = SMALL
    mode: str = "light"
    scale: float = 1.0
    hovered: int = -1
    lens: str = "steps"
    seen: ClassWindow | None = None
    data: str = ""
    best: bool = False
    drawn: bool = False
    presented: bool = False


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
    yield from shots_of_many_classes()
    yield from shots_of_data(running)


def shots_of_many_classes() -> Iterator[Shot]:
    """Yield pictures of a thousand and of a million classes."""
    for count in (1_000, 1_000_000):
        state = State.of(np.random.default_rng(0).normal(0, 3, count))
        parts = {
            "whole": ClassWindow.whole(count),
            "zoomed": ClassWindow(count, 0.4 * count, 0.4 * count + 40),
            "sorted": ClassWindow.whole(count, by_value=True),
            "fitted": ClassWindow(count, 0, 0.01 * count, by_value=True, fitted=True),
            "top": ClassWindow.top(count, 20),
        }
        for part, window in parts.items():
            for size, mode in ((SMALL, "light"), (LARGE, "dark")):
                name = f"classes-{count}-{part}-{size[0]}x{size[1]}-{mode}"
                yield Shot(name, state, size, mode, seen=window)


def shots_of_data(state: State) -> Iterator[Shot]:
    """Yield pictures of opened files, of their calibration, and of a drawn digit."""
    for size in (SMALL, LARGE):
        for mode in ("light", "dark"):
            where = f"{size[0]}x{size[1]}-{mode}"
            yield Shot(f"rows-{where}", state, size, mode, data="digits_overconfident")
            yield Shot(f"digit-pad-{where}", state, size, mode, drawn=True)
            for name, shown in (
                ("row", {"data": "digits_overconfident"}), ("digit-pad", {"drawn": True}),
            ):  # fmt: skip
                yield replace(
                    Shot(f"presented-{name}-{where}", state, size, mode, presented=True), **shown
                )
            for at_best in (False, True):
                name = f"calibration-{'best' if at_best else 'one'}-{where}"
                yield Shot(
                    name, state, size, mode,
                    lens="calibration", data="digits_overconfident", best=at_best,
                )  # fmt: skip
    for data in ("digits", "wine"):
        yield Shot(f"calibration-{data}", state, lens="calibration", data=data)


def lesson_shots(source: Path, folder: Path) -> Iterator[Path]:
    """Save every scene's beginning and end, in the window and for an audience."""
    for size in (SMALL, LARGE):
        for mode in ("light", "dark"):
            window = create_window(BY_KEY["animals"].state())
            window.look.set_mode(mode)
            window.resize(*size)
            window.show()
            window.files.open(str(source))
            audience = Audience()
            audience.resize(*size)
            stage = replace(theme.current(), scale=stage_scale(*size))
            with theme.drawn_at(stage):
                audience.follow_theme()
                audience.show()
                audience.setFocus()
            where = f"{size[0]}x{size[1]}-{mode}"
            for index in range(len(window.session.work.deck.scenes)):
                for moment in ("begin", "end"):
                    _show_scene(window, index, moment == "end")
                    with theme.drawn_at(stage):
                        audience.render_work(window.session.work)
                        audience.render_snapshot(window.session.snapshot)
                        QTest.qWait(LENS_DELAY)
                        for kind, view in (("window", window), ("audience", audience)):
                            path = (
                                folder / f"{source.stem}-{index + 1:02}-{moment}-{kind}-{where}.png"
                            )
                            _save(view, path)
                            yield path
            audience.close()
            _close(window)


def _show_scene(window: MainWindow, index: int, at_end: bool) -> None:
    work = go_to(window.session.work, index)
    while at_end and work.shown < len(work.steps):
        work = advance(work)
    window.session.show_work(work)
    _settle()


def take(shot: Shot, path: Path) -> None:
    """Show a state in the window, as at a first start, and save its picture."""
    Path(os.environ["SOFTMAX_VIZ_SETTINGS"]).unlink(missing_ok=True)
    window = create_window(shot.state)
    window.look.set_mode(shot.mode)
    window.look.set_scale(shot.scale)
    window.choose_lens(shot.lens)
    window.resize(*shot.size)
    window.show()
    _settle()
    if shot.seen is not None:
        window.charts.show_window(shot.seen)
    if shot.data:
        window.logit_files.open_builtin(shot.data)
    if shot.best:
        window.session.update(replace(window.session.state, temperature=_best(window)))
    if shot.drawn:
        window.side.tabs.choose("draw")
        window.digits.read(scribble(), None)
    QTest.qWait(LENS_DELAY)
    _settle()
    if shot.hovered >= 0:
        window.charts.hovered.emit(shot.hovered)
    _settle()
    if shot.presented:
        _save_audience(window, shot.size, path)
    else:
        _save(window, path)
    _close(window)


def _save_audience(window: MainWindow, size: tuple[int, int], path: Path) -> None:
    audience = Audience()
    audience.resize(*size)
    with theme.drawn_at(replace(theme.current(), scale=stage_scale(*size))):
        audience.follow_theme()
        audience.show()
        audience.setFocus()
        audience.render_work(window.session.work)
        audience.render_snapshot(window.session.snapshot)
        QTest.qWait(LENS_DELAY)
        _save(audience, path)
    audience.close()


def _best(window: MainWindow) -> float:
    rows = window.session.work.rows
    assert rows is not None
    *_, (_, temperature) = best(rows.table, rows.mapper)
    return temperature


def _save(view: QWidget, path: Path) -> None:
    if not view.grab().save(str(path)):
        raise SystemExit(f"{path} could not be written")


def _close(window: MainWindow) -> None:
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
        if len(sys.argv) > 2:
            for path in lesson_shots(Path(sys.argv[2]), target):
                print(path)
            return
        for shot in shots():
            take(shot, target / f"{shot.name}.png")
            print(target / f"{shot.name}.png")


if __name__ == "__main__":
    main()
