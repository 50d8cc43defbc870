"""The scenes panel: thumbnails, going to scenes, changing their order and their names."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt, SignalInstance
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Scene, Step
from softmax_viz.core.lecture.screen import Screen
from softmax_viz.core.lecture.work import Work, advance, go_to, open_deck, with_state
from softmax_viz.core.state import State
from softmax_viz.session import Session
from softmax_viz.views import theme
from softmax_viz.views.lecture import thumbnails
from softmax_viz.views.lecture.scene_delegate import two_lines
from softmax_viz.views.lecture.scene_model import SceneModel
from softmax_viz.views.lecture.scenes import ScenesPanel
from softmax_viz.views.lecture.thumbnail import paint_thumbnail

Told = list[tuple[Any, ...]]
Note = Callable[[SignalInstance], Told]

LEFT = Qt.MouseButton.LeftButton
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
STATES = [State.of([float(k), 1.0, -2.0], ["seal", "panda", "duck"]) for k in range(5)]


def deck(*titles: str, title: str = "Lesson") -> Deck:
    scenes = tuple(
        Scene(name, STATES[i % 5], steps=(Step(("softmax",)),), origin=i)
        for i, name in enumerate(titles)
    )
    return Deck(title, scenes)


def lesson(*titles: str) -> Work:
    return open_deck(Work(initial_state()), deck(*titles or ("A", "B", "C", "D")))


@pytest.fixture
def panel(show: Callable[..., ScenesPanel]) -> ScenesPanel:
    panel = show(ScenesPanel(), 190, 700)
    panel.render_work(lesson())
    panel.list.setFocus()
    return panel


@pytest.fixture
def session(panel: ScenesPanel) -> Session:
    session = Session(lesson())
    session.setParent(panel)
    panel.worked.connect(session.update_work)
    panel.turned.connect(session.show_work)
    session.work_changed.connect(panel.render_work)
    panel.render_work(session.work)
    return session


def titles(session: Session) -> str:
    return "".join(scene.title for scene in session.work.deck.scenes)


def spot(panel: ScenesPanel, row: int, along: float = 0.5) -> QPoint:
    rect = panel.list.visualRect(panel.list.scenes.index(row))
    return QPoint(rect.center().x(), round(rect.top() + along * rect.height()))


def press(code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, code, modifier)


def open_field(panel: QWidget) -> QLineEdit:
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert panel.isAncestorOf(field)
    return field


# Showing


def test_the_model_keeps_qts_rules() -> None:
    model = SceneModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for names in ("ABC", "ABC", "AXC", "", "ABCDE"):
        model.render_scenes(deck(*names).scenes)
        shown = [model.index(row).data() for row in range(model.rowCount())]
        assert shown == list(names)


def test_showing_a_work_tells_nothing(panel: ScenesPanel, told: Note) -> None:
    noted = [told(s) for s in (panel.worked, panel.turned, panel.presented, panel.words_wanted,
                               panel.refused)]  # fmt: skip
    work = lesson()
    for other in (work, go_to(work, 2), advance(work), Work(initial_state()), lesson("X"),
                  with_state(work, STATES[4])):  # fmt: skip
        for _ in range(2):
            panel.render_work(other)
            panel.show_saved(other.deck, True)
            panel.show_words(True)
    assert noted == [[]] * 5


def test_the_scene_that_is_on_is_the_current_one(panel: ScenesPanel) -> None:
    for index in (2, 0, 3):
        panel.render_work(go_to(lesson(), index))
        assert panel.list.currentIndex().row() == index
    panel.render_work(Work(initial_state(), deck=deck("A", "B")))
    assert panel.list.currentIndex().row() == -1


def test_the_title_of_the_deck_has_a_mark_when_it_was_changed(panel: ScenesPanel) -> None:
    panel.render_work(lesson())
    assert panel.title.label.text() == "Lesson"
    for changed in (True, False):
        panel.show_saved(None, changed)
        assert panel.title.mark.isVisible() == changed
        assert ("changed" in panel.title.accessibleDescription()) == changed


def test_an_empty_deck_says_how_to_begin(panel: ScenesPanel, session: Session) -> None:
    panel.render_work(Work(initial_state()))
    session.show_work(Work(initial_state()))
    assert panel.empty_text.isVisible()
    assert panel.title.label.text() == "Untitled deck"
    QTest.mouseClick(panel.empty_button, LEFT)
    assert titles(session) == "Seal, panda, duck"
    assert panel.list.isVisible()


def test_a_thousand_scenes_are_painted_only_where_they_are_seen(
    show: Callable[..., ScenesPanel], monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[Scene] = []

    def paint(scene: Scene, size: QSize, ratio: float) -> Any:
        painted.append(scene)
        return paint_thumbnail(scene, size, ratio)

    monkeypatch.setattr(thumbnails, "paint_thumbnail", paint)
    scenes = tuple(Scene(str(i), State.of([float(i), 1.0])) for i in range(1000))
    panel = show(ScenesPanel(), 190, 700)
    panel.render_work(go_to(Work(initial_state(), deck=Deck("", scenes)), 500))
    panel.grab()
    assert 0 < len(painted) < 20
    count = len(painted)
    panel.list.viewport().repaint()
    assert len(painted) == count


def test_a_drag_does_not_paint_the_thumbnail_in_every_frame(
    panel: ScenesPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = lesson()
    panel.render_work(work)
    panel.grab()
    painted: list[State] = []

    def paint(scene: Scene, size: QSize, ratio: float) -> Any:
        painted.append(scene.state)
        return paint_thumbnail(scene, size, ratio)

    monkeypatch.setattr(thumbnails, "paint_thumbnail", paint)
    monkeypatch.setattr(thumbnails, "REFRESH_MS", 60_000)
    for value in range(20):
        work = with_state(work, STATES[0].with_logits((float(value), 1.0, 2.0)))
        panel.render_work(work)
        panel.list.viewport().repaint()
    assert len(painted) <= 1
    panel.follow_theme()
    panel.list.viewport().repaint()
    assert work.state in painted


def colors_in(scene: Scene) -> set[str]:
    image = paint_thumbnail(scene, QSize(150, 80), 1.0).toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def test_a_thumbnail_has_the_colours_of_the_classes(qapp: QApplication) -> None:
    look = theme.current()
    seen = colors_in(Scene("A", State.of([1.0, 2.0, 3.0]), Screen(("softmax",))))
    assert {look.class_color(i).name() for i in range(3)} <= seen
    assert look.class_color(3).name() not in seen


def test_a_thumbnail_marks_what_is_undefined_and_infinite(qapp: QApplication) -> None:
    bad = theme.current().color("bad_ink").name()
    softmax = Screen(("softmax",))
    assert bad in colors_in(Scene("A", State.of([math.nan, 1.0]), softmax))
    assert bad not in colors_in(Scene("A", State.of([0.0, 1.0]), softmax))
    assert bad in colors_in(Scene("A", State.of([math.nan, *range(99)]), softmax))
    sums = Screen(("sum_normalized",))
    for state in (State.of([1.0, -1.0]), State.of([1e9, -1e9 + 1.0])):
        assert theme.current().class_color(0).name() in colors_in(Scene("A", state, sums))


def test_a_thumbnail_keeps_what_is_covered(qapp: QApplication) -> None:
    softmax, state = Screen(("softmax",)), State.of([1.0, 2.0], ["seal", "panda"])
    seal, panda = (theme.current().class_color(i).name() for i in range(2))
    whole = colors_in(Scene("A", state, softmax, steps=(Step(("softmax",)),)))
    assert not {seal, panda} & whole
    one = colors_in(Scene("A", state, softmax, steps=(Step(("softmax[panda]",)),)))
    assert seal in one
    assert panda not in one


@pytest.mark.parametrize(
    "screen",
    [Screen(), Screen(("softmax",), lens="steps"), Screen((), lens="curves"),
     Screen(lens="gradient", zoom="lens"), Screen(zoom="argmax"),
     Screen(("sigmoid", "argmax", "softmax"))],
)  # fmt: skip
@pytest.mark.parametrize("count", [1, 3, 61, 5000])
def test_every_screen_can_be_painted_small(screen: Screen, count: int, qapp: QApplication) -> None:
    state = State.of(np.linspace(-900, 900, count))
    colors = colors_in(Scene("A", state, screen))
    assert theme.current().color("card").name() in colors


def test_a_title_takes_two_lines_at_most(qapp: QApplication) -> None:
    font = theme.current().font(13)
    assert two_lines("Short", font, 140) == ["Short"]
    first, second = two_lines("A very long title that never comes to an end at all", font, 140)
    assert first.startswith("A very long")
    assert second.endswith("…")
    assert len(two_lines("x" * 400, font, 140)) == 2
    assert two_lines("", font, 140) == [""]


# Going to a scene


def test_a_click_goes_to_a_scene(panel: ScenesPanel, session: Session) -> None:
    QTest.mouseClick(panel.list.viewport(), LEFT, pos=spot(panel, 2))
    assert session.work == go_to(lesson(), 2)
    assert not session.can_undo


def test_the_keys_go_to_a_scene(panel: ScenesPanel, session: Session) -> None:
    for code, index in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1),
                        (Qt.Key.Key_End, 3), (Qt.Key.Key_Home, 0)):  # fmt: skip
        press(code)
        assert session.work.index == index
        assert session.state == session.work.deck.scenes[index].state


def test_return_begins_the_scene_again(panel: ScenesPanel, session: Session) -> None:
    session.show_work(advance(session.work))
    session.update(STATES[3])
    press(Qt.Key.Key_Return)
    assert (session.work.shown, session.state) == (0, STATES[0])


# Order


def drag(panel: ScenesPanel, source: int, row: int, along: float) -> None:
    view = panel.list.viewport()
    QTest.mousePress(view, LEFT, pos=spot(panel, source))
    QTest.mouseMove(view, spot(panel, source) + QPoint(0, 30))
    QTest.mouseMove(view, spot(panel, row, along))
    QTest.mouseRelease(view, LEFT, pos=spot(panel, row, along))


@pytest.mark.parametrize(
    ("source", "row", "along", "order"),
    [(0, 2, 0.1, "BACD"), (0, 3, 0.9, "BCDA"), (3, 0, 0.1, "DABC"), (1, 1, 0.9, "ABCD"),
     (2, 1, 0.2, "ACBD")],
)  # fmt: skip
def test_a_drag_moves_a_scene(
    source: int, row: int, along: float, order: str, panel: ScenesPanel, session: Session
) -> None:
    drag(panel, source, row, along)
    assert titles(session) == order
    assert session.work.scene is not None
    assert session.work.scene.title == "A"
    assert session.can_undo == (order != "ABCD")


def test_escape_gives_a_drag_up(panel: ScenesPanel, session: Session) -> None:
    view = panel.list.viewport()
    QTest.mousePress(view, LEFT, pos=spot(panel, 0))
    QTest.mouseMove(view, spot(panel, 3))
    before = panel.grab()
    press(Qt.Key.Key_Escape)
    assert panel.grab().toImage() != before.toImage()
    QTest.mouseRelease(view, LEFT, pos=spot(panel, 3))
    assert titles(session) == "ABCD"
    assert session.work.index == 0


@pytest.mark.parametrize("modifier", [ALT, CONTROL])
def test_keys_move_a_scene(
    modifier: Qt.KeyboardModifier, panel: ScenesPanel, session: Session
) -> None:
    press(Qt.Key.Key_Up, modifier)
    assert not session.can_undo
    for order in ("BACD", "BCAD", "BCDA", "BCDA"):
        press(Qt.Key.Key_Down, modifier)
        assert titles(session) == order
    assert session.work.index == 3
    press(Qt.Key.Key_Up, modifier)
    assert titles(session) == "BCAD"


# Making, copying, deleting


def test_a_new_scene_is_what_is_on_the_screen(panel: ScenesPanel, session: Session) -> None:
    session.update(STATES[4])
    panel.new_scene()
    assert titles(session) == "AScene 5BCD"
    assert session.work.index == 1
    assert session.work.deck.scenes[1].state == STATES[4]


def test_a_scene_of_an_unchanged_example_has_its_title(
    panel: ScenesPanel, session: Session
) -> None:
    session.show_work(Work(initial_state()))
    panel.new_scene()
    panel.new_scene()
    assert [s.title for s in session.work.deck.scenes] == ["Seal, panda, duck"] * 2


def test_duplicate_and_delete_can_be_undone(panel: ScenesPanel, session: Session) -> None:
    panel.duplicate()
    assert (titles(session), session.work.index) == ("AABCD", 1)
    press(Qt.Key.Key_Delete)
    assert (titles(session), session.work.index) == ("ABCD", 1)
    for _ in range(4):
        press(Qt.Key.Key_Delete)
    assert titles(session) == ""
    assert panel.empty.isVisible()
    assert QApplication.focusWidget() is panel.empty_button
    session.undo()
    assert titles(session) == "A"
    assert panel.list.isVisible()


def test_the_actions_are_on_where_they_can_do_something(panel: ScenesPanel) -> None:
    def enabled() -> list[bool]:
        return [a.isEnabled() for a in (panel.copy, panel.remove, panel.up, panel.down, panel.play)]

    panel.render_work(lesson())
    assert enabled() == [True, True, False, True, True]
    panel.render_work(go_to(lesson(), 3))
    assert enabled() == [True, True, True, False, True]
    panel.render_work(Work(initial_state()))
    assert enabled() == [False] * 5
    for act in (panel.duplicate, panel.delete, panel.move_up, panel.move_down, panel.reset,
                panel.rename, panel.present):  # fmt: skip
        act()


def test_reset_is_on_only_where_the_scene_differs_from_the_saved_one(
    panel: ScenesPanel, session: Session
) -> None:
    saved = session.work.deck
    panel.show_saved(None, True)
    assert not panel.back.isEnabled()
    panel.show_saved(saved, False)
    assert not panel.back.isEnabled()
    session.update(STATES[3])
    assert panel.back.isEnabled()
    panel.reset()
    assert session.work.deck == saved
    assert session.state == STATES[0]
    assert not panel.back.isEnabled()
    session.undo()
    assert session.state == STATES[3]


# Names


def test_f2_renames_a_scene_in_place(panel: ScenesPanel, session: Session) -> None:
    press(Qt.Key.Key_F2)
    field = open_field(panel)
    QTest.keyClicks(field, "One line")
    assert titles(session) == "ABCD"
    press(Qt.Key.Key_Return)
    assert titles(session) == "One lineBCD"
    session.undo()
    assert titles(session) == "ABCD"


def test_return_enters_a_title_at_once_and_never_again(
    panel: ScenesPanel, session: Session, qapp: QApplication
) -> None:
    panel.rename()
    field = open_field(panel)
    field.setText("Other")
    press(Qt.Key.Key_Return)
    panel.title.setFocus()
    session.undo()
    qapp.processEvents()
    assert titles(session) == "ABCD"


def test_a_title_that_is_not_seen_cannot_be_opened(panel: ScenesPanel) -> None:
    panel.hide()
    assert not panel.naming.isEnabled()
    assert panel.new.isEnabled()
    panel.show()
    assert panel.naming.isEnabled()


def test_a_blank_title_is_refused(panel: ScenesPanel, session: Session, told: Note) -> None:
    refused = told(panel.refused)
    press(Qt.Key.Key_F2)
    QTest.keyClicks(open_field(panel), "  ")
    press(Qt.Key.Key_Return)
    assert titles(session) == "ABCD"
    assert refused == [("A scene needs a title; the old one stays.",)]


def test_escape_keeps_the_title(panel: ScenesPanel, session: Session) -> None:
    panel.rename()
    QTest.keyClicks(open_field(panel), "other")
    press(Qt.Key.Key_Escape)
    assert titles(session) == "ABCD"


def test_pasted_lines_become_one(panel: ScenesPanel, session: Session) -> None:
    panel.rename()
    open_field(panel).setText("two\nlines\x07")
    press(Qt.Key.Key_Return)
    assert titles(session) == "two linesBCD"


def test_a_scene_that_goes_away_takes_its_open_field_with_it(
    panel: ScenesPanel, session: Session
) -> None:
    panel.rename()
    QTest.keyClicks(open_field(panel), "typed")
    session.show_work(open_deck(session.work, deck("X")))
    assert titles(session) == "X"
    assert not session.can_undo


@pytest.mark.parametrize("by_key", [True, False])
def test_the_deck_is_renamed(by_key: bool, panel: ScenesPanel, session: Session) -> None:
    if by_key:
        panel.title.setFocus()
        press(Qt.Key.Key_F2)
    else:
        QTest.mouseDClick(panel.title, LEFT)
    QTest.keyClicks(open_field(panel), "Softmax & co")
    press(Qt.Key.Key_Return)
    assert session.work.deck.title == "Softmax & co"
    assert panel.title.label.text() == "Softmax & co"
    assert panel.title.hasFocus()
    panel.title.rename()
    QTest.keyClicks(open_field(panel), "no")
    press(Qt.Key.Key_Escape)
    assert session.work.deck.title == "Softmax & co"


# Buttons


def test_every_button_has_a_name_a_tip_and_a_stop_for_tab(panel: ScenesPanel) -> None:
    buttons = [*panel._buttons, panel.words_button, panel.play_button, panel.empty_button]
    for button in buttons:
        assert button.accessibleName()
        assert button.toolTip()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_words_and_present_are_asked_for(panel: ScenesPanel, told: Note) -> None:
    words, presented = told(panel.words_wanted), told(panel.presented)
    panel.render_work(go_to(lesson(), 2))
    QTest.mouseClick(panel.words_button, LEFT)
    QTest.mouseClick(panel.play_button, LEFT)
    assert (words, presented) == ([()], [(2,)])


def test_the_menu_belongs_to_the_scene_below_the_pointer(
    panel: ScenesPanel, session: Session
) -> None:
    panel.open_menu(spot(panel, 3))
    assert session.work.index == 3
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert panel.remove in menu.actions()
    menu.close()


def test_a_scene_speaks(panel: ScenesPanel) -> None:
    spoken = panel.list.scenes.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Scene 2 of 4: B"


def test_live_numbers_of_a_title_are_filled(panel: ScenesPanel) -> None:
    work = open_deck(Work(initial_state()), Deck("", (Scene("{N} classes", STATES[0]),)))
    panel.render_work(replace(work))
    spoken = panel.list.scenes.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Scene 1 of 1: 3 classes"
