"""A question with its choices, answered by click, by key and by show of hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Question, Scene
from softmax_viz.core.lecture.work import Work, advance, choose, count_hands, go_to, with_state
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.views import theme
from softmax_viz.views.lecture import question as question_module
from softmax_viz.views.lecture.choice import ChoiceButton
from softmax_viz.views.lecture.question import QuestionView

ANIMALS = State.of([-0.25, 1.0, -0.75], ["seal", "panda", "duck"])
CHOICES = ("seal, with {z[seal]:.2f}", "panda", "none of them")
ASKING = Scene("Signs", ANIMALS, question=Question("What has {z[panda]:.1f}?", CHOICES, 1))
OPINION = Scene("Opinion", ANIMALS, question=Question("Like it?", ("yes", "no")))
PLAIN = Scene("Nothing asked", ANIMALS)
DECK = Deck("A lesson", (ASKING, OPINION, PLAIN))
LEFT = Qt.MouseButton.LeftButton

Told = Callable[..., list[tuple[Work]]]


def begun(index: int = 0, deck: Deck = DECK) -> Work:
    return go_to(Work(ANIMALS, deck=deck), index)


def rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()


def of_choices(*texts: str, right: int = 0) -> Work:
    return begun(0, Deck(scenes=(replace(ASKING, question=Question("?", texts, right)),)))


def render(view: QuestionView, work: Work) -> None:
    for _ in range(2):
        view.render_work(work)
        view.render_snapshot(evaluate(work.state))
    QApplication.processEvents()


@pytest.fixture
def view(show: Callable[..., QuestionView]) -> QuestionView:
    shown = show(QuestionView(), 900, 100)
    render(shown, begun())
    return shown


@pytest.fixture
def bare(show: Callable[..., QuestionView]) -> QuestionView:
    shown = QuestionView()
    shown.set_bare(True)
    show(shown, 1920, 100)
    render(shown, begun())
    return shown


@pytest.fixture
def live(view: QuestionView) -> Callable[[], Work]:
    """Let the view work on a work of its own, as a window does, and return the present one."""
    works = [begun()]

    def take(work: Work) -> None:
        works.append(work)
        view.render_work(work)
        view.render_snapshot(evaluate(work.state))

    view.turned.connect(take)
    return lambda: works[-1]


def descriptions(view: QuestionView) -> list[str]:
    """Return everything that a screen reader finds."""
    widgets = [view, *view.findChildren(QWidget)]
    return [w.accessibleName() + w.accessibleDescription() + w.toolTip() for w in widgets]


def test_nothing_is_shown_where_nothing_is_asked(view: QuestionView) -> None:
    assert view.isVisible()
    render(view, begun(2))
    assert not view.isVisible()
    assert not view.press_digit(1)
    render(view, Work(ANIMALS))
    assert not view.isVisible()


def test_fields_are_filled_in_the_question_and_in_the_choices(view: QuestionView) -> None:
    assert view.ask == "What has 1.0?"
    assert [choice.text for choice in view.choices][1:] == ["panda", "none of them"]
    assert "−0.25" in view.choices[0].text
    work = with_state(begun(), replace(ANIMALS, logits=ANIMALS.logits - 1))
    height = view.height()
    render(view, work)
    assert "−1.25" in view.choices[0].text
    assert view.height() == height


def test_a_click_answers(view: QuestionView, told: Told) -> None:
    turned = told(view.turned)
    QTest.mouseClick(view.buttons[2], LEFT)
    assert turned == [(choose(begun(), 2),)]


@pytest.mark.parametrize("within", ["view", "button"])
def test_a_digit_answers(within: str, view: QuestionView, told: Told) -> None:
    turned = told(view.turned)
    widget = view if within == "view" else view.buttons[0]
    QTest.keyClick(widget, Qt.Key.Key_2)
    assert turned == [(choose(begun(), 1),)]
    QTest.keyClick(widget, Qt.Key.Key_4)
    QTest.keyClick(widget, Qt.Key.Key_0)
    QTest.keyClick(widget, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert len(turned) == 1


def test_the_window_may_press_a_digit_whatever_has_the_focus(
    view: QuestionView, told: Told
) -> None:
    turned = told(view.turned)
    assert view.press_digit(3)
    assert not view.press_digit(9)
    assert not view.press_digit(0)
    assert turned == [(choose(begun(), 2),)]
    render(view, advance(begun()))
    assert not view.press_digit(1)
    assert len(turned) == 1


def test_the_answer_is_marked_and_can_be_changed(
    view: QuestionView, live: Callable[[], Work], picture: Callable[[QWidget], Any]
) -> None:
    before = picture(view.buttons[0])
    view.press_digit(1)
    assert (picture(view.buttons[0]) != before).any()
    assert view.buttons[0].accessibleDescription() == "chosen"
    view.press_digit(2)
    assert live().answer == 1
    assert view.buttons[0].accessibleDescription() == ""


def test_the_truth_is_told_with_a_mark_and_a_word(
    view: QuestionView, picture: Callable[[QWidget], Any]
) -> None:
    chosen = choose(begun(), 0)
    render(view, chosen)
    height, before = view.height(), [picture(button) for button in view.buttons]
    render(view, advance(chosen))
    after = [picture(button) for button in view.buttons]
    assert (after[0] != before[0]).any()
    assert (after[1] != before[1]).any()
    assert view.verdict == "Not this time: it is 2, panda."
    assert view.buttons[0].accessibleDescription() == "chosen, not this time"
    assert view.buttons[1].accessibleDescription() == "right"
    assert view.buttons[2].accessibleDescription() == ""
    assert view.height() > height
    good = rgb(theme.current().color("good_ground"))
    assert (after[1].reshape(-1, 3) == good).all(axis=1).any()
    for wrong in (after[0], after[2]):
        assert not (wrong.reshape(-1, 3) == good).all(axis=1).any()


@pytest.mark.parametrize("large", [False, True])
def test_what_is_covered_leaks_nowhere(
    large: bool, show: Callable[..., QuestionView], picture: Callable[[QWidget], Any]
) -> None:
    shown = QuestionView()
    shown.set_bare(large)
    show(shown, 900, 100)
    seen = []
    for right in range(3):
        work = count_hands(choose(of_choices("a", "b", "c", right=right), 1), 0, 4)
        render(shown, work)
        seen.append((picture(shown).tobytes(), descriptions(shown), shown.verdict))
    assert seen[0] == seen[1] == seen[2]
    assert "right" not in " ".join(seen[0][1])


def test_an_opinion_has_no_truth(view: QuestionView) -> None:
    render(view, choose(begun(1), 0))
    assert view.verdict == ""
    assert view.press_digit(2)


# The show of hands


def test_hands_are_typed_by_the_keyboard_alone(
    view: QuestionView, live: Callable[[], Work]
) -> None:
    QTest.keyClick(view, Qt.Key.Key_H)
    assert view.is_typing
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Tab, Qt.Key.Key_7, Qt.Key.Key_Return,
                Qt.Key.Key_3, Qt.Key.Key_Up):  # fmt: skip
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
    assert live().votes == (12, 7, 4)
    assert live().answer == -1
    QTest.keyClick(view.buttons[2].field, Qt.Key.Key_Escape)
    assert not view.buttons[0].field.isVisible()
    assert not view.is_typing
    assert live().votes == (12, 7, 4)
    assert not view.hands_button.isChecked()


def test_a_number_of_hands_is_typed_over_after_a_click(
    view: QuestionView, live: Callable[[], Work]
) -> None:
    view.activateWindow()
    view.toggle_hands()
    first, second = view.buttons[0].field, view.buttons[1].field
    QTest.keyClicks(first, "12")
    second.setFocus()
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    QTest.keyClicks(first, "5")
    assert (first.text(), live().votes[0]) == ("5", 5)


def test_a_shortcut_is_no_number_of_hands(view: QuestionView, live: Callable[[], Work]) -> None:
    view.toggle_hands()
    QTest.keyClick(view.buttons[0].field, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    assert view.buttons[0].field.text() == ""
    assert live().votes in ((), (0, 0, 0))


def test_a_digit_from_the_window_goes_into_the_field(
    view: QuestionView, live: Callable[[], Work]
) -> None:
    QTest.mouseClick(view.hands_button, LEFT)
    assert view.press_digit(4)
    assert view.press_digit(0)
    assert live().votes == (40, 0, 0)
    view.buttons[0].field.returnPressed.emit()
    assert view.press_digit(5)
    assert live().votes == (40, 5, 0)


def test_hands_are_whole_numbers_within_reason(
    view: QuestionView, live: Callable[[], Work], write: Callable[[QWidget, str], None]
) -> None:
    view.toggle_hands()
    field = view.buttons[0].field
    write(field, "-1.5x99999")
    assert live().votes[0] == 1599
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClick(view.buttons[1].field, Qt.Key.Key_Down)
    assert live().votes == (159, 0, 0)
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert live().votes == (0, 0, 0)
    assert field.text() == ""


def test_the_last_field_leads_out(view: QuestionView) -> None:
    view.toggle_hands()
    QTest.keyClick(view.buttons[2].field, Qt.Key.Key_Return)
    assert view.hands_button.hasFocus()
    assert not view.buttons[0].field.isVisible()


def test_hands_are_shown_before_and_after_the_truth(
    view: QuestionView, picture: Callable[[QWidget], Any]
) -> None:
    work = begun()
    without = picture(view.buttons[1])
    for place, hands in enumerate((12, 15, 3)):
        work = count_hands(work, place, hands)
    height = view.height()
    render(view, work)
    assert view.height() == height
    assert (picture(view.buttons[1]) != without).any()
    assert view.buttons[0].accessibleDescription() == "12 hands, 40\u202f%"
    render(view, advance(work))
    assert view.buttons[1].accessibleDescription() == "right, 15 hands, 50\u202f%"
    assert view.verdict == "It is 2, panda. 15 of 30 hands were for it."


def bar_of(button: ChoiceButton, pixels: Any) -> int:
    """Return how many pixels long the bar of a choice is."""
    row = pixels[button.height() - button._pad - button._bar_height // 2]
    ink = rgb(theme.current().color("muted"))
    return int((row == ink).all(axis=1).sum())


def test_bars_are_as_long_as_the_shares(
    bare: QuestionView, picture: Callable[[QWidget], Any]
) -> None:
    render(bare, count_hands(count_hands(begun(), 0, 10), 1, 30))
    lengths = [bar_of(button, picture(button)) for button in bare.buttons]
    assert lengths[1] == pytest.approx(3 * lengths[0], abs=6)
    assert lengths[0] > 100
    assert lengths[2] == 0


@pytest.mark.parametrize("width", [300, 420, 900])
def test_the_fields_stand_within_their_choices(
    width: int, view: QuestionView, qapp: QApplication
) -> None:
    theme.apply(qapp, theme.Theme(scale=1.5))
    view.resize(width, view.height())
    view.follow_theme()
    view.toggle_hands()
    render(view, advance(count_hands(choose(begun(), 1), 1, 9999)))
    for button in view.buttons:
        assert button.rect().contains(button.field.geometry())
        assert button.field.y() >= button._pad + button._block.height - 1


def test_another_scene_ends_the_counting(view: QuestionView) -> None:
    view.toggle_hands()
    render(view, begun(1))
    assert len(view.buttons) == 2
    assert not view.hands_button.isChecked()
    assert not view.buttons[0].field.isVisible()


def test_undo_is_left_to_the_window(view: QuestionView) -> None:
    view.toggle_hands()
    field = view.buttons[0].field
    for key, taken in ((Qt.Key.Key_Z, False), (Qt.Key.Key_7, True)):
        control = Qt.KeyboardModifier.NoModifier if taken else Qt.KeyboardModifier.ControlModifier
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, control, "7" if taken else "")
        event.ignore()
        QApplication.sendEvent(field, event)
        assert event.isAccepted() == taken


# The audience


def test_an_audience_gets_bars_and_no_fields(bare: QuestionView, told: Told) -> None:
    QTest.keyClick(bare, Qt.Key.Key_H)
    assert not bare.hands_button.isVisible()
    assert not any(button.field.isVisible() for button in bare.buttons)
    assert bare._ask.font.pixelSize() >= 24
    assert all(button._block.font.pixelSize() >= 24 for button in bare.buttons)
    turned = told(bare.turned)
    assert bare.press_digit(1)
    assert turned == [(choose(begun(), 0),)]


def test_hands_are_typed_before_an_audience_where_there_is_no_other_screen(
    bare: QuestionView,
) -> None:
    height = bare.height()
    bare.toggle_hands()
    assert bare.is_typing
    assert bare.height() == height
    for button in bare.buttons:
        assert button.rect().contains(button.field.geometry())
        assert button.field.fontInfo().pixelSize() >= 18
        QTest.keyClick(button.field, Qt.Key.Key_Return)
    assert not any(button.field.isVisible() for button in bare.buttons)


def test_every_choice_can_be_counted_after_the_truth(bare: QuestionView) -> None:
    render(bare, advance(begun()))
    assert not bare.buttons[0].isVisible()
    bare.toggle_hands()
    assert all(button.field.isVisible() for button in bare.buttons)


# Room


@pytest.mark.parametrize("width", [300, 900, 1280, 1920])
@pytest.mark.parametrize("count", [2, 3, 5, 9])
@pytest.mark.parametrize("large", [False, True])
def test_every_choice_has_its_place(
    width: int, count: int, large: bool, show: Callable[..., QuestionView]
) -> None:
    shown = QuestionView()
    shown.set_bare(large)
    show(shown, width, 100)
    for text in ("yes", "a statement that needs more than a word " * 2):
        render(shown, of_choices(*(f"{i} {text}" for i in range(count))))
        boxes = [button.geometry() for button in shown.buttons]
        assert all(shown.rect().contains(box) for box in boxes)
        assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)
        assert len({box.size().toTuple() for box in boxes}) == 1
        assert width < 900 or len({box.y() for box in boxes}) <= 2
        for button in shown.buttons:
            bottom = button._pad + button._block.height
            assert bottom <= button._status_rect().top() + 1
        assert len({button._block.font.pixelSize() for button in shown.buttons}) == 1


def test_a_choice_without_an_end_is_told_in_a_tooltip(
    view: QuestionView, ask: Callable[[QWidget, QPoint], str]
) -> None:
    assert ask(view.buttons[1], QPoint(5, 5)) == ""
    render(view, of_choices("without an end " * 30, "b"))
    assert view.buttons[0].is_cut
    assert "without an end without" in ask(view.buttons[0], QPoint(5, 5)).replace("\n", " ")


def test_markup_is_drawn_as_it_is(view: QuestionView, picture: Callable[[QWidget], Any]) -> None:
    pictures = set()
    for text in ("<b>x</b>", "x"):
        render(view, of_choices(text, "y"))
        pictures.add(picture(view.buttons[0]).tobytes())
    assert len(pictures) == 2


def test_a_larger_look_makes_room(view: QuestionView, qapp: QApplication) -> None:
    height = view.height()
    theme.apply(qapp, theme.Theme(dark=True, scale=1.5))
    view.follow_theme()
    assert view.height() > 1.3 * height


def test_showing_the_same_again_tells_nothing_and_paints_the_same(
    view: QuestionView, told: Told, picture: Callable[[QWidget], Any]
) -> None:
    work = count_hands(choose(begun(), 1), 1, 5)
    render(view, work)
    turned, first = told(view.turned), picture(view)
    render(view, work)
    assert turned == []
    assert (picture(view) == first).all()


def test_a_screen_reader_is_told_what_is_new(
    view: QuestionView, bare: QuestionView, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def note(widget: QWidget, text: str) -> None:
        said.append(text)

    monkeypatch.setattr(question_module, "announce", note)
    view.speak()
    assert said == [view.ask]
    for work in (choose(begun(), 1), advance(choose(begun(), 1))):
        render(view, work)
        view.speak()
    assert said[1:] == ["Chosen: 2, panda", "Right: it is 2, panda."]
    bare.speak()
    assert len(said) == 3
    assert view.accessibleName() == f"Question: {view.ask}"
    assert view.buttons[1].accessibleName() == "2: panda"
