"""The words panel: title, prompt, notes, question and steps of the scene that is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Question, Scene, Step
from softmax_viz.core.lecture.screen import Screen
from softmax_viz.core.lecture.work import Work, delete_scene, go_to, open_deck, with_scene
from softmax_viz.core.state import State
from softmax_viz.session import Session
from softmax_viz.views.lecture.plain import one_line, plain
from softmax_viz.views.lecture.words.field import TextField, WordsField
from softmax_viz.views.lecture.words.panel import WordsPanel
from softmax_viz.views.lecture.words.step import StepCard

Told = list[tuple[Any, ...]]
Note = Callable[[SignalInstance], Told]

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
STATE = State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"])
QUESTION = Question("Which one?", ("seal", "panda", "duck"), 1)
STEPS = (Step(("softmax",), "Guess", "So."), Step(("lens",)), Step(temperature=5.0))
FULL = Scene(
    "Full", STATE, Screen(lens="steps"), "A prompt.", "Some\nnotes.", QUESTION, STEPS, origin=0
)
PLAIN = Scene("Plain", STATE, origin=1)
WORK = open_deck(Work(STATE), Deck("Lesson", (FULL, PLAIN, PLAIN)))


@pytest.fixture
def panel(show: Callable[..., WordsPanel]) -> WordsPanel:
    panel = show(WordsPanel(), 300, 1200)
    panel.render_work(WORK)
    return panel


@pytest.fixture
def session(panel: WordsPanel) -> Session:
    session = Session(go_to(WORK, 1))
    session.setParent(panel)
    panel.worked.connect(session.update_work)
    session.work_changed.connect(panel.render_work)
    panel.render_work(session.work)
    return session


def scene(session: Session) -> Scene:
    assert session.work.scene is not None
    return session.work.scene


def press(code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, code, modifier)


def keys(text: str) -> None:
    """Type wherever the focus is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClicks(widget, text)


def focused(panel: WordsPanel) -> str:
    widget = QApplication.focusWidget()
    assert widget is not None
    assert panel.isAncestorOf(widget)
    return widget.accessibleName()


def entry(menu: QMenu, *path: str) -> QAction:
    """Return the entry of a menu by its text, along a path of menus."""
    for text in path[:-1]:
        menu = next(part for part in menu.findChildren(QMenu) if part.title() == text)
    return next(a for a in menu.actions() if a.text() == path[-1])


# Showing


def test_the_words_of_the_scene_are_shown(panel: WordsPanel) -> None:
    assert panel.title_field.text() == "Full"
    assert panel.prompt.field.words == "A prompt."
    assert panel.notes.field.words == "Some\nnotes."
    assert panel.question.draft == ("Which one?", ("seal", "panda", "duck"), 1)
    cards = panel.steps.cards
    assert [card.targets.text() for card in cards] == ["Softmax", "Lens", "Nothing yet: choose…"]
    assert cards[0].cover.text() == "Guess"
    assert cards[0].say.field.words == "So."
    assert [card.sets.isChecked() for card in cards] == [False, False, True]
    assert cards[2].temperature.text() == "5"
    assert panel.steps.last.isVisible()


def test_showing_a_work_tells_nothing(panel: WordsPanel, told: Note) -> None:
    noted = [told(signal) for signal in (panel.worked, panel.closed, panel.refused)]
    for work in (WORK, go_to(WORK, 1), Work(STATE), go_to(WORK, 0, 2), delete_scene(WORK, 0)):
        panel.render_work(work)
        panel.render_work(work)
    assert noted == [[], [], []]


def test_without_a_scene_it_says_so(panel: WordsPanel) -> None:
    panel.render_work(Work(STATE))
    assert panel.none.isVisible()
    assert not panel.body.isEnabled()
    assert not panel.body.isVisible()
    panel.render_work(WORK)
    assert not panel.none.isVisible()
    assert panel.title_field.isVisible()


def test_what_is_noted_while_hidden_is_shown_later(panel: WordsPanel) -> None:
    panel.hide()
    panel.render_work(go_to(WORK, 1))
    panel.show()
    assert panel.title_field.text() == "Plain"


def test_it_can_be_closed(panel: WordsPanel, told: Note) -> None:
    closed = told(panel.closed)
    QTest.mouseClick(panel.close_button, LEFT)
    assert closed == [()]


# Text


@pytest.mark.parametrize("name", ["title", "prompt", "notes"])
def test_typing_in_a_field_is_one_step(name: str, panel: WordsPanel, session: Session) -> None:
    before = scene(session)
    field = getattr(panel, name).field
    field.setFocus()
    field.selectAll()
    keys("Now this")
    assert getattr(scene(session), name) == "Now this"
    session.undo()
    assert scene(session) == before
    assert not session.can_undo
    assert field.words == getattr(before, name)


def test_every_stay_in_a_field_is_a_step_of_its_own(panel: WordsPanel, session: Session) -> None:
    for text in ("one", "two"):
        panel.prompt.field.setFocus()
        keys(text)
        panel.notes.field.setFocus()
    assert scene(session).prompt == "onetwo"
    session.undo()
    assert scene(session).prompt == "one"


@pytest.mark.parametrize("key", [Qt.Key.Key_Q, Qt.Key.Key_5])
def test_a_shortcut_is_not_typed(panel: WordsPanel, told: Note, key: Qt.Key) -> None:
    written = told(panel.worked)
    for field, words in ((panel.title_field, "Full"), (panel.prompt.field, "A prompt.")):
        field.setFocus()
        QTest.keyClick(field, key, ALT)
        assert field.words == words
    assert written == []


def test_a_render_leaves_cursor_and_selection(panel: WordsPanel, session: Session) -> None:
    title, prompt = panel.title_field, panel.prompt.field
    assert isinstance(prompt, TextField)
    title.setFocus()
    title.setSelection(1, 3)
    session.update(replace(STATE, temperature=2.0))
    assert title.selectedText() == "lai"
    prompt.setFocus()
    keys("abcd")
    for _ in range(2):
        press(Qt.Key.Key_Left)
    keys("X")
    session.update(replace(STATE, temperature=3.0))
    assert scene(session).prompt == "abXcd"
    assert prompt.textCursor().position() == 3


def test_a_blank_title_is_no_title(panel: WordsPanel, session: Session) -> None:
    title = panel.title_field
    title.setFocus()
    title.selectAll()
    press(Qt.Key.Key_Delete)
    session.update(replace(STATE, temperature=2.0))
    assert (title.text(), scene(session).title) == ("", "Plain")
    assert "needs a title" in panel.title.hint.text()
    panel.prompt.field.setFocus()
    assert title.text() == "Plain"
    assert panel.title.hint.isHidden()


def test_blanks_around_a_title_can_be_typed_but_do_not_stay(
    panel: WordsPanel, session: Session
) -> None:
    title = panel.title_field
    title.setFocus()
    title.selectAll()
    keys(" Two words ")
    assert scene(session).title == "Two words"
    assert title.text() == " Two words "
    panel.prompt.field.setFocus()
    assert title.text() == "Two words"


def test_a_no_break_space_outlives_an_edit(panel: WordsPanel, session: Session) -> None:
    session.update_work(with_scene(session.work, replace(PLAIN, prompt="66.4\u00a0%")))
    panel.prompt.field.setFocus()
    keys("p = ")
    assert scene(session).prompt == "p = 66.4\u00a0%"


def test_pasted_text_is_plain(panel: WordsPanel, session: Session) -> None:
    data = QMimeData()
    data.setText("a\r\nb\x00\x1b\u2028c")
    data.setHtml("<b>no</b>")
    field = panel.prompt.field
    assert isinstance(field, TextField)
    field.insertFromMimeData(data)
    assert scene(session).prompt == "a\nb\nc"
    assert plain("a\rb\tc\ud800") == "a\nb\tc"
    assert one_line("a\nb\tc") == "a b c"


def test_tab_leaves_a_text(panel: WordsPanel, session: Session) -> None:
    panel.title_field.setFocus()
    names = []
    for _ in range(6):
        names.append(focused(panel))
        press(Qt.Key.Key_Tab)
    assert names == ["Title", "Insert a number", "Prompt", "Insert a number", "Notes",
                     "Insert a number"]  # fmt: skip
    assert scene(session) == PLAIN


def test_a_text_is_as_high_as_its_lines(panel: WordsPanel) -> None:
    field = panel.prompt.field
    heights = []
    for lines in (1, 2, 6, 14, 300):
        field.show_text("\n".join(["line"] * lines))
        heights.append(field.height())
    assert heights[0] == heights[1] < heights[2] < heights[3] == heights[4]


def test_undo_is_left_to_the_window(panel: WordsPanel, told: Note) -> None:
    action = QAction(panel)
    action.setShortcut("Ctrl+Z")
    undone = told(action.triggered)
    panel.addAction(action)
    for field in (panel.title_field, panel.prompt.field):
        field.setFocus()
        keys("x")
        press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(undone) == 2


# Live numbers


def test_a_wrong_number_is_told_below_its_text(panel: WordsPanel, session: Session) -> None:
    panel.prompt.field.setFocus()
    keys("{bad[cat]}")
    assert panel.prompt.hint.isVisible()
    assert "bad" in panel.prompt.hint.text()
    assert panel.notes.hint.isHidden()
    panel.prompt.field.show_text("")
    panel.prompt.field.selectAll()
    keys("fine")
    assert panel.prompt.hint.isHidden()


@pytest.mark.parametrize(
    ("path", "field"),
    [(("Softmax", "panda"), "{softmax[panda]}"), (("Logit z", "Sum"), "{sum(z)}"),
     (("Cross-entropy", "duck"), "{cross_entropy[duck]}"), (("Entropy",), "{entropy}")],
)  # fmt: skip
def test_a_number_is_inserted_at_the_cursor(
    path: tuple[str, ...], field: str, panel: WordsPanel, session: Session
) -> None:
    for captioned in (panel.title, panel.prompt):
        captioned.field.setFocus()
        captioned.field.selectAll()
        keys("ab")
        press(Qt.Key.Key_Left)
        entry(captioned.numbers.make_menu(), *path).trigger()
    assert scene(session).prompt == scene(session).title == f"a{field}b"
    assert panel.prompt.hint.isHidden()


def test_a_name_that_no_field_can_hold_is_inserted_as_an_index(
    panel: WordsPanel, session: Session
) -> None:
    session.update(State.of([1.0, 2.0, 3.0], ["a]", "b", "b"]))
    panel.prompt.field.setFocus()
    menu = panel.prompt.numbers.make_menu()
    for action in next(m for m in menu.findChildren(QMenu) if m.title() == "Softmax").actions():
        action.trigger()
    assert scene(session).prompt == "{softmax[#0]}{softmax[b]}{softmax[#2]}{sum(softmax)}"
    assert panel.prompt.hint.isHidden()


# The question


def test_a_question_is_asked_by_the_keyboard(panel: WordsPanel, session: Session) -> None:
    panel.question.begin.setFocus()
    press(Qt.Key.Key_Space)
    keys("Who wins?")
    assert scene(session).question is None
    panel.question.rows[0].field.setFocus()
    keys("seal")
    assert panel.question.hint.isVisible()
    press(Qt.Key.Key_Return)
    keys("panda")
    assert panel.question.hint.isHidden()
    assert scene(session).question == Question("Who wins?", ("seal", "panda"))
    press(Qt.Key.Key_Return)
    assert focused(panel) == "Choice 3"
    panel.question.rows[1].right.setFocus()
    press(Qt.Key.Key_Space)
    assert scene(session).question == Question("Who wins?", ("seal", "panda"), 1)
    assert len(panel.question.rows) == 3
    session.undo()
    assert scene(session).question == Question("Who wins?", ("seal", "panda"))


def test_half_a_question_is_kept_and_not_applied(panel: WordsPanel, session: Session) -> None:
    session.show_work(go_to(session.work, 0))
    first = panel.question.rows[0]
    for row in panel.question.rows[1:]:
        row.field.setFocus()
        row.field.selectAll()
        press(Qt.Key.Key_Delete)
        session.update(replace(session.state, temperature=session.state.temperature + 1))
    assert panel.question.draft == ("Which one?", ("seal",), -1)
    assert "two choices" in panel.question.hint.text()
    assert scene(session).question == Question("Which one?", ("seal", "duck"))
    first.field.setFocus()
    session.show_work(go_to(session.work, 1))
    assert panel.question.rows == []
    assert panel.question.begin.isVisible()


def test_a_choice_is_removed_and_the_right_one_stays_right(
    panel: WordsPanel, session: Session
) -> None:
    session.show_work(go_to(session.work, 0))
    QTest.mouseClick(panel.question.rows[0].remove, LEFT)
    assert scene(session).question == Question("Which one?", ("panda", "duck"), 0)
    assert focused(panel) == "Choice 1"
    QTest.mouseClick(panel.question.none, LEFT)
    assert scene(session).question == Question("Which one?", ("panda", "duck"), -1)


def test_there_are_nine_choices_at_most(panel: WordsPanel, session: Session) -> None:
    panel.question.start()
    for _ in range(20):
        panel.question.add_choice()
    assert len(panel.question.rows) == 9
    assert not panel.question.add.isEnabled()


def test_a_question_can_be_removed_and_brought_back(panel: WordsPanel, session: Session) -> None:
    session.show_work(go_to(session.work, 0))
    QTest.mouseClick(panel.question.drop, LEFT)
    assert scene(session).question is None
    assert focused(panel) == "Ask a question"
    session.undo()
    assert scene(session).question == QUESTION
    assert panel.question.draft == (QUESTION.ask, QUESTION.choices, QUESTION.right)


def test_the_draft_of_a_deleted_scene_goes_with_it(panel: WordsPanel, session: Session) -> None:
    panel.question.start()
    keys("Only half")
    session.update_work(delete_scene(session.work, 1))
    assert session.work.index == 1
    assert panel.question.ask_field.text() == ""


# The steps


def cards(panel: WordsPanel) -> list[StepCard]:
    # New cards are laid out and shown by an event.
    QApplication.processEvents()
    return panel.steps.cards


def test_a_chart_is_covered_in_one_go(panel: WordsPanel, session: Session) -> None:
    entry(panel.steps.make_menu(), "Softmax").trigger()
    assert scene(session).steps == (Step(("softmax",)),)
    assert focused(panel) == "Words on the cover"
    keys("Guess!")
    assert scene(session).steps == (Step(("softmax",), "Guess!"),)
    assert "Softmax" not in [a.text() for a in panel.steps.make_menu().actions()]
    session.undo()
    session.undo()
    assert scene(session) == PLAIN
    assert cards(panel) == []


def test_a_step_says_something(panel: WordsPanel, session: Session) -> None:
    panel.steps.add.setFocus()
    press(Qt.Key.Key_Space)
    keys("And so?")
    assert scene(session).steps == (Step(say="And so?"),)
    assert not cards(panel)[0].cover.isEnabled()


def test_targets_are_ticked_in_a_menu(panel: WordsPanel, session: Session) -> None:
    session.show_work(go_to(session.work, 0))
    card = cards(panel)[0]
    entry(card.targets.make_menu(), "One class of Sigmoid", "panda").trigger()
    entry(card.targets.make_menu(), "Answer").trigger()
    assert scene(session).steps[0].reveal == ("softmax", "sigmoid[panda]", "answer")
    assert card.targets.accessibleDescription() == "Softmax, Sigmoid: panda, Answer"
    assert not panel.steps.last.isVisible()
    entry(card.targets.make_menu(), "Softmax").trigger()
    assert scene(session).steps[0].reveal == ("sigmoid[panda]", "answer")


def test_what_is_not_on_the_screen_any_more_can_still_be_unticked(panel: WordsPanel) -> None:
    odd = replace(FULL, screen=Screen(("sigmoid",)))
    panel.render_work(open_deck(Work(STATE), Deck("", (odd,))))
    menu = cards(panel)[1].targets.make_menu()
    assert entry(menu, "Lens").isChecked()
    assert not entry(menu, "Sigmoid").isChecked()


def test_a_step_sets_the_temperature(
    panel: WordsPanel, session: Session, write: Callable[[QWidget, str], None]
) -> None:
    session.show_work(go_to(session.work, 0))
    card = cards(panel)[0]
    card.sets.setFocus()
    press(Qt.Key.Key_Space)
    assert scene(session).steps[0].temperature == 1.0
    assert card.temperature.hasFocus()
    write(card.temperature, "inf")
    press(Qt.Key.Key_Return)
    assert scene(session).steps[0].temperature == float("inf")
    assert card.temperature.text() == "∞"
    card.sets.setFocus()
    press(Qt.Key.Key_Space)
    assert scene(session).steps == STEPS


def test_a_wrong_temperature_is_refused(
    panel: WordsPanel, told: Note, write: Callable[[QWidget, str], None]
) -> None:
    refused, worked = told(panel.refused), told(panel.worked)
    field = cards(panel)[2].temperature
    field.setFocus()
    field.selectAll()
    write(field, "-1")
    panel.title_field.setFocus()
    assert len(refused) == 1
    assert worked == []
    assert field.text() == "5"


def test_a_step_that_goes_away_takes_what_is_typed_in_it_along(
    panel: WordsPanel, told: Note, write: Callable[[QWidget, str], None]
) -> None:
    worked = told(panel.worked)
    field = cards(panel)[2].temperature
    field.setFocus()
    field.selectAll()
    write(field, "7")
    panel.render_work(with_scene(WORK, replace(FULL, steps=STEPS[:2])))
    assert len(cards(panel)) == 2
    assert worked == []


@pytest.mark.parametrize("part", ["say", "down"])
def test_steps_move_by_the_keys_and_keep_the_keyboard(
    part: str, panel: WordsPanel, session: Session
) -> None:
    session.show_work(go_to(session.work, 0))
    one, two, three = STEPS
    first = cards(panel)[0]
    (first.say.field if part == "say" else first.down).setFocus()
    press(Qt.Key.Key_Down, ALT)
    assert scene(session).steps == (two, one, three)
    held = cards(panel)[1]
    assert (held.say.field if part == "say" else held.down).hasFocus()
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_Down, ALT)
    assert scene(session).steps == (two, three, one)
    press(Qt.Key.Key_Up, ALT)
    assert scene(session).steps == (two, one, three)


def test_steps_move_and_go_by_their_buttons(panel: WordsPanel, session: Session) -> None:
    session.show_work(go_to(session.work, 0))
    one, two, three = STEPS
    QTest.mouseClick(cards(panel)[2].up, LEFT)
    assert scene(session).steps == (one, three, two)
    assert not cards(panel)[0].up.isEnabled()
    assert not cards(panel)[2].down.isEnabled()
    QTest.mouseClick(cards(panel)[1].remove, LEFT)
    assert scene(session).steps == (one, two)
    assert focused(panel) == "Remove the step"
    for _ in range(2):
        QTest.mouseClick(cards(panel)[0].remove, LEFT)
    assert scene(session).steps == ()
    assert focused(panel) == "Add a step"


def test_a_step_of_a_file_keeps_its_logits(panel: WordsPanel, session: Session) -> None:
    step = Step(logits=(0.0, 1.0, 2.0))
    session.update_work(with_scene(session.work, replace(PLAIN, steps=(step,))))
    assert cards(panel)[0].logits.isVisible()
    cards(panel)[0].say.field.setFocus()
    keys("x")
    assert scene(session).steps == (replace(step, say="x"),)


def test_every_control_has_a_name_and_a_tip(panel: WordsPanel) -> None:
    controls = [
        control
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit)
        for control in panel.findChildren(kind)
    ]
    assert len(controls) > 30
    for control in controls:
        assert control.accessibleName(), control
        assert control.toolTip(), control.accessibleName()


def test_a_line_keeps_what_it_shows() -> None:
    field = WordsField("Title")
    field.show_text("text")
    assert (field.text(), field.words) == ("text", "text")
    field.deleteLater()
