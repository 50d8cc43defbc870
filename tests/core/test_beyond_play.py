"""What of a deck is told from play: its words and its steps, but not what is on the screen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from softmax_viz.core.edits import remove_classes, rename, set_temperature
from softmax_viz.core.lecture.beyond_play import differs_beyond_play
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Scene, Step
from softmax_viz.core.lecture.work import Work, open_deck, with_state
from softmax_viz.core.state import State

ANIMALS = State.of([0.25, 1.23, -0.8], ["seal", "panda", "duck"])
STEPS = (
    Step(("softmax[duck]",)),
    Step(("softmax[seal]", "argmax")),
    Step(say="Warmer.", temperature=5.0),
    Step(logits=(1.0, 2.0, 3.0)),
)
SCENE = Scene("Who wins?", ANIMALS, prompt="Guess.", steps=STEPS)
SAVED = Deck("Pets", (SCENE,))


@pytest.mark.parametrize(
    "state",
    [
        set_temperature(ANIMALS, 7.0),
        rename(ANIMALS, 0, "bear"),
        remove_classes(ANIMALS, [2]),
        remove_classes(ANIMALS, [0, 1]),
    ],
)
def test_play_is_no_change(state: State) -> None:
    played = with_state(open_deck(Work(ANIMALS), SAVED), state)
    assert played.deck != SAVED
    assert not differs_beyond_play(played.deck, SAVED)


@pytest.mark.parametrize(
    "scene",
    [
        replace(SCENE, title="Who?"),
        replace(SCENE, prompt="Guess again."),
        replace(SCENE, notes="mine"),
        replace(SCENE, steps=STEPS[:-1]),
        replace(SCENE, steps=(*STEPS, Step(("sigmoid",)))),
        replace(SCENE, state=rename(ANIMALS, 1, "bear"), steps=(*STEPS, Step(("sigmoid",)))),
        replace(SCENE, state=rename(ANIMALS, 1, "bear"), steps=(*STEPS, Step(("argmax[seal]",)))),
        replace(SCENE, state=rename(ANIMALS, 1, "bear"), steps=(*STEPS[:2], *STEPS[3:])),
    ],
)
def test_other_words_and_other_steps_are_a_change(scene: Scene) -> None:
    assert differs_beyond_play(replace(SAVED, scenes=(scene,)), SAVED)


@pytest.mark.parametrize("deck", [replace(SAVED, title="Mine"), Deck("Pets", (SCENE, SCENE))])
def test_another_title_or_number_of_scenes_is_a_change(deck: Deck) -> None:
    assert differs_beyond_play(deck, SAVED)
