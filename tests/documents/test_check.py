"""What `softmax-viz check` says of a deck."""

from __future__ import annotations

from pathlib import Path

import pytest

from softmax_viz.documents.check import check
from tests.documents.decks import GOOD, HEAD

TWO = HEAD + '[[scene]]\ntitle = "a"\nlogits = [1, 2]\n'


def said(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "a.softmax"
    path.write_bytes(text.encode())
    return check(path).lines("a.softmax")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (GOOD, ["a.softmax: 3 scenes, nothing wrong."]),
        (TWO, ["a.softmax: 1 scene, nothing wrong."]),
        (HEAD, ["a.softmax: 0 scenes, nothing wrong."]),
        (TWO + "decimals = 0\ntemperature = []", [
            "a.softmax:6:12: decimals must be a whole number from 1 to 17, not 0.",
            "a.softmax:7:15: temperature must be a number from 0 to inf, not a list.",
        ]),
        (TWO + 'temprature = 1\nhiden = []\nmine = 1\nexample = "zero"', [
            "a.softmax:6:1: note: “temprature” means nothing here and is kept; is it temperature?",
            "a.softmax:7:1: note: “hiden” means nothing here and is kept; is it hide?",
            "a.softmax:9:1: note: There is no example “zero”; there are animals, zero_sum,",
            "a.softmax: 1 scene, nothing wrong.",
        ]),
        (TWO + 'prompt = """\n{softmax[x]}"""\n[[scene.step]]\nsay = "ab {"', [
            "a.softmax:7:1: No class is called “x”; it can also be given by its index, as #0.",
            "a.softmax:9:11: A brace that begins no field is written twice: {{ or }}.",
        ]),
        (TWO + "prompt = '{T}}'\nnotes = \"\\t}\"", [
            "a.softmax:6:14: A brace that begins no field is written twice: {{ or }}.",
            "a.softmax:7:9: A brace that begins no field is written twice: {{ or }}.",
        ]),
        (TWO + '[[scene.pin]]\nlogits = [1]\nlable = 1\n[[scene.step]]\ncovr = ""\n'
         '[scene.question]\nask = "{x}"\nchoices = ["{T}", "{N"]\nanwser = 1\n', [
            "a.softmax:12:8: There is no field “x”; choose from z,",
            "a.softmax:13:20: A brace that begins no field is written twice: {{ or }}.",
            "a.softmax:8:1: note: “lable” means nothing here and is kept; is it labels?",
            "a.softmax:14:1: note: “anwser” means nothing here and is kept; is it answer?",
            "a.softmax:10:1: note: “covr” means nothing here and is kept; is it cover?",
        ]),
        (TWO + "step = [1]\npin = 1", [
            "a.softmax:6:8: Each step is a table of its own; write [[scene.step]] above it.",
            "a.softmax:7:7: Each pin is a table of its own; write [[scene.pin]] above it.",
        ]),
        ("tilte = 1", ['a.softmax:1:1: This is not a deck: it has no line format = "softmax-viz']),
        (HEAD + "tilte = 1", [
            "a.softmax:3:1: note: “tilte” means nothing here and is kept; is it title?",
            "a.softmax: 0 scenes, nothing wrong.",
        ]),
    ],
)  # fmt: skip
def test_what_is_said(text: str, lines: list[str], tmp_path: Path) -> None:
    told = said(tmp_path, text)
    assert len(told) == len(lines), told
    for one, start in zip(sorted(told), sorted(lines), strict=True):
        assert one.startswith(start)


def test_there_is_an_end_to_fields_that_say_nothing(tmp_path: Path) -> None:
    told = said(tmp_path, TWO + 'notes = "' + "{x}" * 1000 + '"')
    assert len(told) == 100


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    report = check(tmp_path / "none.softmax")
    assert report.lines("none.softmax") == ["none.softmax: There is no such file."]
