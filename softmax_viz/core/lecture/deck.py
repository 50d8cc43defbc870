"""A deck: the scenes of a lesson in order, and what a person can do to them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from softmax_viz.core.lecture.scene import Scene


@dataclass(frozen=True, slots=True)
class Deck:
    """Hold a lesson.

    source: the text that the deck was read from, whose comments and unknown keys saving keeps.
    """

    title: str = ""
    scenes: tuple[Scene, ...] = ()
    source: str = field(default="", compare=False, repr=False)


def insert_scene(deck: Deck, place: int, scene: Scene) -> Deck:
    """Put a scene before the one at a place, or at the end."""
    return replace(deck, scenes=(*deck.scenes[:place], scene, *deck.scenes[place:]))


def remove_scene(deck: Deck, place: int) -> Deck:
    """Take a scene out."""
    return replace(deck, scenes=(*deck.scenes[:place], *deck.scenes[place + 1 :]))


def replace_scene(deck: Deck, place: int, scene: Scene) -> Deck:
    """Put a scene in the place of another."""
    return replace(deck, scenes=(*deck.scenes[:place], scene, *deck.scenes[place + 1 :]))


def move_scene(deck: Deck, source: int, target: int) -> Deck:
    """Move a scene so that it ends up at the place target."""
    scenes = list(deck.scenes)
    scenes.insert(min(max(target, 0), len(scenes) - 1), scenes.pop(source))
    return replace(deck, scenes=tuple(scenes))
