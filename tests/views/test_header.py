"""The words of a scene, the foot of the audience's window, and the invitation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Scene, Step
from softmax_viz.core.lecture.screen import Screen
from softmax_viz.core.lecture.work import Work, advance, go_to, step_back, with_state
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.views import theme
from softmax_viz.views.lecture import header as header_module
from softmax_viz.views.lecture.footer import Footer
from softmax_viz.views.lecture.header import SceneHeader
from softmax_viz.views.lecture.ink import contrast, readable
from softmax_viz.views.lecture.invitation import Invitation
from softmax_viz.views.lecture.text_block import TextBlock, wrapped

ANIMALS = State.of([-0.25, 1.0, -0.75], ["seal", "panda", "duck"])
HIDDEN = Screen(hidden=("editor", "temperature"))
DIVIDE = Scene(
    "Can we just divide by the sum?", ANIMALS, HIDDEN,
    "The logit of panda is {z[panda]}; softmax gives it {softmax[panda]:.3f}.",
    steps=(
        Step(("softmax",), say="Softmax: {softmax[panda]:.3f} at T = {T}."),
        Step(temperature=2.0, say="Flatter."),
    ),
)  # fmt: skip
NEXT = Scene("What comes next", ANIMALS)
LESSON = Deck("A lesson", (DIVIDE, NEXT))
ENDLESS = "A title without an end, " * 20

Show = Callable[..., SceneHeader]


def begun(deck: Deck = LESSON, index: int = 0, shown: int = 0) -> Work:
    return go_to(Work(ANIMALS, deck=deck), index, shown)


def render(view: Any, work: Work) -> None:
    for _ in range(2):
        view.render_work(work)
        view.render_snapshot(evaluate(work.state))
    QApplication.processEvents()


@pytest.fixture
def header(show: Show) -> SceneHeader:
    view = show(SceneHeader(), 900, 60)
    render(view, begun())
    return view


@pytest.fixture
def bare(show: Show) -> SceneHeader:
    view = SceneHeader()
    view.set_bare(True)
    show(view, 1920, 60)
    render(view, begun())
    return view


def rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()


def sizes(view: SceneHeader) -> dict[str, int]:
    return {key: block.font.pixelSize() for key, block in view._blocks.items()}


def test_without_a_scene_nothing_is_shown(header: SceneHeader) -> None:
    assert header.isVisible()
    render(header, Work(ANIMALS))
    assert not header.isVisible()
    assert header.text == ""


def test_the_fields_are_filled_and_what_is_covered_is_not_told(header: SceneHeader) -> None:
    assert "softmax gives it ?." in header.text
    render(header, begun(shown=1))
    assert "softmax gives it 0.685." in header.text
    assert "Softmax: 0.685 at T = 1" in header.text


@pytest.mark.parametrize("shown", [0, 1])
def test_numbers_follow_the_temperature_and_the_height_stays(
    shown: int, header: SceneHeader
) -> None:
    tall = replace(DIVIDE, prompt="{z[panda]} at {T} " * 9)
    work = begun(Deck(scenes=(tall,)), shown=shown)
    header.resize(530, header.height())
    render(header, work)
    heights, texts = set(), set()
    for t in (30.0, 0.0, 12.345, 0.5, 1.0, float("inf")):
        dragged = with_state(work, replace(work.state, temperature=t))
        render(header, dragged)
        heights.add(header.height())
        texts.add(header.text)
    assert len(heights) == 1
    assert len(texts) > 3


def test_the_newest_words_stand_out(header: SceneHeader) -> None:
    render(header, begun(shown=2))
    weights = {key: block.font.weight() for key, block in header._blocks.items()}
    assert list(weights) == ["title", "prompt", "said 0", "said 1"]
    assert weights["said 1"] > weights["said 0"]
    assert header.text.splitlines()[-1] == "Flatter."


def test_the_buttons_lead_back_and_on(
    header: SceneHeader, told: Callable[..., list[tuple[Work]]]
) -> None:
    turned = told(header.turned)
    progress = header.progress
    assert not progress.back_button.isEnabled()
    assert progress.next_button.text() == "Next: reveal"
    assert progress.place.text() == "1 / 2"
    QTest.mouseClick(progress.next_button, Qt.MouseButton.LeftButton)
    assert turned == [(advance(begun()),)]
    render(header, begun(shown=2))
    assert progress.next_button.text() == "Next scene"
    QTest.mouseClick(progress.back_button, Qt.MouseButton.LeftButton)
    assert turned[1] == (step_back(begun(shown=2)),)
    render(header, begun(index=1))
    assert not progress.next_button.isEnabled()
    assert not progress.dots.isVisible()


def test_the_button_stays_under_the_pointer(header: SceneHeader) -> None:
    places = set()
    for shown in range(3):
        render(header, begun(shown=shown))
        button = header.progress.next_button
        places.add((button.mapTo(header, QPoint(0, 0)).toTuple(), button.width()))
    assert len(places) == 1


def test_a_filled_dot_is_a_step_taken(
    header: SceneHeader, picture: Callable[[QWidget], Any]
) -> None:
    pictures = set()
    for shown in range(3):
        render(header, begun(shown=shown))
        pictures.add(picture(header.progress.dots).tobytes())
    assert len(pictures) == 3


def test_many_steps_are_no_dots(header: SceneHeader) -> None:
    many = Deck(scenes=(replace(DIVIDE, steps=(Step(say="And."),) * 13), NEXT))
    render(header, begun(many))
    assert not header.progress.dots.isVisible()


def test_an_audience_gets_larger_words_and_no_buttons(bare: SceneHeader) -> None:
    assert not bare.progress.isVisible()
    assert 40 <= sizes(bare)["title"] <= 44
    assert sizes(bare)["prompt"] >= 24
    bare.resize(1280, bare.height())
    assert 26 <= sizes(bare)["title"] <= 32


def test_the_main_window_has_small_words(header: SceneHeader) -> None:
    assert sizes(header) == {"title": 17, "prompt": 14}


def test_an_audience_sees_the_logits_in_the_colours_of_their_classes(
    bare: SceneHeader, picture: Callable[[QWidget], Any]
) -> None:
    pixels = picture(bare).reshape(-1, 3)
    look = theme.current()
    for index in range(3):
        color = readable(look.class_color(index), look.color("window"))
        assert (pixels == rgb(color)).all(axis=1).any()
    without = begun(Deck(scenes=(replace(DIVIDE, screen=Screen()),)))
    tall = bare.height()
    render(bare, without)
    assert bare.height() < tall
    nine = State.of(range(9))
    render(bare, begun(Deck(scenes=(Scene("Nine", nine, HIDDEN),))))
    low = bare.height()
    render(bare, begun(Deck(scenes=(Scene("Nine", State.of(range(8)), HIDDEN),))))
    assert bare.height() > low


def test_without_a_chart_the_names_stand_beside_the_logits(bare: SceneHeader) -> None:
    assert bare._logits.text == "z = [ −0.25, 1, −0.75 ]   Σ z = 0"
    hidden = replace(HIDDEN, charts=(), lens="steps")
    render(bare, begun(Deck(scenes=(replace(DIVIDE, screen=hidden, steps=()),))))
    assert bare._logits.text == "z = [ seal −0.25, panda 1, duck −0.75 ]   Σ z = 0"


def test_many_long_logits_shrink_to_fit(
    bare: SceneHeader, picture: Callable[[QWidget], Any]
) -> None:
    wide = State.of([-123456.789 - i for i in range(8)], decimals=3)
    render(bare, begun(Deck(scenes=(Scene("Wide", wide, HIDDEN),))))
    for width in (1920, 900, 500, 60):
        bare.resize(width, bare.height())
        assert (picture(bare)[:, -1] == picture(bare)[0, -1]).all()


@pytest.mark.parametrize("width", [300, 900])
def test_a_title_shrinks_wraps_and_then_ends_in_dots(
    width: int,
    header: SceneHeader,
    ask: Callable[[QWidget, QPoint], str],
    picture: Callable[[QWidget], Any],
) -> None:
    assert not header.is_cut
    assert ask(header, QPoint(5, 5)) == ""
    header.resize(width, header.height())
    render(header, begun(Deck(scenes=(replace(DIVIDE, title=ENDLESS),))))
    title = header._blocks["title"]
    assert title.font.pixelSize() < 17
    assert title.lines[-1].endswith("…")
    assert len(title.lines) == 2
    assert header.is_cut
    assert "A title without an end, A title" in ask(header, QPoint(5, 5)).replace("\n", " ")
    pixels = picture(header)
    assert (pixels[-1] == pixels[-1, 0]).all()


def test_what_was_said_long_ago_is_kept_in_the_tooltip(
    header: SceneHeader, ask: Callable[[QWidget, QPoint], str]
) -> None:
    steps = tuple(Step(say=f"Word {i}.") for i in range(6))
    render(header, begun(Deck(scenes=(replace(NEXT, steps=steps),)), shown=6))
    assert [key for key in header._blocks if key.startswith("said")] == ["said 3", "said 4",
                                                                         "said 5"]  # fmt: skip
    assert "Word 0." in ask(header, QPoint(5, 5))


def test_markup_is_drawn_as_it_is(header: SceneHeader, picture: Callable[[QWidget], Any]) -> None:
    pictures = set()
    for title in ("<b>x</b>", "x"):
        render(header, begun(Deck(scenes=(Scene(title, ANIMALS),))))
        pictures.add(picture(header).tobytes())
    assert len(pictures) == 2


def test_showing_the_same_again_tells_nothing_and_paints_the_same(
    header: SceneHeader, told: Callable[..., list[Any]], picture: Callable[[QWidget], Any]
) -> None:
    turned, first = told(header.turned), picture(header)
    render(header, begun())
    assert turned == []
    assert (picture(header) == first).all()


def test_a_screen_reader_is_told_what_is_new(
    header: SceneHeader, bare: SceneHeader, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def note(widget: QWidget, text: str) -> None:
        said.append(text)

    monkeypatch.setattr(header_module, "announce", note)
    header.speak()
    assert said[0] == "Can we just divide by the sum?"
    assert header.accessibleName() == "Scene: Can we just divide by the sum?"
    assert "logit of panda" in header.accessibleDescription()
    render(header, begun(shown=2))
    said.clear()
    header.speak()
    assert said[-1] == "Flatter."
    assert len(said) == 2
    bare.speak()
    assert len(said) == 2


def test_a_larger_look_has_larger_words(header: SceneHeader, qapp: QApplication) -> None:
    theme.apply(qapp, theme.Theme(scale=1.5))
    header.follow_theme()
    assert sizes(header)["prompt"] == 21


# The foot


@pytest.fixture
def footer(show: Callable[..., Footer]) -> Footer:
    view = show(Footer(), 1280, 30)
    render(view, begun())
    return view


def test_the_foot_tells_the_temperature_only_where_no_control_does(footer: Footer) -> None:
    assert footer.texts == ("T = 1", "A lesson", "1 / 2")
    render(footer, begun(shown=2))
    assert footer.texts[0] == "T = 2"
    render(footer, begun(index=1))
    assert footer.texts == ("", "A lesson", "2 / 2")
    assert footer.accessibleDescription() == "scene 2 of 2"


@pytest.mark.parametrize("width", [60, 1280, 1920])
def test_the_foot_is_legible_at_any_width(
    width: int, footer: Footer, picture: Callable[[QWidget], Any]
) -> None:
    render(footer, begun(Deck(ENDLESS, LESSON.scenes)))
    footer.resize(width, footer.height())
    pixels = picture(footer)
    assert pixels.shape[0] >= 20
    assert (pixels[0] == pixels[0, 0]).all()
    assert (pixels[-1] == pixels[0, 0]).all()


# The invitation


@pytest.fixture
def invitation(show: Callable[..., Invitation]) -> Invitation:
    return show(Invitation(), 900, 34)


def test_the_invitation_opens_a_deck_or_goes(
    invitation: Invitation, told: Callable[..., list[Any]]
) -> None:
    opened, dismissed = told(invitation.opened), told(invitation.dismissed)
    assert "scene by scene" in invitation.label.text()
    for button in (
        invitation.course_button, invitation.temperature_button, invitation.close_button
    ):  # fmt: skip
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened == [("course",), ("temperature",)]
    assert dismissed == [()]


# Paragraphs and inks


def test_lines_hold_the_whole_text(qapp: QApplication) -> None:
    font = theme.current().font(14)
    text = "🐼 pandas and 🦭 seals, Übermut and averyverylongwordthatfitsonnoline"
    lines = wrapped(text, font, 90)
    assert len(lines) > 3
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert wrapped("one\ntwo", font, 500) == ["one", "two"]


def test_a_paragraph_never_grows_back_while_numbers_change(qapp: QApplication) -> None:
    block = TextBlock(((20, 1), (14, 2)))
    block.lay_out("short", "short", 200)
    assert block.font.pixelSize() == 20
    block.lay_out("much longer than before", "short", 200)
    height = block.height
    assert block.font.pixelSize() == 14
    block.lay_out("short", "short", 200)
    assert (block.font.pixelSize(), block.height) == (14, height)
    block.lay_out("", "", 200)
    assert (block.lines, block.height) == ((), 0.0)


@pytest.mark.parametrize("dark", [False, True])
def test_names_of_classes_can_be_read_in_their_colours(dark: bool) -> None:
    look = theme.Theme(dark)
    ground = look.color("window")
    for index in range(len(look.colors.classes)):
        assert contrast(readable(look.class_color(index), ground), ground) >= 4.5
    assert readable(QColor("black"), QColor("white")) == QColor("black")
