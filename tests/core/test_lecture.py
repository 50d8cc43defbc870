"""Scenes, decks, and the way through them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.edits import add_class, remove_classes, rename, set_logit, set_temperature
from softmax_viz.core.lecture import deck as decks
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import NEW, Question, Scene, Step
from softmax_viz.core.lecture.screen import CHARTS, LENS, LENS_KEYS, Screen
from softmax_viz.core.lecture.targets import target, target_of
from softmax_viz.core.lecture.work import (
    NO_SCENE,
    Work,
    advance,
    choose,
    count_hands,
    delete_scene,
    duplicate_scene,
    go_to,
    new_scene,
    open_deck,
    reorder_scene,
    reset_scene,
    step_back,
    with_scene,
    with_screen,
    with_state,
    with_title,
)
from softmax_viz.core.state import State

ANIMALS = State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"])
FLAT = replace(ANIMALS, temperature=5.0)
FREE = State.of([7.0])
WHICH = Question("Which class keeps its sign?", ("seal", "panda", "none"), 1)
OPINION = Question("Which looks better?", ("this", "that"))
REVEALING = Scene(
    "Divide by the sum", ANIMALS, Screen(("sum_normalized", "softmax")), question=WHICH,
    steps=(
        Step(("softmax",), "Same order?", "Softmax stays positive."),
        Step(temperature=5.0),
        Step(("lens", "softmax[panda]"), logits=(1.0, 2.0, 3.0), say="Flatter."),
    ),
)  # fmt: skip
ASKING = Scene("An opinion", FLAT, question=OPINION)
PLAIN = Scene("Nothing is hidden", FREE)
DECK = Deck("A lesson", (REVEALING, ASKING, PLAIN))


def begun(deck: Deck = DECK, index: int = 0, shown: int = 0) -> Work:
    return go_to(Work(FREE, deck=deck), index, shown)


def scene_of(work: Work) -> Scene:
    assert work.scene is not None
    return work.scene


# Decks and works at random

LABELS = ("seal", "panda", "duck")
NAN, INF = math.nan, math.inf

some_screens = st.builds(
    Screen,
    charts=st.sets(st.sampled_from(CHARTS), min_size=1).map(tuple),
    lens=st.sampled_from(("", *LENS_KEYS)),
    zoom=st.sampled_from(("", LENS, *CHARTS)),
)


def some_steps(count: int) -> st.SearchStrategy[Step]:
    """Draw a step for so many classes."""
    return st.sampled_from(
        (
            Step(("softmax",), "What will happen?", "See?"),
            Step(("lens", "argmax"), say="And so?"),
            Step((f"softmax[{LABELS[count - 1]}]", "softmax"), "Which?"),
            Step(("answer", "prediction")),
            Step(temperature=INF),
            Step(("softmax",), temperature=0.5),
            Step(logits=(NAN, -1.0, INF)[:count]),
            Step(("sigmoid",), logits=(-0.0, 2.0, 3.0)[:count], temperature=0.0),
            Step(say="Words alone."),
        )
    )


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    count = draw(st.integers(1, 3))
    return Scene(
        draw(st.sampled_from("ABCD")),
        draw(st.sampled_from((ANIMALS, FLAT, ANIMALS.with_logits([NAN, 0.0, 1.0]))))
        if count == 3
        else State.of((1.0, -INF)[:count], LABELS[:count]),
        draw(st.sampled_from((Screen(), Screen(("softmax",), "steps", ("editor",), LENS)))),
        question=draw(st.sampled_from((None, WHICH, OPINION))),
        steps=tuple(draw(st.lists(some_steps(count), max_size=3))),
    )


@st.composite
def works(draw: st.DrawFn) -> Work:
    """Draw a deck that was opened and walked through, and so a work as it arises in use."""
    deck = Deck("A lesson", tuple(draw(st.lists(scenes(), min_size=1, max_size=3))))
    work = open_deck(Work(ANIMALS), deck)
    for _ in range(draw(st.integers(0, 8))):
        work = advance(work)
    return work


def edits(work: Work) -> tuple[State, ...]:
    state = work.state
    return (
        set_logit(state, 0, 9.0), set_temperature(state, 3.0), add_class(state),
        remove_classes(state, [0]), rename(state, 0, "otter"),
    )  # fmt: skip


# What stands on the screen


def test_charts_and_controls_are_in_the_order_of_the_registry() -> None:
    screen = Screen(("softmax", "sigmoid", "softmax"), hidden=("temperature", "editor"))
    assert screen.charts == ("sigmoid", "softmax")
    assert screen.hidden == ("editor", "temperature")
    assert screen.shows("prediction")
    assert not screen.shows("editor")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Screen(("softmin",)), "There is no chart “softmin”; choose from sigmoid, argmax"),
        (lambda: Screen(lens="telescope"), "There is no lens “telescope”; choose from steps"),
        (lambda: Screen(hidden=("menu",)), "There is no control “menu”; choose from editor"),
        (lambda: Screen(zoom="all"), "There is no part to enlarge “all”; choose from sigmoid"),
        (lambda: Screen(()), "A screen needs a chart or a lens."),
    ],
)
def test_a_screen_of_what_does_not_exist_is_refused(
    make: Callable[[], Screen], sentence: str
) -> None:
    with pytest.raises(ValueError, match="^" + sentence.replace("(", r"\(")):
        make()


@pytest.mark.parametrize(
    ("screen", "charts", "lens"),
    [
        (Screen(("argmax", "softmax")), ("argmax", "softmax"), False),
        (Screen(("argmax", "softmax"), "steps"), ("argmax", "softmax"), True),
        (Screen(("argmax", "softmax"), "steps", zoom="softmax"), ("softmax",), False),
        (Screen(("argmax",), "steps", zoom="softmax"), ("argmax",), True),
        (Screen(("argmax",), "steps", zoom=LENS), (), True),
        (Screen(("argmax",), zoom=LENS), ("argmax",), False),
        (Screen((), "steps"), (), True),
    ],
)
def test_what_is_enlarged_is_seen_alone(
    screen: Screen, charts: tuple[str, ...], lens: bool
) -> None:
    assert screen.visible_charts == charts
    assert screen.lens_is_visible == lens


@given(some_screens)
def test_a_screen_is_never_empty(screen: Screen) -> None:
    assert screen.visible_charts or screen.lens_is_visible


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("softmax", ("softmax", "")),
        ("softmax[panda]", ("softmax", "panda")),
        ("softmax[a]b]", ("softmax", "a]b")),
        ("softmax[panda", ("softmax[panda", "")),
        ("softmax[]", ("softmax", "")),
    ],
)
def test_a_target_names_a_chart_and_a_class(text: str, parts: tuple[str, str]) -> None:
    assert target(text) == parts


@given(st.sampled_from(CHARTS), st.text(min_size=1))
def test_the_name_of_a_target_is_read_back(chart: str, label: str) -> None:
    assert target(target_of(chart, label)) == (chart, label)


# Scenes


@pytest.mark.parametrize("count", [0, 1, 10])
def test_a_question_has_two_to_nine_choices(count: int) -> None:
    with pytest.raises(ValueError, match=f"2 to 9 choices, not {count}"):
        Question("?", ("x",) * count)


@pytest.mark.parametrize("right", [-2, 2])
def test_the_right_choice_exists(right: int) -> None:
    with pytest.raises(ValueError, match=f"no choice number {right + 1}; there are 2"):
        Question("?", ("x", "y"), right)


@pytest.mark.parametrize("temperature", [-1.0, math.nan])
def test_a_step_sets_no_impossible_temperature(temperature: float) -> None:
    with pytest.raises(ValueError, match="must be 0 or more"):
        Step(temperature=temperature)


def test_a_step_changes_the_state_or_not() -> None:
    assert Step(temperature=0.0).changes
    assert Step(logits=(1.0,)).changes
    assert not Step(("softmax",), say="See?").changes


def test_steps_with_nan_are_equal() -> None:
    assert Step(logits=(float("nan"), -math.inf)) == Step(logits=(float("nan"), -math.inf))


@pytest.mark.parametrize(
    ("reveal", "sentence"),
    [
        ("softmin", "“softmin” cannot be covered; choose from sigmoid"),
        ("softmax[", "“softmax[” cannot be covered; choose from sigmoid"),
        ("softmax[]", "“softmax[]” cannot be covered; choose from sigmoid"),
        ("lens[panda]", "“lens[panda]” cannot be covered; choose from sigmoid"),
        ("softmax[otter]", "“softmax[otter]” cannot be covered: no class is called “otter”."),
    ],
)
def test_a_step_covers_what_exists(reveal: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="cannot be covered") as error:
        Scene("?", ANIMALS, steps=(Step((reveal,)),))
    assert str(error.value).startswith(sentence)


def test_a_step_sets_as_many_logits_as_there_are() -> None:
    with pytest.raises(ValueError, match="sets 2 logits, the scene has 3"):
        Scene("?", ANIMALS, steps=(Step(logits=(1.0, 2.0)),))


def test_a_right_answer_that_no_step_reveals_is_revealed_last() -> None:
    assert REVEALING.all_steps == (*REVEALING.steps, Step(("answer",)))
    assert ASKING.all_steps == ()
    assert PLAIN.all_steps == ()
    early = (Step(("answer",)), Step(("softmax",)))
    assert replace(REVEALING, steps=early).all_steps == early


# Decks


def test_scenes_are_put_in_taken_out_and_moved() -> None:
    assert decks.insert_scene(DECK, 1, PLAIN).scenes == (REVEALING, PLAIN, ASKING, PLAIN)
    assert decks.insert_scene(DECK, 9, PLAIN).scenes == (REVEALING, ASKING, PLAIN, PLAIN)
    assert decks.remove_scene(DECK, 1).scenes == (REVEALING, PLAIN)
    assert decks.replace_scene(DECK, 1, PLAIN).scenes == (REVEALING, PLAIN, PLAIN)
    assert decks.move_scene(DECK, 0, 2).scenes == (ASKING, PLAIN, REVEALING)
    assert decks.move_scene(DECK, 2, -5).scenes == (PLAIN, REVEALING, ASKING)
    assert decks.move_scene(DECK, 0, 99).scenes == (ASKING, PLAIN, REVEALING)


def test_where_a_deck_was_read_from_is_no_difference() -> None:
    assert replace(DECK, source="# a comment") == DECK
    assert replace(PLAIN, origin=3) == PLAIN


# The way through a scene


def test_what_no_step_has_revealed_yet_is_covered() -> None:
    work = begun()
    assert work.covers == {"softmax": "Same order?", "lens": "", "softmax[panda]": "", "answer": ""}
    assert work.said == ()
    work = advance(work)
    assert work.covers == {"lens": "", "softmax[panda]": "", "answer": ""}
    assert work.said == ("Softmax stays positive.",)
    work = advance(advance(work))
    assert work.covers == {"answer": ""}
    assert work.said == ("Softmax stays positive.", "Flatter.")
    assert work.state == FLAT.with_logits([1.0, 2.0, 3.0])
    assert not work.answer_is_revealed
    assert advance(work).covers == {}
    assert advance(work).answer_is_revealed


def test_the_first_cover_of_a_target_has_the_word_and_the_first_reveal_uncovers_it() -> None:
    twice = Scene("?", ANIMALS, steps=(Step(("argmax",), "One"), Step(("argmax",), "Two")))
    work = begun(Deck(scenes=(twice,)))
    assert work.covers == {"argmax": "One"}
    assert advance(work).covers == {}


def test_a_work_without_a_scene_covers_nothing() -> None:
    work = Work(ANIMALS)
    assert (work.scene, work.steps, work.covers, work.said) == (None, (), {}, ())
    assert work.is_first
    assert work.is_last
    assert not work.edits_scene
    assert not work.answer_is_revealed
    assert advance(work) == work
    assert step_back(work) == work


def test_the_way_goes_through_every_step_of_every_scene() -> None:
    work = Work(FREE, deck=DECK)
    places = []
    assert not work.is_last
    while not work.is_last:
        work = advance(work)
        places.append((work.index, work.shown))
    assert places == [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (1, 0), (2, 0)]
    assert advance(work) == work


def test_back_from_the_first_step_leads_to_the_end_of_the_scene_before() -> None:
    back = step_back(begun(index=1))
    assert (back.index, back.shown) == (0, 4)
    assert back.covers == {}
    assert back.state == FLAT.with_logits([1.0, 2.0, 3.0])


@given(works())
def test_step_back_undoes_advance(work: Work) -> None:
    onward = advance(work)
    if onward.index == work.index and onward != work:
        assert step_back(onward) == work
    back = step_back(onward)
    assert (back.index, back.shown, back.covers) == (work.index, work.shown, work.covers) or (
        work.is_last and onward == work
    )


@given(works())
def test_the_same_step_taken_again_shows_the_same(work: Work) -> None:
    onward = advance(work)
    if onward.index == work.index:
        assert advance(step_back(onward)) == onward or onward == work


@given(works())
def test_covers_only_ever_go(work: Work) -> None:
    onward = advance(work)
    if onward.index == work.index:
        assert onward.covers.items() <= work.covers.items()


@given(works())
def test_to_the_end_and_back_to_the_beginning(work: Work) -> None:
    stops = 1
    while not work.is_first:
        work = step_back(work)
    first = work
    while not work.is_last:
        work = advance(work)
        stops += 1
    assert stops == sum(1 + len(scene.all_steps) for scene in work.deck.scenes)
    assert work.index == len(work.deck.scenes) - 1
    for _ in range(stops - 1):
        assert not work.is_first
        work = step_back(work)
    assert (work.index, work.shown, work.state) == (0, 0, first.state)
    assert work.is_first
    assert step_back(work) == work
    assert work.deck == first.deck


@given(works())
def test_going_on_and_back_leaves_the_deck_as_it_is(work: Work) -> None:
    for moved in (advance(work), step_back(work), go_to(work, 0, 99)):
        assert moved.deck is work.deck
        assert moved.screen == scene_of(moved).screen


@given(works(), st.data())
def test_one_jumps_to_any_step_of_any_scene(work: Work, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(work.deck.scenes) - 1))
    shown = data.draw(st.integers(0, 4))
    there = go_to(work, index, shown)
    walked = go_to(work, index)
    for _ in range(min(shown, len(walked.steps))):
        walked = advance(walked)
    assert (there.index, there.shown, there.covers) == (index, walked.shown, walked.covers)
    assert (there.state, there.entered) == (walked.state, walked.entered)


# The bars of before


def test_a_step_that_changes_the_state_keeps_the_bars_of_before_it() -> None:
    work = advance(begun())
    changed = advance(work)
    assert changed.ghost == work.state
    assert changed.state.temperature == 5


def test_a_chart_that_is_revealed_is_compared_with_the_scene_before() -> None:
    work = begun(Deck(scenes=(replace(ASKING, question=None), replace(REVEALING, steps=(
        Step(("softmax",)),
    )))), index=0)  # fmt: skip
    revealed = advance(advance(work))
    assert revealed.ghost == FLAT
    # Another class, another picture: there is nothing to compare with.
    other = advance(go_to(Work(FREE, deck=DECK), 0))
    assert other.ghost is None


def test_a_chart_that_is_revealed_after_play_is_compared_with_the_beginning() -> None:
    played = with_state(replace(begun(), playing=True), FLAT)
    assert advance(played).ghost == ANIMALS


def test_what_is_tried_between_two_steps_is_compared_with_the_first() -> None:
    tried = with_state(advance(begun()), set_logit(ANIMALS, 0, 4.0))
    assert tried.before == ANIMALS
    assert advance(tried).ghost == tried.state
    nothing_covered = begun(Deck(scenes=(PLAIN,)))
    assert with_state(nothing_covered, set_logit(FREE, 0, 1.0)).before == FREE


def test_a_step_of_words_alone_keeps_the_bars_of_before() -> None:
    scene = Scene("?", ANIMALS, steps=(Step(temperature=5.0), Step(say="Flatter, see?")))
    changed = advance(begun(Deck(scenes=(scene,))))
    assert changed.ghost == ANIMALS
    assert advance(changed).ghost == ANIMALS


def test_bars_of_other_classes_do_not_stay() -> None:
    changed = advance(advance(begun()))
    assert changed.ghost is not None
    assert with_state(changed, set_logit(changed.state, 0, 3.0)).ghost == changed.ghost
    assert with_state(changed, add_class(changed.state)).ghost is None


def test_a_step_that_changes_nothing_leaves_no_bars() -> None:
    scene = Scene("?", ANIMALS, steps=(Step(("softmax",), temperature=1.0),))
    assert advance(go_to(Work(ANIMALS, deck=Deck(scenes=(scene,))), 0)).ghost is None


def test_a_step_sets_its_logits_also_after_classes_were_added_or_moved_in_play() -> None:
    work = advance(advance(begun()))
    for played in (add_class(work.state), remove_classes(work.state, [0]),
                   rename(work.state, 1, "otter")):  # fmt: skip
        onward = advance(with_state(work, played))
        assert onward.state == FLAT.with_logits([1.0, 2.0, 3.0])


# Edits of a scene, and play


def test_what_is_edited_before_the_first_step_is_an_edit_of_the_scene() -> None:
    work = begun()
    assert work.edits_scene
    edited = with_screen(with_state(work, FLAT), Screen(("argmax",)))
    assert scene_of(edited).state == edited.state == FLAT
    assert scene_of(edited).screen == edited.screen == Screen(("argmax",))
    assert edited.deck.scenes[1:] == work.deck.scenes[1:]


@given(works(), st.booleans())
def test_play_never_writes_to_the_deck(work: Work, presenting: bool) -> None:
    if presenting:
        work = replace(work, playing=True)
    for state in edits(work):
        edited = with_state(work, state)
        assert edited.state == state
        if work.playing or work.shown:
            assert edited.deck is work.deck
        else:
            assert scene_of(edited).state == state
        arranged = with_screen(edited, Screen(("argmax",)))
        assert arranged.screen == Screen(("argmax",))
        assert (arranged.deck is edited.deck) == (work.playing or work.shown > 0)


@given(works())
def test_whatever_was_tried_the_way_goes_on(work: Work) -> None:
    for state in edits(work):
        onward = with_state(work, state)
        while not onward.is_last:
            onward = advance(onward)
            assert onward.ghost is None or onward.ghost.labels == onward.state.labels


def test_without_a_scene_only_the_screen_changes() -> None:
    work = Work(ANIMALS, deck=DECK)
    edited = with_screen(with_state(work, FLAT), Screen(("argmax",)))
    assert edited == replace(work, state=FLAT, screen=Screen(("argmax",)))


def test_what_steps_say_of_a_class_that_is_gone_goes_with_it() -> None:
    scene = Scene("?", ANIMALS, steps=(
        Step(("softmax[duck]", "lens"), logits=(1.0, 2.0, 3.0)),
        Step(("softmax[duck]",), say="There."),
        Step(("softmax[duck]",)),
        Step(),
    ))  # fmt: skip
    work = begun(Deck(scenes=(scene,)))
    fewer = with_state(work, remove_classes(ANIMALS, [2]))
    assert scene_of(fewer).steps == (Step(("lens",)), Step(say="There."), Step())


def test_a_class_that_is_renamed_stays_covered() -> None:
    work = begun()
    renamed = with_state(work, rename(ANIMALS, 1, "otter"))
    assert scene_of(renamed).steps[2].reveal == ("lens", "softmax[otter]")
    assert scene_of(renamed).steps[:2] == REVEALING.steps[:2]
    assert scene_of(renamed).steps[2].logits == (1.0, 2.0, 3.0)


# Scenes of a deck


def test_words_and_steps_are_put_into_the_scene_that_is_on() -> None:
    work = choose(begun(shown=3), 1)
    other = replace(REVEALING, title="Another", steps=())
    changed = with_scene(work, other)
    assert changed.scene == other
    assert changed.shown == 1
    assert changed.answer == 1


@pytest.mark.parametrize("question", [None, OPINION])
def test_answers_to_another_question_are_forgotten(question: Question | None) -> None:
    work = count_hands(choose(begun(), 2), 2, 12)
    changed = with_scene(work, replace(REVEALING, question=question))
    assert (changed.answer, changed.votes) == (-1, ())


def test_without_a_scene_there_is_nothing_to_put_words_into() -> None:
    work = Work(FREE, deck=DECK)
    assert with_scene(work, PLAIN) == work


def test_a_deck_has_a_title() -> None:
    assert with_title(begun(), "Softmax").deck == replace(DECK, title="Softmax")


def test_a_deck_is_opened_at_its_first_scene() -> None:
    work = open_deck(begun(index=2), Deck("Other", (ASKING,)))
    assert (work.index, work.state, work.deck.title) == (0, FLAT, "Other")
    empty = open_deck(count_hands(advance(begun()), 0, 3), Deck())
    assert (empty.index, empty.shown, empty.votes) == (NO_SCENE, 0, ())
    assert empty.is_first
    assert empty.is_last


def test_a_scene_is_made_of_what_is_on_the_screen() -> None:
    work = with_state(begun(shown=1), FLAT)
    made = new_scene(work, "New")
    assert made.index == 1
    assert made.scene == Scene("New", FLAT, REVEALING.screen)
    assert made.deck.scenes[::2] == (REVEALING, ASKING)
    at_the_end = new_scene(Work(FREE, deck=DECK), "New")
    assert at_the_end.index == 3
    assert at_the_end.scene == Scene("New", FREE)


def test_a_scene_is_duplicated_behind_itself() -> None:
    read = decks.replace_scene(DECK, 1, replace(ASKING, origin=4))
    work = duplicate_scene(begun(read), 1)
    assert work.deck.scenes == (REVEALING, ASKING, ASKING, PLAIN)
    assert work.index == 2
    assert scene_of(work).origin == NEW
    assert work.deck.scenes[1].origin == 4


def test_after_a_deletion_the_next_scene_is_on_or_the_last() -> None:
    assert delete_scene(begun(index=1), 1).scene == PLAIN
    assert delete_scene(begun(index=2), 2).scene == ASKING
    gone = delete_scene(begun(Deck(scenes=(PLAIN,))), 0)
    assert (gone.index, gone.deck.scenes, gone.state) == (NO_SCENE, (), FREE)
    nothing_on = delete_scene(Work(FREE, deck=DECK), 0)
    assert (nothing_on.index, nothing_on.deck.scenes) == (NO_SCENE, (ASKING, PLAIN))


@given(works(), st.data())
def test_the_deletion_of_another_scene_moves_nothing(work: Work, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(work.deck.scenes) - 1))
    without = delete_scene(work, place)
    assert len(without.deck.scenes) == len(work.deck.scenes) - 1
    if place != work.index:
        assert without.scene == work.scene
        assert (without.shown, without.state) == (work.shown, work.state)


@given(works(), st.data())
def test_the_scene_that_is_on_stays_on_when_scenes_are_moved(
    work: Work, data: st.DataObject
) -> None:
    source = data.draw(st.integers(0, len(work.deck.scenes) - 1))
    moved = reorder_scene(work, source, data.draw(st.integers(-2, 6)))
    assert moved.scene is work.scene
    assert sorted(map(id, moved.deck.scenes)) == sorted(map(id, work.deck.scenes))
    assert replace(moved, deck=work.deck, index=work.index) == work


def test_without_a_scene_on_none_is_on_after_a_move() -> None:
    moved = reorder_scene(Work(FREE, deck=DECK), 0, 2)
    assert moved.index == NO_SCENE
    assert moved.deck.scenes == (ASKING, PLAIN, REVEALING)


@given(works(), st.data())
def test_reset_returns_the_saved_scene(work: Work, data: st.DataObject) -> None:
    scenes = tuple(replace(scene, origin=i) for i, scene in enumerate(work.deck.scenes))
    saved = replace(work.deck, scenes=scenes)
    work = go_to(replace(work, deck=saved), work.index)
    place = work.index
    edited = with_screen(with_state(work, data.draw(st.sampled_from(edits(work)))), Screen())
    edited = reorder_scene(edited, data.draw(st.integers(0, len(scenes) - 1)), 0)
    reset = reset_scene(advance(edited) if edited.steps else edited, saved)
    assert reset.scene == scenes[place]
    assert (reset.state, reset.screen, reset.shown) == (
        scenes[place].state, scenes[place].screen, 0,
    )  # fmt: skip


def test_a_new_scene_and_one_that_is_not_in_the_file_begin_again() -> None:
    for origin in (NEW, 7):
        scene = replace(REVEALING, origin=origin)
        work = advance(begun(Deck(scenes=(scene,))))
        reset = reset_scene(work, Deck(scenes=(replace(PLAIN, origin=3),)))
        assert (reset.scene, reset.shown) == (REVEALING, 0)
    assert reset_scene(Work(FREE), DECK) == Work(FREE)


# Questions


def test_an_answer_can_be_changed_until_it_is_revealed() -> None:
    work = choose(choose(begun(shown=3), 0), 2)
    assert work.answer == 2
    revealed = advance(work)
    assert choose(revealed, 1) == revealed
    assert choose(step_back(revealed), 1).answer == 1
    assert choose(choose(begun(index=1), 0), 1).answer == 1


@pytest.mark.parametrize(
    "work", [Work(FREE), begun(index=2), begun()], ids=["no scene", "no question", "no choice"]
)
def test_what_is_not_asked_is_not_answered(work: Work) -> None:
    for choice in (-1, 3):
        assert choose(work, choice) == work
        assert count_hands(work, choice, 3) == work


def test_hands_are_counted_for_each_choice() -> None:
    work = count_hands(count_hands(begun(), 1, 12), 0, -4)
    assert work.votes == (0, 12, 0)
    assert count_hands(work, 1, 5).votes == (0, 5, 0)


def test_answers_and_hands_stay_within_their_scene() -> None:
    work = count_hands(choose(begun(shown=3), 1), 1, 12)
    for kept in (advance(work), step_back(work)):
        assert (kept.answer, kept.votes) == (1, (0, 12, 0))
    left = go_to(work, 1)
    assert (left.answer, left.votes) == (-1, ())


@given(works())
def test_works_that_came_about_alike_are_equal(work: Work) -> None:
    again = open_deck(Work(ANIMALS), work.deck)
    while (again.index, again.shown) != (work.index, work.shown):
        again = advance(again)
    assert again == work
    assert again != replace(work, playing=True)
