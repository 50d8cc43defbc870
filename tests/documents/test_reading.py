"""Decks opened, and the sentences where one cannot be."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest

from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.scene import Question, Step
from softmax_viz.documents import DeckError, parse_deck, read_deck
from softmax_viz.documents.problem import MOST_PROBLEMS
from softmax_viz.documents.reading import MOST_BYTES
from softmax_viz.documents.schema import MOST_SCENES
from tests.documents.decks import GOOD, HEAD, good

SCENE = HEAD + '[[scene]]\ntitle = "a"\n'
TWO = SCENE + "logits = [1, 2]\n"
ASKED = TWO + '[scene.question]\nask = "b"\n'
STEP = TWO + "[[scene.step]]\n"


def parsed(text: str | bytes) -> Deck:
    data = text.encode() if isinstance(text, str) else text
    return parse_deck(data, "deck.softmax")


def refusal(text: str | bytes) -> DeckError:
    with pytest.raises(DeckError) as caught:
        parsed(text)
    return caught.value


def test_a_deck_written_by_hand() -> None:
    deck = good()
    first, second, last = deck.scenes
    assert deck.title == "Dividing by the sum"
    assert first.state.logits.tolist() == [-0.25, 1.0, -0.75]
    assert first.state.labels == ("seal", "panda", "duck")
    assert (first.state.temperature, first.state.decimals) == (1.0, 4)
    assert first.notes == 'Wait for "the" answer.\n\nThen go on.\n'
    assert first.screen.charts == ("sum_normalized", "softmax")
    assert first.question == Question("Which class keeps its sign?", ("seal", "panda", "none"), 1)
    assert first.steps == (
        Step(("softmax", "answer"), "Same order?", "Softmax: {softmax[panda]:.1%}."),
        Step(temperature=5.0),
    )
    (pin,) = first.state.pins
    assert pin.logits.tolist()[:2] == [1, math.inf]
    assert math.isnan(pin.logits[2])
    assert second.state.labels == ("class 0", "class 1")
    assert second.question == Question("Which?", ("this", "that"))
    assert [scene.origin for scene in deck.scenes] == [0, 1, 2]
    assert last.state.colors == (0,)
    assert deck.source == GOOD


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        (TWO + 'temperature = "warm"', "6:15",
         'temperature must be a number from 0 to inf, not "warm".'),
        (TWO + "temperature = -1", "6:15", "temperature must be a number from 0 to inf, not -1."),
        (TWO + "temperature = nan", "6:15", "temperature must be a number from 0 to inf, not nan."),
        (TWO + "temperature = true", "6:15",
         "temperature must be a number from 0 to inf, not true."),
        (TWO + "temperature = 1e999", "6:15",
         "This number is beyond the largest, 1.8e308; for infinity write inf."),
        (TWO + f"temperature = {10**400}", "6:15",
         "This number is beyond the largest, 1.8e308; for infinity write inf."),
        (TWO + f"temperature = -{10**400}", "6:15",
         "temperature must be a number from 0 to inf, not a number of so many digits."),
        (TWO + "decimals = 18", "6:12", "decimals must be a whole number from 1 to 17, not 18."),
        (TWO + "decimals = 3.0", "6:12", "decimals must be a whole number from 1 to 17, not 3.0."),
        (TWO + "decimals = 1e999", "6:12",
         "decimals must be a whole number from 1 to 17, not a number beyond floating point."),
        (TWO + "decimals = 1979-05-27", "6:12",
         "decimals must be a whole number from 1 to 17, not a date."),
        (TWO + "decimals = false", "6:12",
         "decimals must be a whole number from 1 to 17, not false."),
        (TWO + "prompt = 1", "6:10", 'prompt must be a text in quotes, "…", not 1.'),
        (TWO + "prompt = {}", "6:10", 'prompt must be a text in quotes, "…", not a table.'),
        (TWO + "lens = []", "6:8", 'lens must be a text in quotes, "…", not a list.'),
        (TWO + 'lens = "stairs"', "6:8", "There is no lens “stairs”; choose from steps,"),
        (TWO + 'zoom = "logits"', "6:8", "There is no part to enlarge “logits”; choose from"),
        (TWO + 'hide = ["menu"]', "6:8",
         "There is no control “menu”; choose from editor, prediction, temperature."),
        (TWO + 'charts = ["pie"]', "6:10", "There is no chart “pie”; choose from sigmoid,"),
        (TWO + "charts = []", "6:10", "A screen needs a chart or a lens."),
        (TWO + 'charts = "softmax"', "6:10",
         'charts must be a list of texts, such as ["seal", "panda"], not "softmax".'),
        (TWO + 'charts = ["softmax", 1]', "6:22", 'charts must be a text in quotes, "…", not 1.'),
        (TWO + 'labels = ["x"]', "6:10",
         "labels has 1 names and there are 2 logits; each needs one."),
        (TWO + "colors = [0, 1, 2]", "6:10",
         "colors has 3 entries and there are 2 logits; each needs one."),
        (TWO + "colors = [0,\n -1]", "7:2",
         "A colour is a whole number from 0 to 2147483647, not -1."),
        (TWO + "colors = 1", "6:10", "colors must be a list of whole numbers, not 1."),
        (TWO + 'labels = ["x", "y\\u0000"]', "6:16",
         "The control character U+0000 cannot stand in a text."),
        (TWO + 'labels = ["x", "y\\nz"]', "6:16",
         "A line break cannot stand here; write one line."),
        (TWO + "notes = '''\na\nb\x7f'''", "8:2", "This is not TOML: "),
        (SCENE + "logits = []", "5:10",
         "logits holds 0 numbers; 1 to 100,000 can stand here, more in a logits_file."),
        (SCENE + "logits = 1", "5:10",
         "logits must be a list of numbers, such as [0.25, 1.23, -0.8], not 1."),
        (SCENE + 'logits = [1, "2"]', "5:14", 'A logit is a number, not "2".'),
        (SCENE + "logits = [1, true]", "5:14", "A logit is a number, not true."),
        (SCENE + "logits = [1, -1e999]", "5:14",
         "This number is beyond the largest, 1.8e308; for infinity write inf."),
        (SCENE + f"logits = [1, {10**309}]", "5:14",
         "This number is beyond the largest, 1.8e308; for infinity write inf."),
        (SCENE + f"logits = [{'0, ' * 100_001}]", "5:10",
         "logits holds 100,001 numbers; 1 to 100,000 can stand here, more in a logits_file."),
        (SCENE, "3:1", "There are no logits; write logits = [0.25, 1.23, -0.8]."),
        (TWO + 'logits_file = "a.npy"', "6:15", "Write logits or logits_file, not both."),
        (SCENE + "logits_file = 1", "5:15", "logits_file must be the name of a file, not 1."),
        (SCENE + 'logits_file = "a.npy"', "5:15",
         "“a.npy” cannot be found: this deck is in no folder."),
        (HEAD + "[[scene]]\nlogits = [1]", "3:1",
         'The scene has no title; write title = "…" below [[scene]].'),
        (HEAD + 'title = """\na\nb"""', "4:2", "A line break cannot stand here; write one line."),
        (HEAD + "title = '''a\nb'''", "3:13", "A line break cannot stand here; write one line."),
        (HEAD + "scene = 1", "3:9",
         "Each scene is a table of its own; write [[scene]] above it."),
        (HEAD + "scene = [1]", "3:9",
         "Each scene is a table of its own; write [[scene]] above it."),
        (HEAD + '[scene]\ntitle = "a"', "3:1",
         "Each scene is a table of its own; write [[scene]] above it."),
        (TWO + "[scene.step]", "6:1",
         "Each step is a table of its own; write [[scene.step]] above it."),
        (TWO + "[[scene.pin]]\nlogits = [1]\n" * 3, "10:1",
         "There are 3 tables [[scene.pin]]; 2 are the most."),
        (TWO + "[[scene.pin]]", "6:1", "There are no logits; write logits ="),
        (HEAD + "[[scene]]\n" * (MOST_SCENES + 1), "1003:1",
         "There are 1001 tables [[scene]]; 1000 are the most."),
        (TWO + "question = 1", "6:12", "question must be a table [scene.question], not 1."),
        (TWO + "[scene.question]", "6:1", "The question has no ask."),
        (ASKED, "6:1", "The question has no choices."),
        (ASKED + 'choices = ["x"]', "8:11", "A question has 2 to 9 choices, not 1."),
        (ASKED + f"choices = {['x'] * 10}", "8:11", "A question has 2 to 9 choices, not 10."),
        (ASKED + "choices = 2", "8:11", "choices must be a list of texts,"),
        (ASKED + 'choices = ["x", "y"]\nanswer = 0', "9:10",
         "answer must be a whole number from 1 to 2, not 0."),
        (ASKED + 'choices = ["x", "y"]\nanswer = 3', "9:10",
         "answer must be a whole number from 1 to 2, not 3."),
        (STEP + 'reveal = "pie"', "7:10", "“pie” cannot be covered; choose from sigmoid,"),
        (STEP + 'reveal = ["lens", "softmax[x]"]', "7:19",
         "“softmax[x]” cannot be covered: no class is called “x”."),
        (STEP + "reveal = 1", "7:10", "reveal must be a list of texts,"),
        (STEP + f"reveal = {['lens'] * 1001}", "7:10",
         "A step reveals 1000 parts at most, not 1001."),
        (STEP + "logits = [1]", "7:10", "The step sets 1 logits, the scene has 2."),
        (STEP + "temperature = []", "7:15", "temperature must be a number from 0 to inf, not a"),
        (STEP + "say = 1", "7:7", 'say must be a text in quotes, "…", not 1.'),
        (TWO + "[[scene.step]]\n" * 1001, "1006:1",
         "There are 1001 tables [[scene.step]]; 1000 are the most."),
        ("", "1:1", 'This is not a deck: it has no line format = "softmax-viz deck".'),
        ('format = "toml"', "1:10",
         'This is not a deck: format must be "softmax-viz deck", not "toml".'),
        ("format = 1", "1:10", 'This is not a deck: format must be "softmax-viz deck", not 1.'),
        ('format = "softmax-viz deck"', "1:1", "The version is missing; write version = 1."),
        ('format = "softmax-viz deck"\nversion = 2', "2:11",
         "This deck needs a newer Softmax Visualizer: its version is 2, this one reads up to 1."),
        (f'format = "softmax-viz deck"\nversion = {9**999}', "2:11",
         "This deck needs a newer Softmax Visualizer: its version is a number of so many digits,"),
        ('format = "softmax-viz deck"\nversion = 0', "2:11",
         "version must be a whole number from 1 to 1, not 0."),
        ('format = "softmax-viz deck"\nversion = "1"', "2:11",
         'version must be a whole number from 1 to 1, not "1".'),
        (HEAD + "version = 1", "3:1", "This key stands here for the second time; keep one."),
        (TWO + "  logits = [3, 4]", "6:3", "This key stands here for the second time; keep one."),
        (HEAD + "[a]\n[a]", "4:", "This table stands here for the second time; keep one."),
        (TWO + "title", "6:6", "This is not TOML: Expected '=' after a key in a key/value pair."),
        (TWO + "prompt = \"a", "6:12", "This is not TOML: Unterminated string."),
        (TWO + 'labels = ["\\ud800", "b"]', "6:", "This is not TOML: "),
        (TWO + f"x = {'[' * 21}", "6:25", "A deck does not need brackets more than 20 deep;"),
        (TWO + "a." * 11 + "b = 1", "6:22", "A deck does not need a name of more than 10 parts;"),
        (TWO + f"x = {'1' * 1001}", "6:5", "A deck does not need a number of more than 1000"),
        (HEAD + "[[x]]\n" * 10_001, "10003:1", "A deck does not need more than 20000 tables"),
        (HEAD + "a=1\n" * 50_000, "50001:2", "A deck does not need more than 50000 names;"),
        (HEAD + f"a=[{'1,' * 220_001}", "3:440005", "A deck does not need more than 220000 val"),
        (HEAD + "\n" * 200_001, "200004:1", "A deck does not need more than 200000 lines;"),
        (HEAD + "\\" * 200_001, "3:200002", "A deck does not need more than 200000 backslashes;"),
        (TWO.encode() + b'labels = ["\xff"', "6:12", "Byte 89 is not UTF-8; save the file as"),
        (TWO.encode("utf-16"), "1:1", "Byte 0 is not UTF-8; save the file as UTF-8."),
        (b"\xed\xa0\x80", "1:1", "Byte 0 is not UTF-8; save the file as UTF-8."),
        (b" " * (MOST_BYTES + 1), "1:1", "The file is longer than 4 MiB, and no deck is."),
        (b"\0", "1:1", "This is not TOML: Invalid statement."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(text: str | bytes, place: str, sentence: str) -> None:
    told = str(refusal(text))
    assert told.startswith(f"deck.softmax:{place}")
    assert sentence in told


def test_everything_that_is_wrong_is_told() -> None:
    text = GOOD.replace("decimals = 4", "decimals = 40").replace("answer = 2", "answer = 4")
    text = text.replace('title = "The last"', "title = 3")
    error = refusal(text)
    lines = text.split("\n")
    wrong = ["decimals = 40", "  answer = 4", "title = 3"]
    assert [lines[problem.line - 1] for problem in error.problems] == wrong
    assert str(error) == error.problems[0].of("deck.softmax")


def test_there_is_an_end_to_what_is_told() -> None:
    error = refusal(HEAD + "[[scene]]\n" * MOST_SCENES)
    assert len(error.problems) == MOST_PROBLEMS + 1
    assert error.problems[-1].sentence == "And 1 problems more."


def test_lines_are_those_of_any_editor() -> None:
    text = "\ufeff" + (TWO + "temperature = -1").replace("\n", "\r\n")
    assert str(refusal(text)).startswith("deck.softmax:6:15: ")
    assert str(refusal(text + "\r\n1.2")).startswith("deck.softmax:7:")


def test_what_is_allowed() -> None:
    deck = parsed(
        SCENE + "logits = [1, -0.0, inf, -inf, nan, +nan, 0xff, 1_000, 1e-400]\n"
        "temperature = inf\ntitel = 1\n[[scene.step]]\ntemperature = 0\n"
    )
    (scene,) = deck.scenes
    assert repr(scene.state.logits.tolist()) == (
        "[1.0, -0.0, inf, -inf, nan, nan, 255.0, 1000.0, 0.0]"
    )
    assert scene.state.temperature == math.inf
    assert scene.steps == (Step(temperature=0.0),)


def test_words_that_say_nothing_do_not_close_a_deck() -> None:
    (scene,) = parsed(TWO + 'prompt = "{softmax[panda]} {"').scenes
    assert scene.prompt == "{softmax[panda]} {"


def test_a_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lesson.softmax"
    path.write_bytes(GOOD.encode())
    assert read_deck(path) == good()
    monkeypatch.chdir(tmp_path)
    assert read_deck("lesson.softmax") == good()


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    for name, sentence in (
        ("none.softmax", "none.softmax: There is no such file."),
        (".", "This is not a file but a folder, a device or a pipe."),
        ("a\0b", "It cannot be read: "),
        ("x" * 500, "It cannot be read: File name too long."),
    ):
        with pytest.raises(DeckError, match=sentence):
            read_deck(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names there")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.softmax")
    with pytest.raises(DeckError, match="This is not a file but a folder, a device or a pipe"):
        read_deck(tmp_path / "pipe.softmax")
