"""Small words around a scene: how far the lesson is, what comes next, the temperature."""

from __future__ import annotations

from softmax_viz.core.lecture.work import Work
from softmax_viz.core.numbers import entered
from softmax_viz.core.state import State
from softmax_viz.text import tr

T_DECIMALS = 4


def place(work: Work) -> str:
    """Return which scene of how many is on, "" for none."""
    return "" if work.scene is None else f"{work.index + 1} / {len(work.deck.scenes)}"


def spoken_place(work: Work) -> str:
    """Say which scene is on and how far it is revealed, for a screen reader."""
    if work.scene is None:
        return ""
    said = tr("scene {n} of {count}").format(n=work.index + 1, count=len(work.deck.scenes))
    if not work.steps:
        return said
    return tr("{said}, {shown} of {steps} steps").format(
        said=said, shown=work.shown, steps=len(work.steps)
    )


def next_action(work: Work) -> str:
    """Return what going on does."""
    if work.shown == len(work.steps):
        return tr("Next scene")
    step = work.steps[work.shown]
    return tr("Next: reveal") if step.reveal else tr("Next step")


def temperature(state: State) -> str:
    """Return the temperature in words: T = 0.5."""
    return tr("T = {value}").format(value=entered(state.temperature, T_DECIMALS))
