"""What is kept of unsaved work is found by the next start, and by no other app that lives."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from softmax_viz.core import edits
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Question, Scene, Step
from softmax_viz.core.lecture.screen import Screen
from softmax_viz.core.lecture.work import Work, advance, open_deck, with_state
from softmax_viz.core.state import State
from softmax_viz.documents.autosave import BROKEN, FILE, LOCK, Autosave, TooLarge, Unsaved
from softmax_viz.documents.save import SaveError, fingerprint, save_plan
from softmax_viz.documents.writing import plan_save

STATE = State.of((0.25, 1.23, -0.8), ("seal", "panda", "duck"), temperature=2.0)


def lesson() -> Deck:
    question = Question("Who?", ("seal", "panda"), 1)
    return Deck(
        "A lesson",
        (
            Scene("one", STATE, Screen(lens="steps"), "words", "notes", question),
            Scene("two", STATE, steps=(Step(("softmax",), say="so"), Step(temperature=5.0))),
        ),
    )


def left(root: Path, unsaved: Unsaved) -> Path:
    """Leave work as an app that was killed does."""
    killed = Autosave(root)
    killed.write(unsaved)
    killed._lock.close()  # type: ignore[union-attr]
    killed._lock = None
    return killed.place


def test_all_of_it_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "lesson.softmax"
    path.write_bytes(b"as read")
    read = fingerprint(path)
    work = advance(advance(advance(open_deck(Work(STATE), lesson()))))
    assert (work.index, work.shown) == (1, 1)
    played = edits.set_temperature(edits.pin(work.state), math.inf)
    work = replace(with_state(work, played), screen=Screen(zoom="softmax", hidden=("editor",)))
    place = left(tmp_path / "recovery", Unsaved(work, path, read, tmp_path))
    (found,), broken = Autosave(tmp_path / "recovery").found()
    assert not broken
    assert found.place == place
    again = found.unsaved.work
    assert again.deck == work.deck
    assert (again.index, again.shown) == (1, 1)
    assert (again.state, again.screen) == (work.state, work.screen)
    assert (found.unsaved.path, found.unsaved.read) == (path, read)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -0.0, 5e-324])
def test_a_state_without_a_deck_comes_back(tmp_path: Path, value: float) -> None:
    state = State.of((value, 1.0), ("a “b” \\ {c}", "d\n"))
    left(tmp_path, Unsaved(Work(state)))
    (found,), _ = Autosave(tmp_path).found()
    assert found.unsaved.work.state.logits.tobytes() == state.logits.tobytes()
    assert found.unsaved.work.state.labels[0] == state.labels[0]
    assert found.unsaved.work.deck == Deck()
    assert found.unsaved.path is None


def test_large_logits_come_back_and_old_ones_do_not_pile_up(tmp_path: Path) -> None:
    killed = Autosave(tmp_path)
    for seed in range(3):
        logits = np.random.default_rng(seed).normal(size=20_000)
        work = Work(State.of(logits))
        work = open_deck(work, Deck("", (Scene("large", work.state),)))
        killed.write(Unsaved(work))
    assert len(list(killed.place.glob("*.npy"))) <= 2
    killed._lock.close()  # type: ignore[union-attr]
    (found,), _ = Autosave(tmp_path).found()
    assert found.unsaved.work == work
    # Saved elsewhere, its logits come along.
    path = tmp_path / "saved.softmax"
    save_plan(path, plan_save(found.unsaved.work.deck, path, found.place))
    assert list(tmp_path.glob("*.npy"))


def test_what_lives_is_not_offered(tmp_path: Path) -> None:
    living = Autosave(tmp_path)
    living.write(Unsaved(Work(STATE)))
    assert Autosave(tmp_path).found() == ([], [])
    assert living.found() == ([], [])
    living.remove()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is of POSIX")
def test_what_another_process_holds_is_offered_once_it_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from softmax_viz.core.lecture.work import Work\n"
        "from softmax_viz.core.state import State\n"
        "from softmax_viz.documents.autosave import Autosave, Unsaved\n"
        "Autosave(Path(sys.argv[1])).write(Unsaved(Work(State.of((1.0, 2.0)))))\n"
        "living = Autosave(Path(sys.argv[1]))\n"
        "living.write(Unsaved(Work(State.of((3.0, 4.0)))))\n"
        "print('written', flush=True)\n"
        "time.sleep(60)\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "written\n"
        assert [one.unsaved.work.state for one in Autosave(tmp_path).found()[0]] == [
            State.of((1.0, 2.0))
        ]
        other.kill()
    assert len(Autosave(tmp_path).found()[0]) == 2


def test_the_newest_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for when in (20.0, 30.0, 10.0):
        monkeypatch.setattr(time, "time", iter([when] * 9).__next__)
        left(tmp_path, Unsaved(Work(STATE)))
    assert [one.when for one in Autosave(tmp_path).found()[0]] == [30.0, 20.0, 10.0]


@pytest.mark.parametrize(
    "change",
    [
        {"version": 99},
        {"index": 7},
        {"index": "x"},
        {"deck": "not a deck"},
        {"screen": 5},
        {"when": None},
        {"when": 1e300},
        {"when": math.nan},
        {"read": {"sha": 1}},
        {"deck": None},
    ],
)
def test_what_is_broken_is_put_aside(tmp_path: Path, change: dict[str, object]) -> None:
    place = left(tmp_path, Unsaved(open_deck(Work(STATE), lesson())))
    file = place / FILE
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | change))
    found, (broken,) = Autosave(tmp_path).found()
    assert found == []
    assert broken.name == place.name + BROKEN
    assert (broken / FILE).is_file()
    assert Autosave(tmp_path).found() == ([], [])


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"[" * 100_000])
def test_what_is_no_json_is_put_aside(tmp_path: Path, data: bytes) -> None:
    place = left(tmp_path, Unsaved(Work(STATE)))
    (place / FILE).write_bytes(data)
    found, broken = Autosave(tmp_path).found()
    assert found == []
    assert len(broken) == 1


def test_one_app_alone_gets_it(tmp_path: Path) -> None:
    place = left(tmp_path, Unsaved(Work(STATE)))
    first, second = Autosave(tmp_path), Autosave(tmp_path)
    assert first.claim(place)
    assert first.claim(place)
    assert not second.claim(place)
    assert second.found() == ([], [])
    second.discard(place)
    assert place.exists()
    first.release()
    assert len(second.found()[0]) == 1
    second.discard(place)
    assert not place.exists()
    assert not first.claim(place)


def test_a_folder_left_empty_is_removed_unless_it_is_new(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for place in (old, new):
        place.mkdir()
        (place / LOCK).touch()
    os.utime(old, (1, 1))
    assert Autosave(tmp_path).found() == ([], [])
    assert not old.exists()
    assert new.exists()


def test_a_removed_folder_is_made_again(tmp_path: Path) -> None:
    living = Autosave(tmp_path)
    living.write(Unsaved(Work(STATE)))
    for file in living.place.iterdir():
        file.unlink()
    living.place.rmdir()
    living.write(Unsaved(Work(STATE)))
    assert (living.place / FILE).is_file()
    living.remove()


def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path: Path) -> None:
    root = tmp_path / "recovery"
    root.write_bytes(b"a file")
    with pytest.raises(SaveError, match=r"^Unsaved work cannot be kept for the case of a crash\. "):
        Autosave(root).write(Unsaved(Work(STATE)))
    assert Autosave(root).found() == ([], [])


def test_what_is_too_large_is_told_and_what_was_kept_stays(tmp_path: Path) -> None:
    living = Autosave(tmp_path)
    living.write(Unsaved(Work(STATE)))
    kept = (living.place / FILE).read_bytes()
    named = State.of(np.zeros(50_000), [f"{i:090}" for i in range(50_000)])
    with pytest.raises(TooLarge, match="too large to be kept for the case of a crash"):
        living.write(Unsaved(Work(named)))
    assert (living.place / FILE).read_bytes() == kept
    living.remove()


def test_the_screen_alone_may_be_too_large(tmp_path: Path) -> None:
    named = State.of(np.zeros(50_000), [f"{i:090}" for i in range(50_000)])
    deck = Deck("mine", (Scene("one", STATE),))
    left(tmp_path, Unsaved(replace(open_deck(Work(STATE), deck), state=named)))
    ((recovered,), _) = Autosave(tmp_path).found()
    assert recovered.unsaved.work.deck.title == "mine"
    assert recovered.unsaved.work.state == STATE


def test_a_million_names_that_classes_have_by_themselves_are_kept(tmp_path: Path) -> None:
    living = Autosave(tmp_path)
    living.write(Unsaved(Work(State.of(np.zeros(500_000)))))
    assert (living.place / FILE).stat().st_size < 10_000
    living.remove()
