"""What is not code is found, can be drawn by Qt, and is in the wheel."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF, QImage, QPainter, QRawFont
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from softmax_viz import resources
from softmax_viz.resources import resource

ROOT = Path(__file__).resolve().parent.parent
DRAWINGS = [
    path.relative_to(ROOT / "resources").as_posix()
    for folder in ("icons", "formulas")
    for path in sorted((ROOT / "resources" / folder).glob("*.svg"))
    if path.stem != "softmax-viz"
]


def drawn(svg: bytes) -> NDArray[np.uint8]:
    """Draw four pixels a unit; shape (height, width, 4), as blue, green, red, alpha."""
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    image = QImage(renderer.viewBoxF().size().toSize() * 4, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8)
    return pixels.reshape(image.height(), image.width(), 4).copy()


@pytest.mark.parametrize("name", DRAWINGS)
def test_nothing_of_a_drawing_is_cut(name: str, qapp: QApplication) -> None:
    alpha = drawn(resource(name).read_bytes())[..., 3]
    assert alpha[1:-1, 1:-1].max() == 255
    assert max(alpha[0].max(), alpha[-1].max(), alpha[:, 0].max(), alpha[:, -1].max()) < 128


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_takes_the_colour_of_the_text(name: str, qapp: QApplication) -> None:
    svg = resource(name).read_bytes()
    assert svg.count(b"#000") == 1
    pixels = drawn(svg.replace(b"#000", b"#ff8000"))
    opaque = pixels[pixels[..., 3] == 255]
    assert (opaque == [0x00, 0x80, 0xFF, 0xFF]).all()


def test_the_icon_of_the_app_shows_the_colours_of_the_classes(qapp: QApplication) -> None:
    pixels = drawn(resource("icons/softmax-viz.svg").read_bytes())
    colours = {bytes(c).hex() for c in np.unique(pixels[..., 2::-1].reshape(-1, 3), axis=0)}
    assert {"0072b2", "e69f00", "009e73", "cc79a7"} <= colours


@pytest.fixture
def inter(qapp: QApplication) -> str:
    families: set[str] = set()
    for path in sorted(resource("fonts").glob("*.ttf")):
        loaded = QFontDatabase.addApplicationFont(str(path))
        families.add(QFontDatabase.applicationFontFamilies(loaded)[0])
    assert families == {"Inter"}
    return families.pop()


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_the_typeface_has_every_weight(weight: int, inter: str) -> None:
    info = QFontInfo(QFont(inter, 12, weight))
    assert (info.family(), info.weight()) == (inter, weight)


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_the_typeface_has_the_signs_of_the_subject(weight: int, inter: str) -> None:
    font = QRawFont.fromFont(QFont(inter, 12, weight))
    signs = "0123456789−+×÷=≠≈≤≥∞∑Σσθ∂√·…→←↑↓✓✗ᵢⱼ⁻₀ßéłřЖΩ€–—“”‘’"
    assert [sign for sign in signs if not font.supportsCharacter(ord(sign))] == []


def test_numbers_can_be_set_in_columns(inter: str) -> None:
    font = QFont(inter, 12)
    font.setFeature(QFont.Tag("tnum"), 1)
    metrics = QFontMetricsF(font)
    assert len({metrics.horizontalAdvance(digit * 4) for digit in "0123456789"}) == 1


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/unicorn\.svg"):
        resource("icons/unicorn.svg")


def test_an_installed_package_reads_its_own_resources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own" / "icons" / "add.svg"
    own.parent.mkdir(parents=True)
    own.touch()
    monkeypatch.setattr(resources, "_FOLDERS", (tmp_path / "own", ROOT / "resources"))
    assert resource("icons/add.svg") == own


def test_a_desktop_opens_decks_with_the_program() -> None:
    desktop = ConfigParser(interpolation=None)
    desktop.read(ROOT / "packaging" / "softmax-viz.desktop", encoding="utf-8")
    entry = desktop["Desktop Entry"]
    assert entry["Exec"] == "softmax-viz %f"
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    (kind,) = ElementTree.parse(ROOT / "packaging" / "softmax-viz-mime.xml").getroot()
    assert entry["MimeType"] == f"{kind.get('type')};"
    assert [glob.get("pattern") for glob in kind.iter(f"{space}glob")] == ["*.softmax"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared["packaging/softmax-viz-mime.xml"] == "share/mime/packages/softmax-viz.xml"
    assert all((ROOT / file).is_file() for file in shared)


@pytest.mark.slow
def test_the_wheel_brings_all_resources(tmp_path: Path) -> None:
    pytest.importorskip("pip")
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    ZipFile(wheel).extractall(site)
    find = "from softmax_viz.resources import resource; print(resource('.').resolve())"
    found = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(site)!r}); {find}"],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    folder = Path(found.stdout.strip())
    assert folder.is_relative_to(site)
    of_checkout = {p.relative_to(ROOT / "resources") for p in (ROOT / "resources").rglob("*.*")}
    assert {p.relative_to(folder) for p in folder.rglob("*.*")} == of_checkout
