"""Older versions of the format, of which there are none yet: a made-up one shows the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from softmax_viz.documents import DeckError, deck_text, migrate, parse_deck

OLD = """# Mine.
format = "softmax-viz deck"
version = 0
room = "A 12"

[[scene]]
name = "a"   # a comment
logits = [1]
"""


@pytest.fixture
def _an_older_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def named(table: migrate.Table) -> migrate.Table:
        scenes = [
            {"title" if key == "name" else key: value for key, value in scene.items()}
            for scene in table["scene"]
        ]
        return {**table, "scene": scenes}

    monkeypatch.setattr(migrate, "MIGRATIONS", {0: named})


@pytest.mark.usefixtures("_an_older_version")
def test_an_older_deck_is_brought_up_to_date() -> None:
    deck = parse_deck(OLD.encode(), "old.softmax")
    assert [scene.title for scene in deck.scenes] == ["a"]
    assert deck_text(deck) == OLD
    changed = replace(deck, title="New")
    text = deck_text(changed)
    assert 'version = 1\ntitle = "New"\nroom = "A 12"\n' in text
    assert parse_deck(text.encode(), "new.softmax") == changed


@pytest.mark.usefixtures("_an_older_version")
def test_a_version_older_than_the_oldest_is_refused() -> None:
    with pytest.raises(DeckError, match=r"old:3:11: version must be a whole number from 0 to 1"):
        parse_deck(OLD.replace("version = 0", "version = -1").encode(), "old")
