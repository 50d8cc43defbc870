"""Kill -9 at 200 random moments: the file is whole, and at most five seconds of work are lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from softmax_viz.documents.autosave import Autosave
from softmax_viz.documents.reading import read_deck

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is of POSIX"),
]

PROGRAM = Path(__file__).parent / "edit_until_killed.py"
ROOT = PROGRAM.parent.parent
DECK = """\
format = "softmax-viz deck"
version = 1

[[scene]]  # by hand
title = "Who wins?"
logits = [0, 1, 2]
"""
KILLS_OF_FUNCTIONS, KILLS_OF_FILES, AT_ONCE = 180, 20, 5
SECONDS_LOST = 5.0
SAVED_EVERY = 150


def lesson(folder: Path) -> Path:
    folder.mkdir()
    path = folder / "lesson.softmax"
    path.write_text(DECK, encoding="utf-8")
    return path


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "SOFTMAX_VIZ_SETTINGS": str(folder / "settings.ini"),
    }


def log(folder: Path) -> list[tuple[int, float]]:
    file = folder / "log"
    lines = file.read_text().splitlines(keepends=True) if file.exists() else []
    return [(int(c), float(t)) for c, t in (x.split() for x in lines if x.endswith("\n"))]


def saved_count(folder: Path) -> int:
    """Return what was saved last; raises DeckError where the file is broken."""
    path = folder / "lesson.softmax"
    assert "# by hand" in path.read_text(encoding="utf-8")
    (scene,) = read_deck(path).scenes
    assert scene.state.logits[1:].tolist() == [1.0, 2.0]
    return int(scene.state.logits[0])


def recovered_counts(folder: Path) -> list[int]:
    found, broken = Autosave(folder / "recovery").found()
    assert not broken
    for one in found:
        assert one.unsaved.path == folder / "lesson.softmax"
        assert one.unsaved.work.deck.scenes[0].state == one.unsaved.work.state
    return [int(one.unsaved.work.state.logits[0]) for one in found]


def test_180_kills_while_every_edit_is_kept(tmp_path: Path) -> None:
    chance = random.Random(9)
    program = subprocess.Popen(
        [sys.executable, str(PROGRAM), "functions"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        env=environment(tmp_path),
    )  # fmt: skip
    edits = []
    with program:
        assert program.stdin is not None
        assert program.stdout is not None
        for k in range(KILLS_OF_FUNCTIONS):
            folder = tmp_path / str(k)
            lesson(folder)
            program.stdin.write(f"{folder} {chance.uniform(0.005, 0.25)}\n")
            assert program.stdout.readline() == "9\n"
            last = max((count for count, _ in log(folder)), default=0)
            edits.append(last)
            saved = saved_count(folder)
            assert saved % 3 == 0
            # The save after an edit was noted may or may not have come to its end.
            assert last - 3 <= saved <= last + 1
            counts = recovered_counts(folder)
            assert len(counts) <= 1
            assert max([saved, *counts]) >= last
        program.stdin.close()
    assert sum(last > 3 for last in edits) > KILLS_OF_FUNCTIONS / 2


def test_20_kills_of_the_real_files(tmp_path: Path) -> None:
    chance = random.Random(10)
    waiting = list(range(KILLS_OF_FILES))
    recovered = 0
    while waiting:
        batch, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        programs = {}
        for k in batch:
            folder = tmp_path / str(k)
            lesson(folder)
            # Every other one never saves, so that all there is has to be recovered.
            every = str(SAVED_EVERY * (k % 2))
            command = [sys.executable, str(PROGRAM), "files", str(folder), every]
            programs[folder] = subprocess.Popen(command, env=environment(folder))
        for folder in programs:
            deadline = time.monotonic() + 30
            while not log(folder) and time.monotonic() < deadline:
                time.sleep(0.02)
        # Each from its first edit on, so that a slow start is no part of it.
        ends = {folder: log(folder)[0][1] + chance.uniform(0.1, 9.0) for folder in programs}
        for folder in sorted(programs, key=ends.__getitem__):
            time.sleep(max(0.0, ends[folder] - time.monotonic()))
            with programs[folder] as program:
                assert program.poll() is None
                program.kill()
                killed = time.monotonic()
            saved = saved_count(folder)
            counts = recovered_counts(folder)
            recovered += len(counts)
            assert saved % SAVED_EVERY == 0
            due = [count for count, when in log(folder) if when < killed - SECONDS_LOST]
            assert max([saved, *counts]) >= max(due, default=0)
    assert recovered > KILLS_OF_FILES / 2
