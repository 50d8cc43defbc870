"""A deck as the tables of its file, without what is as it is by default."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Question, Scene, Step
from softmax_viz.core.lecture.screen import CHARTS, Screen
from softmax_viz.core.state import DEFAULT_DECIMALS, State, default_colors, default_labels
from softmax_viz.documents.schema import Table
from softmax_viz.documents.toml import cleaned

# Return the key and value that say the logits of a state, and the names that go with a file.
LogitsEntry = Callable[[State], tuple[str, Any, tuple[str, ...] | None]]


def scene_table(scene: Scene, logits: Sequence[LogitsEntry]) -> Table:
    """Return the table of a scene; logits: how to say those of its State, then of each pin."""
    state = scene.state
    texts = {"prompt": scene.prompt, "notes": scene.notes}
    table = {"title": scene.title, **_present(texts)}
    table |= _state_table(state, logits[0]) | _screen_table(scene.screen)
    if state.pins:
        table["pin"] = [
            _state_table(pin, say) for pin, say in zip(state.pins, logits[1:], strict=True)
        ]
    if scene.question is not None:
        table["question"] = _question_table(scene.question)
    if scene.steps:
        table["step"] = [_step_table(step) for step in scene.steps]
    return table


def _state_table(state: State, say: LogitsEntry) -> Table:
    key, value, names = say(state)
    table: Table = {key: value}
    if state.labels != (names or default_labels(state.count)):
        table["labels"] = list(state.labels)
    if state.colors != default_colors(state.count):
        table["colors"] = list(state.colors)
    if state.temperature != 1:
        table["temperature"] = state.temperature
    if state.decimals != DEFAULT_DECIMALS:
        table["decimals"] = state.decimals
    if state.example:
        table["example"] = state.example
    return table


def _screen_table(screen: Screen) -> Table:
    table: Table = {} if screen.charts == CHARTS else {"charts": list(screen.charts)}
    return table | _present({"lens": screen.lens, "hide": list(screen.hidden), "zoom": screen.zoom})


def _present(table: Table) -> Table:
    return {key: value for key, value in table.items() if value}


def _question_table(question: Question) -> Table:
    table: Table = {"ask": question.ask, "choices": list(question.choices)}
    if question.right >= 0:
        table["answer"] = question.right + 1
    return table


def _step_table(step: Step) -> Table:
    reveal = step.reveal[0] if len(step.reveal) == 1 else list(step.reveal)
    table = _present({"cover": step.cover, "reveal": reveal, "say": step.say})
    if step.temperature is not None:
        table["temperature"] = step.temperature
    if step.logits is not None:
        table["logits"] = list(step.logits)
    return table


def cleaned_deck(deck: Deck) -> Deck:
    """Return a deck with every letter replaced that cannot stand in a file."""
    return replace(
        deck,
        title=cleaned(deck.title, lines=False),
        scenes=tuple(map(_cleaned_scene, deck.scenes)),
    )


def _cleaned_scene(scene: Scene) -> Scene:
    question = scene.question
    if question is not None:
        question = Question(
            cleaned(question.ask, lines=True),
            tuple(cleaned(choice, lines=False) for choice in question.choices),
            question.right,
        )
    return Scene(
        cleaned(scene.title, lines=False),
        _cleaned_state(scene.state),
        scene.screen,
        cleaned(scene.prompt, lines=True),
        cleaned(scene.notes, lines=True),
        question,
        tuple(map(_cleaned_step, scene.steps)),
        scene.origin,
    )


def _cleaned_state(state: State) -> State:
    # Most names are as they should be, and a tuple of a million is better left alone.
    if not all(map(str.isprintable, state.labels)):
        state = replace(state, labels=tuple(cleaned(name, lines=False) for name in state.labels))
    return replace(
        state,
        example=cleaned(state.example, lines=False),
        pins=tuple(map(_cleaned_state, state.pins)),
    )


def _cleaned_step(step: Step) -> Step:
    return replace(
        step,
        reveal=tuple(cleaned(text, lines=False) for text in step.reveal),
        cover=cleaned(step.cover, lines=True),
        say=cleaned(step.say, lines=True),
    )
