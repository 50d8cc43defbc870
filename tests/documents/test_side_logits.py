"""Logits in a file beside the deck."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Scene
from softmax_viz.core.state import State
from softmax_viz.documents import (
    DeckError,
    SavePlan,
    deck_text,
    plan_save,
    read_deck,
    writing,
)
from softmax_viz.documents.side_logits import MOST_LOGITS, MOST_TEXT
from tests.documents.decks import HEAD

RANDOM = np.random.default_rng(4).normal(size=2000)


def deck_with(folder: Path, name: str = "logits.npy", rest: str = "") -> Path:
    path = folder / "lesson.softmax"
    text = f"{HEAD}# Mine.\n[[scene]]\ntitle = 'a'\nlogits_file = '{name}'   # many\n{rest}"
    path.write_bytes(text.encode())
    return path


def npy(values: NDArray[np.generic]) -> bytes:
    out = io.BytesIO()
    np.save(out, values)
    return out.getvalue()


def save(plan: SavePlan, path: Path) -> None:
    for name, data in plan.beside:
        there = path.parent / name
        assert not there.exists()
        there.parent.mkdir(exist_ok=True)
        there.write_bytes(data)
    path.write_bytes(plan.text)


def with_state(deck: Deck, state: State) -> Deck:
    return replace(deck, scenes=(replace(deck.scenes[0], state=state), *deck.scenes[1:]))


@pytest.mark.parametrize(
    "values",
    [
        RANDOM, np.array([1, np.nan, -np.inf], dtype=np.float32),
        np.arange(5, dtype=np.int8), np.array([2], dtype=np.float16),
        np.array([2**63], dtype=np.uint64), np.array([1.0, 2.0], dtype=">f8"),
    ],
)  # fmt: skip
def test_npy(values: NDArray[np.generic], tmp_path: Path) -> None:
    (tmp_path / "logits.npy").write_bytes(npy(values))
    deck = read_deck(deck_with(tmp_path))
    np.testing.assert_array_equal(deck.scenes[0].state.logits, values.astype(np.float64))
    assert deck_text(deck, tmp_path) == deck.source


def test_a_text_with_names(tmp_path: Path) -> None:
    (tmp_path / "logits.txt").write_text("seal: 0.25\npanda: 1.23\n")
    deck = read_deck(deck_with(tmp_path, "logits.txt"))
    assert deck.scenes[0].state.labels == ("seal", "panda")
    assert deck_text(deck, tmp_path) == deck.source
    warm = with_state(deck, replace(deck.scenes[0].state, temperature=2.0))
    assert deck_text(warm, tmp_path) == deck.source + "temperature = 2.0\n"
    higher = with_state(deck, deck.scenes[0].state.with_logits([1, 2]))
    text = deck_text(higher, tmp_path)
    assert 'labels = ["seal", "panda"]' in text
    assert "logits_file" not in text


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "“” is not a file in the folder of the deck"),
        ("/etc/passwd", "“/etc/passwd” is not a file in the folder of the deck"),
        ("../logits.npy", "is not a file in the folder of the deck; write its name as in"),
        ("a/../../logits.npy", "is not a file in the folder of the deck"),
        ("C:logits.npy", "is not a file in the folder of the deck"),
        ("..\\\\logits.npy", "is not a file in the folder of the deck"),
        (".", "is not a file in the folder of the deck"),
        ("none.npy", "“none.npy” cannot be read: No such file or directory."),
        ("x" * 300 + ".npy", "cannot be read: File name too long."),
        ("folder", "“folder” "),
        ("outside.npy", "“outside.npy” leads out of the folder of the deck, and is not read."),
        ("loop.npy", "“loop.npy”"),
        ("pipe.npy", "“pipe.npy” is not a file of logits."),
        ("square.npy", "“square.npy” holds (2, 2) of float64; it has to be one vector of num"),
        ("words.npy", "“words.npy” holds (1,) of <U1; it has to be one vector of numbers."),
        ("complex.npy", "of complex128; it has to be one vector of numbers."),
        ("bools.npy", "of bool; it has to be one vector of numbers."),
        ("none_in_it.npy", "“none_in_it.npy” holds 0 logits; 1 to 1048576 can be shown."),
        ("huge.npy", "holds 1048577 logits; 1 to 1048576 can be shown."),
        ("cut.npy", "“cut.npy” ends too early: it was cut off."),
        ("objects.npy", "“objects.npy” "),
        ("text.npy", "a NumPy array begins with"),
        ("words.txt", "“words.txt” cannot be read: "),
        ("binary.txt", "“binary.txt” is neither .npy nor a text in UTF-8."),
        ("long.txt", "“long.txt” is longer than 1 MiB; write so many logits as .npy."),
    ],
)
def test_what_is_not_read(name: str, sentence: str, tmp_path: Path) -> None:
    folder = tmp_path / "deck"
    (folder / "folder").mkdir(parents=True)
    (tmp_path / "logits.npy").write_bytes(npy(RANDOM))
    (folder / "outside.npy").symlink_to(tmp_path / "logits.npy")
    (folder / "loop.npy").symlink_to(folder / "loop.npy")
    os.mkfifo(folder / "pipe.npy")
    for there, data in {
        "square.npy": npy(np.ones((2, 2))), "words.npy": npy(np.array(["a"])),
        "complex.npy": npy(np.array([1j])), "bools.npy": npy(np.array([True])),
        "none_in_it.npy": npy(np.array([])), "huge.npy": npy(np.zeros(MOST_LOGITS + 1, np.int8)),
        "cut.npy": npy(RANDOM)[:-1], "objects.npy": npy(np.array([{}], dtype=object)),
        "text.npy": b"1, 2, 3", "words.txt": b"one, two", "binary.txt": b"\xff",
        "long.txt": b" " * (MOST_TEXT + 1),
    }.items():  # fmt: skip
        (folder / there).write_bytes(data)
    with pytest.raises(DeckError) as caught:
        read_deck(deck_with(folder, name))
    assert str(caught.value).startswith("lesson.softmax:6:15: ")
    assert sentence in str(caught.value)


def test_files_hold_so_many_together(tmp_path: Path) -> None:
    for name in ("a.npy", "b.npy"):
        (tmp_path / name).write_bytes(npy(np.zeros(MOST_LOGITS // 2 + 1, np.int8)))
    again = "[[scene]]\ntitle = 'a'\nlogits_file = 'a.npy'\n"
    assert len(read_deck(deck_with(tmp_path, "a.npy", again)).scenes) == 2
    with pytest.raises(DeckError, match="hold more than 1048576 logits together"):
        read_deck(deck_with(tmp_path, "b.npy", again))


def test_a_file_that_went_away_becomes_text(tmp_path: Path) -> None:
    (tmp_path / "logits.npy").write_bytes(npy(RANDOM[:3]))
    deck = read_deck(deck_with(tmp_path))
    (tmp_path / "logits.npy").unlink()
    for folder in (tmp_path, None):
        path = tmp_path / "again.softmax"
        path.write_text(deck_text(deck, folder))
        assert read_deck(path) == deck


def test_small_changed_logits_become_text(tmp_path: Path) -> None:
    (tmp_path / "logits.npy").write_bytes(npy(RANDOM[:1000]))
    path = deck_with(tmp_path)
    deck = read_deck(path)
    changed = with_state(deck, deck.scenes[0].state.with_logits(RANDOM[1000:]))
    plan = plan_save(changed, path, tmp_path)
    assert plan.beside == ()
    save(plan, path)
    assert read_deck(path) == changed


def test_large_changed_logits_get_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "logits.npy").write_bytes(npy(RANDOM))
    path = deck_with(tmp_path)
    deck = read_deck(path)
    changed = with_state(deck, deck.scenes[0].state.with_logits(RANDOM[::-1]))
    plan = plan_save(changed, path, tmp_path)
    ((name, _),) = plan.beside
    assert name.startswith("lesson-")
    assert "# Mine." in plan.text.decode()
    assert "   # many" in deck_text(replace(deck, title="x"), tmp_path)
    save(plan, path)
    assert read_deck(path) == changed
    assert plan_save(read_deck(path), path, tmp_path) == SavePlan(plan.text)
    assert plan_save(changed, path, tmp_path).beside == ()


def test_a_new_deck_brings_its_large_logits(tmp_path: Path) -> None:
    path = tmp_path / "new.softmax"
    state = State.of(RANDOM)
    deck = Deck("New", (Scene("a", replace(state, pins=(state, State.of([1])))),))
    plan = plan_save(deck, path)
    assert len(plan.beside) == 1
    save(plan, path)
    assert read_deck(path) == deck


def test_files_come_along_to_another_folder(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    (old / "logits.npy").write_bytes(npy(RANDOM))
    deck = read_deck(deck_with(old, rest="[[scene.pin]]\nlogits_file = 'logits.npy'\n"))
    path = new / "lesson.softmax"
    plan = plan_save(deck, path, old)
    assert plan == SavePlan(deck.source.encode(), (("logits.npy", npy(RANDOM)),))
    save(plan, path)
    assert read_deck(path) == deck
    assert plan_save(deck, path, old).beside == ()
    (new / "logits.npy").write_bytes(b"another's")
    plan = plan_save(deck, path, old)
    assert [name for name, _ in plan.beside] == ["logits 2.npy"]
    save(plan, path)
    assert read_deck(path) == deck
    assert (new / "logits.npy").read_bytes() == b"another's"


def test_more_than_a_text_can_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = State.of(np.zeros(100_001))
    deck = Deck("", (Scene("a", large),))
    with pytest.raises(DeckError, match="100,001 logits do not go into the text of a deck"):
        deck_text(deck)
    save(plan_save(deck, tmp_path / "a.softmax"), tmp_path / "a.softmax")
    assert read_deck(tmp_path / "a.softmax") == deck
    monkeypatch.setattr(writing, "MOST_BYTES", 2**20)
    long = Deck("", (Scene("a", State.of([1]), notes="x" * 2**20),))
    with pytest.raises(DeckError, match="longer than 1 MiB, and could not be opened again"):
        plan_save(long, tmp_path / "b.softmax")
