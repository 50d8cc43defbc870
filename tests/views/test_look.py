"""Light and dark, sizes, contrast, and what is remembered of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFontInfo, QGuiApplication, QPalette, Qt, QTextDocument
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from softmax_viz.views import theme
from softmax_viz.views.look import DARK, LIGHT, SYSTEM, Look
from softmax_viz.views.settings import make_settings
from softmax_viz.views.temperature.bar import TemperatureBar
from softmax_viz.views.tooltip import tooltip

THEMES = {"light": theme.LIGHT, "dark": theme.DARK}


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(
    ("ink", "grounds"),
    [
        ("ink", ["card", "window", "probable", "note_ground", "accent_ground"]),
        ("muted", ["card", "window", "probable"]),
        ("accent_ink", ["accent_ground"]),
        ("good_ink", ["good_ground"]),
        ("bad_ink", ["bad_ground", "card"]),
        ("note_ink", ["note_ground"]),
        # Selected text in a field.
        ("card", ["focus"]),
    ],
)
def test_text_can_be_read_on_its_grounds(name: str, ink: str, grounds: list[str]) -> None:
    colors = THEMES[name]
    for ground in grounds:
        assert contrast(getattr(colors, ink), getattr(colors, ground)) >= 4.5, ground


@pytest.mark.parametrize("name", THEMES)
def test_what_shows_the_focus_stands_out(name: str) -> None:
    colors = THEMES[name]
    assert contrast(colors.focus, colors.card) >= 3
    assert contrast(colors.focus, colors.window) >= 3


def test_every_class_stands_out_from_a_dark_card() -> None:
    for color in theme.DARK.classes:
        assert contrast(color, theme.DARK.card) >= 3
        assert contrast(color, theme.DARK.probable) >= 3


def test_of_the_classes_on_a_light_card_only_orange_and_sky_blue_are_lighter_than_3_to_1() -> None:
    pale = [color for color in theme.LIGHT.classes if contrast(color, theme.LIGHT.card) < 3]
    assert pale == ["#e69f00", "#56b4e9"]
    assert all(contrast(color, theme.LIGHT.card) >= 2 for color in pale)


@pytest.mark.parametrize("name", THEMES)
def test_the_classes_have_colours_of_their_own(name: str) -> None:
    classes = THEMES[name].classes
    assert len(set(classes)) == len(classes) == 8


def test_both_themes_name_every_role() -> None:
    for colors in THEMES.values():
        for field in fields(colors):
            if field.name != "classes":
                value = getattr(colors, field.name)
                assert len(value) == 7
                assert int(value[1:], 16) >= 0


class Dressed(QObject):
    """Count how often a control was given another style."""

    times = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.StyleChange
        return False


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look(qapp)


def test_the_look_begins_like_the_system_at_the_usual_size(look: Look) -> None:
    assert (look.mode, look.scale) == (SYSTEM, 1.0)
    assert theme.current() == theme.Theme(dark=theme.system_is_dark())


@pytest.mark.parametrize(("mode", "colors"), [(LIGHT, theme.LIGHT), (DARK, theme.DARK)])
def test_a_theme_colours_everything(
    mode: str, colors: theme.Colors, look: Look, show: Callable[..., TemperatureBar],
    picture: Callable[[QWidget], Any], told: Callable[..., Any],
) -> None:  # fmt: skip
    changed = told(look.changed)
    look.set_mode(mode)
    assert changed == [()]
    assert theme.current().colors == colors
    assert QApplication.palette().color(QPalette.ColorRole.Window).name() == colors.window
    pixels = picture(show(TemperatureBar(), 900, 80))
    assert bytes(pixels[2, 2]).hex() == colors.card[1:]


def test_the_system_is_followed_until_a_theme_is_chosen(
    look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    hints = QGuiApplication.styleHints()

    def system_turns(dark: bool) -> None:
        monkeypatch.setattr(theme, "system_is_dark", lambda: dark)
        scheme = Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light
        hints.colorSchemeChanged.emit(scheme)

    for dark in (True, False, True):
        system_turns(dark)
        assert theme.current().dark is dark
    look.set_mode(LIGHT)
    system_turns(True)
    assert theme.current().dark is False
    look.set_mode(SYSTEM)
    assert theme.current().dark is True


def test_sizes_go_up_and_down_and_stop_at_the_ends(look: Look) -> None:
    sizes = []
    for _ in range(12):
        look.larger()
        sizes.append(look.scale)
    assert sizes[-1] == 2.5
    assert all(a <= b for a, b in pairwise([1.0, *sizes]))
    for _ in range(20):
        look.smaller()
    assert look.scale == 0.8
    look.usual_size()
    assert look.scale == 1.0


def test_a_size_reaches_the_type_and_the_controls(
    look: Look, show: Callable[..., QPushButton]
) -> None:
    button = show(QPushButton("Sweep"))
    usual = button.sizeHint()
    look.set_scale(2.0)
    assert QApplication.font().pixelSize() == 2 * theme.BASE_TEXT
    assert button.sizeHint().width() > 1.5 * usual.width()
    assert button.sizeHint().height() > 1.5 * usual.height()


def test_another_size_dresses_a_control_once(look: Look, show: Callable[..., QPushButton]) -> None:
    dressed = Dressed()
    button = show(QPushButton("OK"), 90, 40)
    button.installEventFilter(dressed)
    look.larger()
    assert dressed.times == 1
    assert QApplication.font().pixelSize() == theme.current().px(theme.BASE_TEXT)


def test_the_look_is_remembered(look: Look, qapp: QApplication) -> None:
    look.set_mode(DARK)
    look.larger()
    again = Look(qapp)
    assert (again.mode, again.scale) == (DARK, look.scale)
    assert theme.current() == theme.Theme(True, look.scale)


@pytest.mark.parametrize(
    ("mode", "scale", "expected"),
    [
        ("pink", "huge", (SYSTEM, 1.0)), ("", "", (SYSTEM, 1.0)), (DARK, "1.4", (DARK, 1.3)),
        (LIGHT, "900", (LIGHT, 2.5)), ("7", "-3", (SYSTEM, 0.8)),
    ],
)  # fmt: skip
def test_damaged_settings_do_no_harm(
    mode: str, scale: str, expected: tuple[str, float], qapp: QApplication
) -> None:
    settings = make_settings()
    settings.setValue("look/mode", mode)
    settings.setValue("look/scale", scale)
    settings.sync()
    look = Look(qapp)
    assert (look.mode, look.scale) == expected


def test_the_typeface_is_the_one_that_comes_along(look: Look) -> None:
    assert QFontInfo(QApplication.font()).family() == theme.FAMILY


def test_a_distance_is_never_lost(look: Look) -> None:
    for scale in theme.SCALES:
        assert theme.Theme(scale=scale).px(0) == 0
        assert theme.Theme(scale=scale).px(0.3) == 1


@pytest.mark.parametrize("text", ["<b>x</b>", "a < b", "&amp;", "<img src='x'>", "x\n<i>y</i>"])
def test_a_tooltip_says_its_text_letter_by_letter(text: str) -> None:
    shown = tooltip(text)
    if Qt.mightBeRichText(shown):
        document = QTextDocument()
        document.setHtml(shown)
        shown = document.toPlainText()
    assert shown == text


def test_a_tooltip_has_lines_of_readable_length() -> None:
    lines = tooltip("word " * 100 + "\n" + "end").splitlines()
    assert max(map(len, lines)) <= 72
    assert lines[-1] == "end"
    assert " ".join(lines).split() == ["word"] * 100 + ["end"]
