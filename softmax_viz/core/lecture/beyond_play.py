"""What of a deck is another than play alone would have made it."""

from __future__ import annotations

from dataclasses import replace

from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Scene, Step
from softmax_viz.core.lecture.targets import target


def differs_beyond_play(deck: Deck, saved: Deck) -> bool:
    """Tell whether more of a deck is another than what play changes: what is on the screen."""
    return (
        deck.title != saved.title
        or len(deck.scenes) != len(saved.scenes)
        or any(map(_scene_differs, deck.scenes, saved.scenes))
    )


def _scene_differs(scene: Scene, saved: Scene) -> bool:
    if _texts(scene) != _texts(saved):
        return True
    if scene.steps == saved.steps:
        return False
    # Steps were fitted to classes that play has renamed or removed; nothing is ever added so.
    (common, single), (common_saved, single_saved) = _fixed(scene), _fixed(saved)
    played = scene.state.labels != saved.state.labels
    return not played or common != common_saved or single > single_saved


def _texts(scene: Scene) -> tuple[object, ...]:
    return scene.title, scene.prompt, scene.notes, scene.question


def _fixed(scene: Scene) -> tuple[list[Step], int]:
    """Return the steps without what they say of single classes, and how much that is."""
    steps, single = [], 0
    for step in scene.steps:
        reveal = tuple(text for text in step.reveal if not target(text)[1])
        single += len(step.reveal) - len(reveal) + (step.logits is not None)
        bare = replace(step, reveal=reveal, logits=None)
        if bare.reveal or bare.say or bare.changes:
            steps.append(bare)
    return steps, single
