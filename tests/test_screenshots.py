"""Every picture that is looked at before a release can be made, and shows something."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

SCRIPT = Path(__file__).parent.parent / "packaging" / "make_screenshots.py"
MOST_EMPTY = 0.95


def share_of_commonest_color(picture: QImage) -> float:
    """Return how much of a picture its commonest colour takes, seen at every 7th pixel."""
    colors = [
        picture.pixel(x, y)
        for y in range(0, picture.height(), 7)
        for x in range(0, picture.width(), 7)
    ]
    return max(map(colors.count, set(colors[::97]))) / len(colors)


@pytest.mark.slow
def test_the_screenshots_are_made_in_the_sizes_that_they_name(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) == len(done.stdout.splitlines()) >= 30
    for path in pictures:
        picture = QImage(str(path))
        expected = (1920, 1080) if "1920x1080" in path.stem or path.stem in LARGE else (1280, 720)
        assert (picture.width(), picture.height()) == expected, path.name
        assert share_of_commonest_color(picture) < MOST_EMPTY, path.name


LARGE = {"back-row", "seventeen-decimals"}
