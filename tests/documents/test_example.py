"""The example in the manual of the format."""

from __future__ import annotations

from pathlib import Path

from softmax_viz.documents import deck_text, read_deck
from softmax_viz.documents.check import check

EXAMPLE = Path(__file__).parent / "example.softmax"


def test_the_example_of_the_manual_opens() -> None:
    deck = read_deck(EXAMPLE)
    assert [len(scene.steps) for scene in deck.scenes] == [2, 1]
    assert [len(scene.state.pins) for scene in deck.scenes] == [0, 1]
    assert deck_text(deck).encode() == EXAMPLE.read_bytes()
    assert check(EXAMPLE).lines("it") == ["it: 2 scenes, nothing wrong."]


def test_the_manual_holds_the_example() -> None:
    readme = Path(__file__).parents[2] / "README.md"
    assert f"```toml\n{EXAMPLE.read_text('utf-8')}```" in readme.read_text("utf-8")
