"""A question as it stands, and the other words around a scene."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.lecture import captions
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.logits_line import logits_line
from softmax_viz.core.lecture.poll import (
    Choice,
    choices,
    hands_shown,
    percent_of_hands,
    spoken_choice,
    standing,
    verdict,
)
from softmax_viz.core.lecture.room import roomy
from softmax_viz.core.lecture.scene import Question, Scene, Step
from softmax_viz.core.lecture.work import Work, advance, choose, count_hands, go_to
from softmax_viz.core.state import State

ANIMALS = State.of([-0.25, 1.0, -0.75], ["seal", "panda", "duck"])
TEXTS = ("seal", "panda", "duck.")
ASKING = Scene("Which?", ANIMALS, question=Question("Which?", TEXTS, 1))
OPINION = replace(ASKING, question=Question("Which?", TEXTS))


def asked(scene: Scene = ASKING, answer: int = -1, votes: tuple[int, ...] = ()) -> Work:
    work = choose(go_to(Work(ANIMALS, deck=Deck(scenes=(scene,))), 0), answer)
    for place, hands in enumerate(votes):
        work = count_hands(work, place, hands)
    return work


@given(st.integers(-1, 2), st.lists(st.integers(0, 40), max_size=3), st.integers(0, 2))
def test_as_long_as_the_answer_is_covered_nothing_tells_which_is_right(
    answer: int, votes: list[int], right: int
) -> None:
    told = []
    for place in (right, (right + 1) % 3):
        scene = replace(ASKING, question=Question("Which?", TEXTS, place))
        shown = choices(asked(scene, answer, tuple(votes)), TEXTS)
        told.append((shown, verdict(shown), [spoken_choice(c) + standing(c) for c in shown]))
    assert told[0] == told[1]


@given(st.lists(st.integers(0, 5_000), min_size=3, max_size=3))
def test_shares_sum_to_one_and_are_rounded_honestly(votes: list[int]) -> None:
    shown = choices(asked(votes=tuple(votes)), TEXTS)
    assert math.fsum(choice.share for choice in shown) == pytest.approx(1 if any(votes) else 0)
    for choice in shown:
        text = percent_of_hands(choice).removesuffix("\u202f%")
        if text.isdigit():
            assert abs(int(text) - 100 * choice.share) <= 0.5
            assert (text == "0") == (choice.share == 0)
            assert (text == "100") == (choice.share == 1)
        else:
            assert (text == "<1") == (0 < choice.share < 0.005)
            assert (text == ">99") == (0.995 <= choice.share < 1)


@pytest.mark.parametrize(
    ("hands", "of", "text"),
    [(12, 30, "12 · 40\u202f%"), (0, 30, "0 · 0\u202f%"), (1, 900, "1 · <1\u202f%"),
     (899, 900, "899 · >99\u202f%"), (1, 1, "1 · 100\u202f%"), (0, 0, "")],
)  # fmt: skip
def test_hands_are_shown_with_their_share(hands: int, of: int, text: str) -> None:
    assert hands_shown(Choice(1, "seal", hands=hands, of=of)) == text


def test_without_a_question_there_are_no_choices() -> None:
    assert choices(Work(ANIMALS), ()) == ()
    assert choices(asked(replace(ASKING, question=None)), ()) == ()
    assert verdict(()) == ""


@pytest.mark.parametrize(
    ("answer", "votes", "words", "sentence"),
    [
        (-1, (), ["", "right", ""], "It is 2, panda."),
        (1, (), ["", "right", ""], "Right: it is 2, panda."),
        (0, (), ["chosen", "right", ""], "Not this time: it is 2, panda."),
        (-1, (3, 12, 15), ["", "right", ""], "It is 2, panda. 12 of 30 hands were for it."),
    ],
)
def test_the_answer_is_told_once_it_is_revealed(
    answer: int, votes: tuple[int, ...], words: list[str], sentence: str
) -> None:
    work = advance(asked(answer=answer, votes=votes))
    shown = choices(work, TEXTS)
    assert [standing(choice) for choice in shown] == words
    assert verdict(shown) == sentence


def test_a_sentence_ends_with_one_full_stop() -> None:
    last = replace(ASKING, question=Question("Which?", TEXTS, 2))
    assert verdict(choices(advance(asked(last)), TEXTS)) == "It is 3, duck."


def test_an_opinion_is_neither_right_nor_wrong() -> None:
    shown = choices(asked(OPINION, answer=0, votes=(1, 2, 0)), TEXTS)
    assert [choice.right for choice in shown] == [None, None, None]
    assert verdict(shown) == ""
    assert standing(shown[0]) == "chosen"


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice(1, "seal"), ""),
        (Choice(1, "seal", chosen=True), "chosen"),
        (Choice(1, "seal", right=True, hands=1, of=3), "right, 1 hand, 33\u202f%"),
        (Choice(1, "seal", True, False, 12, 30), "chosen, not this time, 12 hands, 40\u202f%"),
        (Choice(1, "seal", True, True), "right, as chosen"),
        (Choice(1, "seal", hands=1, of=900), "1 hand, <1\u202f%"),
    ],
)
def test_a_choice_is_said_to_a_screen_reader(choice: Choice, said: str) -> None:
    assert spoken_choice(choice) == said


# The logits in one line


def text_of(state: State, names: bool = False) -> str:
    return "".join(text for text, _ in logits_line(state, names))


def test_the_logits_stand_in_one_line_with_their_colours() -> None:
    assert text_of(ANIMALS) == "z = [ −0.25, 1, −0.75 ]   Σ z = 0"
    assert text_of(ANIMALS, names=True) == "z = [ seal −0.25, panda 1, duck −0.75 ]   Σ z = 0"
    colored = replace(ANIMALS, colors=(4, 0, 2))
    pieces = [piece for piece in logits_line(colored, names=True) if piece[1] >= 0]
    assert pieces == [("−0.25", 4), ("1", 0), ("−0.75", 2)]


@pytest.mark.parametrize(
    ("logits", "total"),
    [([0.1, 0.2, -0.3], "5.6e−17"), ([math.inf, -math.inf], "NaN"), ([math.inf], "∞"),
     ([1.7e308, 1.7e308], "∞"), ([0.25, 1.23, -0.8], "0.68")],
)  # fmt: skip
def test_the_sum_is_the_one_that_is_divided_by(logits: list[float], total: str) -> None:
    assert text_of(State.of(logits)).endswith(f"Σ z = {total}")


def test_more_than_eight_logits_are_no_line() -> None:
    assert logits_line(State.of(range(8)))
    assert logits_line(State.of(range(9))) == ()


# Small words


STEPS = (Step(("softmax",)), Step(temperature=2.0), Step(say="Well."))


def test_what_going_on_does_is_said() -> None:
    work = go_to(Work(ANIMALS, deck=Deck(scenes=(replace(ASKING, steps=STEPS), ASKING))), 0)
    said = []
    for _ in range(5):
        said.append(captions.next_action(work))
        work = advance(work)
    assert said == ["Next: reveal", "Next step", "Next step", "Next: reveal", "Next scene"]
    assert captions.place(work) == "2 / 2"
    assert captions.spoken_place(work) == "scene 2 of 2, 0 of 1 steps"


def test_without_a_scene_there_is_no_place() -> None:
    assert captions.place(Work(ANIMALS)) == captions.spoken_place(Work(ANIMALS)) == ""
    assert captions.spoken_place(asked(OPINION)) == "scene 1 of 1"
    assert captions.next_action(Work(ANIMALS)) == "Next scene"


@pytest.mark.parametrize(("t", "text"), [(1.0, "T = 1"), (0.5, "T = 0.5"), (math.inf, "T = ∞")])
def test_the_temperature_is_said(t: float, text: str) -> None:
    assert captions.temperature(replace(ANIMALS, temperature=t)) == text


# Room for live fields


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("no field", "no field"),
        ("{z[panda]} and {T}", "−00.000 and −00.000"),
        ("{softmax[panda]:.1f}, {softmax[panda]:.2%}", "−00.0, −00.00"),
        ("It is {predicted}.", "It is panda."),
    ],
)
def test_room_is_kept_for_what_a_field_may_become(text: str, long: str) -> None:
    assert roomy(text, ANIMALS) == long
