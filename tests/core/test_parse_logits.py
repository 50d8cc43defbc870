"""Logits as they are pasted, and names as they are typed on the command line."""

from __future__ import annotations

import json
import math
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz import text
from softmax_viz.core.numbers import (
    NumberError,
    ParsedLogits,
    SeveralRows,
    parse_labels,
    parse_logits,
    parse_matrix,
)
from softmax_viz.core.numbers.names import cell_name

Z = (0.25, 1.23, -0.8)
ANIMALS = ("seal", "panda", "duck")
INF = math.inf

WITHOUT_NAMES = {
    # lists
    "0.25, 1.23, -0.8": Z,
    "0.25,1.23,-0.8": Z,
    "0.25,1.23, -0.8": Z,
    "0.25 1.23 −0.8": Z,
    "0.25; 1.23; -0.8;": Z,
    "\ufeff0.25, 1.23, –0.8,\r\n": Z,
    "[0.25, 1.23, -0.8]": Z,
    "(0.25; 1.23; -0.8)": Z,
    "{0.25, 1.23, -0.8}": Z,
    "(0.25,)": (0.25,),
    "(1+2)/3, (4)": (1.0, 4.0),
    "((1+2)/3; 4)": (1.0, 4.0),
    "1": (1.0,),
    "1,2,3": (1.0, 2.0, 3.0),
    "1 ,2 ,3": (1.0, 2.0, 3.0),
    "[1,2, 3,4]": (1.0, 2.0, 3.0, 4.0),
    "0.25, 1.23,\n-0.8": Z,
    "0.25,\n1.23,\n-0.8,\n": Z,
    "1, 2,\n3, 4": (1.0, 2.0, 3.0, 4.0),
    "٠٫٢٥، ١٫٢٣، -٠٫٨": Z,
    "1，2、3": (1.0, 2.0, 3.0),
    "ln 2, 2/3, pi": (math.log(2), 2 / 3, math.pi),
    "ln 2; 2/3; π": (math.log(2), 2 / 3, math.pi),
    "ln 2\n2 / 3\npi": (math.log(2), 2 / 3, math.pi),
    "ln 2": (math.log(2),),
    "pi e": (math.pi, math.e),
    "2 -1": (2.0, -1.0),
    "0, 0.0, -inf, ∞, 1e-320": (0.0, 0.0, -INF, INF, 1e-320),
    # columns and spreadsheets
    "0.25\n1.23\n-0.8": Z,
    "\r\n0.25\r\n\r\n1.23\r\n-0.8\r\n": Z,
    "0.25\r1.23\r-0.8": Z,
    "0.25\t1.23\t-0.8\t": Z,
    '"0.25"\t"1.23"\t"-0.8"': Z,
    '"0.25","1.23","-0.8"': Z,
    # decimal commas
    "0,25; 1,23; −0,8": Z,
    "0,25\n1,23\n−0,8": Z,
    "1,5\n2\n2,5": (1.5, 2.0, 2.5),
    "0,25\t1,23\t−0,8": Z,
    "0,25 1,23 −0,8": Z,
    "0,25, 1,23, −0,8": Z,
    "0,25, 1, −0,8": (0.25, 1.0, -0.8),
    '"0,25","1,23","-0,8"': Z,
    "0,25,1,23": (0.0, 25.0, 1.0, 23.0),
    "1,2, 0.5": (1.0, 2.0, 0.5),
    "1,2,3, 4": (1.0, 2.0, 3.0, 4.0),
    # NumPy
    "[ 0.25  1.23 -0.8 ]": Z,
    "[ 0.25  1.23\n -0.8 ]": Z,
    "[[ 0.25  1.23 -0.8 ]]": Z,
    "array([ 0.25,  1.23, -0.8 ])": Z,
    "array([ 0.25,  1.23,\n       -0.8 ],\n      dtype=float32)": Z,
    "np.array([0.25, 1.23, -0.8], np.float32)": Z,
    "logits = np.array([0.25, 1.23, -0.8])": Z,
    "[np.float64(0.25), np.float64(1.23), np.float64(-0.8)]": Z,
    "[array([[ 0.25,  1.23, -0.8 ]], dtype=float32)]": Z,
    "array([0., inf, -inf])": (0.0, INF, -INF),
    "[np.log(2), -np.inf, float('inf')]": (math.log(2), -INF, INF),
    "np.float64(0.25)": (0.25,),
    # PyTorch, JAX, TensorFlow
    "tensor([ 0.2500,  1.2300, -0.8000])": Z,
    "tensor([[ 0.25, 1.23, -0.8]], device='cuda:0', grad_fn=<AddmmBackward0>)": Z,
    "torch.tensor([0.25, 1.23, -0.8], dtype=torch.float16)": Z,
    "[tensor(0.25), tensor(1.23, device='cuda:0'), tensor(-0.8)]": Z,
    "Parameter containing:\ntensor([0.25, 1.23, -0.8], requires_grad=True)": Z,
    "Output(loss=None, logits=tensor([[0.25, 1.23, -0.8]]), hidden_states=None)": Z,
    "Array([0.25, 1.23, -0.8], dtype=float32)": Z,
    "tf.Tensor([0.25 1.23 -0.8], shape=(3,), dtype=float32)": Z,
    "<tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.25, 1.23, -0.8], dtype=float32)>": Z,
    # JSON
    '{"logits": [0.25, 1.23, -0.8]}': Z,
    '["0.25", "1.23", "-0.8"]': Z,
}

HIDDEN = [
    (" cat ", "cat"), ('" cat"', "cat"), ("\xa0cat", "cat"), ("cat\u200b", "cat"),
    ("\u200fcat\u200e", "cat"), ("\u202ecat", "cat"), ("\u2067cat\u2069", "cat"),
    ("\ufeffcat", "cat"), ("c\xadat", "cat"), ("cat\u200d", "cat"), ("cat\x07", "cat"),
    ("red\tcat", "red cat"), ("red\u2028cat", "red cat"), ("red\u3164cat", "red cat"),
    ("\u200b", ""), ("\u3164", ""), ("\u200d \u200c\xa0\u200d", ""),
    ("\u200d \u200ccat\u3164\u200d \u200c", "cat"), ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ("می\u200cخواهم", "می\u200cخواهم"), ("❤\ufe0f", "❤\ufe0f"), ("Å", "Å"), ("大熊猫", "大熊猫"),
]  # fmt: skip

WITH_NAMES = {
    "seal\t0.25\npanda\t1.23\nduck\t-0.8": (Z, ANIMALS),
    "seal\t0,25\npanda\t1,23\nduck\t−0,8": (Z, ANIMALS),
    "seal\tpanda\tduck\n0.25\t1.23\t-0.8": (Z, ANIMALS),
    "seal, panda, duck\r\n0.25, 1.23, -0.8\r\n": (Z, ANIMALS),
    "seal panda duck\n0.25 1.23 -0.8": (Z, ANIMALS),
    "seal 0.25\npanda 1.23\nduck -0.8": (Z, ANIMALS),
    "seal: 0.25\npanda: 1.23\nduck: -0.8": (Z, ANIMALS),
    "seal = 0,25\n\npanda = 1,23\nduck = −0,8": (Z, ANIMALS),
    "seal, 0.25\npanda, 1.23\nduck, -0.8": (Z, ANIMALS),
    "seal, 0,25\npanda, 1,23\nduck, −0,8": (Z, ANIMALS),
    "seal;0,25\npanda;1,23\nduck;−0,8": (Z, ANIMALS),
    "seal: 0.25, panda: 1.23, duck: -0.8": (Z, ANIMALS),
    '{"seal": 0.25, "panda": 1.23, "duck": -0.8}': (Z, ANIMALS),
    '{\n  "seal": 0.25,\n  "panda": 1.23,\n  "duck": -0.8\n}': (Z, ANIMALS),
    '"seal": 0.25,\n"panda": 1.23,\n"duck": -0.8,': (Z, ANIMALS),
    "{'seal': 0.25, 'panda': np.float64(1.23), 'duck': tensor(-0.8)}": (Z, ANIMALS),
    "{seal: 0.25; panda: 1.23; duck: -0.8;}": (Z, ANIMALS),
    "seal\t0.25": ((0.25,), ("seal",)),
    "seal: 0.25": ((0.25,), ("seal",)),
    "seal: 0,25": ((0.25,), ("seal",)),
    "seal\tpanda\n0.25\t1.23": ((0.25, 1.23), ("seal", "panda")),
    "1: 0.25\n2: 1.23": ((0.25, 1.23), ("1", "2")),
    "cat\t1\n42\t2": ((1.0, 2.0), ("cat", "42")),
    "42\t1\ncat\t2": ((1.0, 2.0), ("42", "cat")),
    "e\tpi\n1\t2": ((1.0, 2.0), ("e", "pi")),
    "a\tb\t3\n0.1\t0.2\t0.3": ((0.1, 0.2, 0.3), ("a", "b", "3")),
    "tench, Tinca tinca: 1\nit's: 2": ((1.0, 2.0), ("tench, Tinca tinca", "it's")),
    '"a, b", 1\n"say ""c""", 2': ((1.0, 2.0), ("a, b", 'say "c"')),
    "'a; b'; 1\n'c'; 2": ((1.0, 2.0), ("a; b", "c")),
    '"12:30": 1, "x=y": 2': ((1.0, 2.0), ("12:30", "x=y")),
    "{'l\\'ours': 1, \"\\x41\": 2}": ((1.0, 2.0), ("l'ours", "\\x41")),
    '{"\\u00e9\\ud83e\\udd86": 1, "\\ud800x": 2}': ((1.0, 2.0), ("é🦆", "x")),
    "“seal”\t1\n«panda»\t2": ((1.0, 2.0), ("seal", "panda")),
    "فقمة: 1\n🦆: 2\n海豹：3": ((1.0, 2.0, 3.0), ("فقمة", "🦆", "海豹")),
    "a\x00b\x1b\t1\nc\t2": ((1.0, 2.0), ("a b", "c")),
    "[grey] seal\t1\n(b)\t2": ((1.0, 2.0), ("[grey] seal", "(b)")),
    "and so on...\t1\n…\t2": ((1.0, 2.0), ("and so on...", "…")),
    "x" * 300 + "\t1\ny\t2": ((1.0, 2.0), ("x" * 200, "y")),
}

REFUSED = {
    "": "There are no numbers",
    "\ufeff \r\n\t": "There are no numbers",
    "[]": "There are no numbers",
    "()": "There are no numbers",
    "{}": "There are no numbers",
    "[[]]": "There are no numbers",
    "0.25, abc, 1": "Entry 2: “abc” at position 1",
    "[0.25 1.23 x]": "Entry 3: “x” at position 1",
    "1,,2": "Entry 2: There is no number",
    "[1,2,,]": "Entry 3: There is no number",
    "0.25\n1.2x\n3": "Line 2: “x” at position 4",
    "\n0.25\n\nabc": "Line 4: “abc”",
    "[True, False]": "Entry 1: “True”",
    "1e999, 2": "Entry 1: “1e999” is beyond the largest number",
    "[0, 1e-999]": "Entry 2: “1e-999” is closer to zero",
    "[1_0, 2]": "Entry 1: “_” at position 2",
    "1\u00a0234,5; 2": "Entry 1: “234,5” at position 3",
    "seal 0.25": "Entry 1: “seal”",
    "seal, 0.25": "Entry 1: “seal”",
    "array([0., 0., 0., ..., 0., 0., 0.])": "The array was abbreviated",
    "[0. 0. ... 0. 0.]": "The array was abbreviated",
    "[1, …, 2]": "The array was abbreviated",
    "[[1, 2],\n ...,\n [3, 4]]": "The array was abbreviated",
    "0 ... 1": "Entry 2: The array was abbreviated",
    "[[1, 2], [3, 4]]": "This is a matrix of 2 rows",
    "[[1 2]\n [3 4]\n [5 6]]": "This is a matrix of 3 rows",
    "tensor([[1., 2.],\n        [3., 4.]], device='cuda:0')": "This is a matrix of 2 rows",
    "[1, 2]\n[3, 4]": "This is a matrix of 2 rows",
    "1 2\n3 4": "This is a matrix of 2 rows",
    "1\t2\n3\t4\n5\t6": "This is a matrix of 3 rows",
    "1,2,3\n4,5,6": "This is a matrix of 2 rows",
    "0.25,1.23\n-0.8,1": "This is a matrix of 2 rows",
    "[[1, 2]": "The brackets around the numbers do not match",
    "array([1, 2]": "The brackets around the numbers do not match",
    "[1, 2": "Entry 1: “[” at position 1",
    "(1, 2": "Entry 1: “(” at position 1 is never closed",
    "(1, 2)(3)": "Entry 1: “(” at position 1 is never closed",
    "(1), ((2)": "Entry 2: “(” at position 1 is never closed",
    "((1)": "Entry 1: “(” at position 1 is never closed",
    "[1, 2], inf": "Entry 1: “[” at position 1",
    "seal: 0.25\npanda": "Line 2: There is no name",
    "seal: 0.25\npanda: x": "Line 2: “x” at position 1",
    "seal: 1, panda: 2\nduck: 3": "Line 1: “panda” at position 4",
    "seal\t0.25\npanda": "Line 2: There should be a name and a number",
    "seal\t0.25\npanda\tx": "Line 2: “x” at position 1",
    "seal\tpanda\tduck\n1\t2": "There are 3 names above 2 numbers",
    "seal\tpanda\tduck\n1\t2\tx": "Line 2: “x” at position 1",
    "seal: 0,25, panda: 1,23": "“25, panda: 1,23” is not a name and a number",
    '{"seal": 1, 2}': "“2” is not a name and a number",
    '{"seal": ln(2}': '“"seal": ln(2” is not a name and a number',
    '{"seal": null}': "Entry 1: “null”",
    '{"seal": {"a": 1}}': "Entry 1: “{”",
    '{"seal": [1, 2], "panda": [3, 4]}': "This is a matrix of 2 rows",
    "0," * 1_000_001: "These are 1,000,001 entries: paste 1,000,000 at most",
}


def ids(texts: dict[str, object]) -> list[str]:
    return [repr(t[:40]) for t in texts]


@pytest.mark.parametrize(("pasted", "values"), WITHOUT_NAMES.items(), ids=ids({**WITHOUT_NAMES}))
def test_reads_numbers(pasted: str, values: tuple[float, ...]) -> None:
    assert parse_logits(pasted) == ParsedLogits(values, None)


@pytest.mark.parametrize(("pasted", "parsed"), WITH_NAMES.items(), ids=ids({**WITH_NAMES}))
def test_reads_numbers_with_names(
    pasted: str, parsed: tuple[tuple[float, ...], tuple[str, ...]]
) -> None:
    assert parse_logits(pasted) == ParsedLogits(*parsed)


@pytest.mark.parametrize("pasted", ["nan", "[nan]", "array([nan])", "tensor([nan])", "NaN;"])
def test_reads_nan(pasted: str) -> None:
    (value,) = parse_logits(pasted).values
    assert math.isnan(value)


@pytest.mark.parametrize(("pasted", "part"), REFUSED.items(), ids=ids({**REFUSED}))
def test_refuses_with_a_sentence(pasted: str, part: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_logits(pasted)
    sentence = str(caught.value)
    assert part in sentence
    assert sentence.endswith((".", "“)”."))
    assert len(sentence) < 250


@pytest.mark.parametrize("pasted", REFUSED, ids=ids({**REFUSED}))
def test_refuses_in_the_language_of_the_screen(
    pasted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "_translator", lambda english: f"translated: {english}")
    with pytest.raises(NumberError, match=r"^translated: "):
        parse_logits(pasted)


@pytest.mark.parametrize("count", [100_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_reads_very_many_numbers(count: int) -> None:
    logits = np.random.default_rng(0).normal(size=count)
    pasted = ", ".join(map(repr, logits.tolist()))
    assert np.array_equal(parse_logits(pasted).values, logits)


FLOATS = st.floats(allow_nan=False)
LOGITS = st.lists(FLOATS, min_size=1, max_size=30)


@given(LOGITS, st.sampled_from([", ", ",", ";", "; ", " ", "\t", "\n", "\r\n", ",\n", "\n\n"]))
def test_reads_what_python_writes(logits: list[float], separator: str) -> None:
    values = tuple(logits)
    assert parse_logits(separator.join(map(repr, logits))).values == values
    assert parse_logits(repr(logits)).values == values
    assert parse_logits(repr(values)).values == values
    assert parse_logits(json.dumps(logits)).values == values


@given(LOGITS)
def test_reads_what_numpy_writes(logits: list[float]) -> None:
    array = np.array(logits)
    row = array[np.newaxis]
    with np.printoptions(threshold=10**6, floatmode="unique"):
        for pasted in (repr(array), str(array), repr(row), str(row), repr(list(array))):
            assert parse_logits(pasted).values == tuple(logits)


@given(LOGITS.filter(lambda logits: len(logits) > 1))
def test_reads_decimal_commas(logits: list[float]) -> None:
    commas = [repr(x).replace(".", ",") for x in logits]
    for separator in (";", "; ", "\t", "\n"):
        assert parse_logits(separator.join(commas)).values == tuple(logits)


NAMES = st.text(
    st.characters(
        exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"],
        exclude_characters="\u034f\u2800\u3164\uffa0",
    ),
    min_size=1, max_size=200,
).filter(lambda name: name == name.strip())  # fmt: skip


@given(st.dictionaries(NAMES, FLOATS, min_size=1, max_size=5), st.booleans())
def test_reads_names_of_json(named: dict[str, float], ascii_: bool) -> None:
    parsed = parse_logits(json.dumps(named, ensure_ascii=ascii_))
    assert parsed == ParsedLogits(tuple(named.values()), tuple(named))


@given(st.dictionaries(st.from_regex(r"[a-zé🦆'. ]{1,9}", fullmatch=True), FLOATS, min_size=2))
def test_reads_names_of_a_table(named: dict[str, float]) -> None:
    cells = {f"the {name} one": x for name, x in named.items()}
    parsed = ParsedLogits(tuple(cells.values()), tuple(cells))
    assert parse_logits("\n".join(f"{name}\t{x!r}" for name, x in cells.items())) == parsed
    assert parse_logits("\n".join(f"{name}: {x!r}" for name, x in cells.items())) == parsed
    assert parse_logits("\t".join(cells) + "\n" + "\t".join(map(repr, named.values()))) == parsed


PIECES = [*"[](){}<>,;:=.…\t\n\r\"'\\ -−0123456789einfa", "...", "array(", "tensor(", "np.", ", "]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_refuses_any_text_or_reads_it(pasted: str) -> None:
    with suppress(NumberError):
        parsed = parse_logits(pasted)
        assert parsed.values
        assert parsed.labels is None or len(parsed.labels) == len(parsed.values)


@pytest.mark.parametrize(
    ("typed", "labels"),
    {
        "seal,panda,duck": ANIMALS,
        " seal , panda,duck, ": ANIMALS,
        "\"seal\",panda,'duck'": ANIMALS,
        '"a, b",c': ("a, b", "c"),
        '"say ""hi""",b': ('say "hi"', "b"),
        "it's, l'ours": ("it's", "l'ours"),
        '"a": b, c"d': ('"a": b', 'c"d'),
        "a,,b": ("a", "", "b"),
        "🦆,فقمة": ("🦆", "فقمة"),
        "": (),
        " ": (),
    }.items(),
)
def test_reads_labels(typed: str, labels: tuple[str, ...]) -> None:
    assert parse_labels(typed) == labels


@given(st.text())
def test_labels_can_be_shown(typed: str) -> None:
    for label in parse_labels(typed):
        assert len(label) <= 200
        label.encode()  # no lone surrogate
        assert not any(c < " " for c in label)


def test_refuses_more_than_a_million_labels() -> None:
    with pytest.raises(NumberError, match="These are 1,000,001 entries"):
        parse_labels("a," * 1_000_001)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("[[1, 2], [3, 4]]", ((1, 2), (3, 4))),
        ("[[1. 2.]\r\n [3. 4.]]", ((1, 2), (3, 4))),
        ("tensor([[1., inf],\n        [3., 4.]], device='cuda:0')", ((1, INF), (3, 4))),
        ("[1, 2]\n[3, 4]", ((1, 2), (3, 4))),
        ("[[np.float64(0.5)], [np.float64(1.5)]]", ((0.5,), (1.5,))),
    ],
)
def test_a_printed_matrix_is_read(text: str, rows: tuple[tuple[float, ...], ...]) -> None:
    with pytest.raises(SeveralRows):
        parse_logits(text)
    assert parse_matrix(text) == rows


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[1 2]\n [3]]", "Row 1 has 1 entries, and row 0 has 2: every row needs as many."),
        ("[[1 2]\n [3 x]]", "Row 1: Entry 2: “x” at position 1"),
        ("[[1 2]\n [3 4]", "The brackets around the numbers do not match"),
        ("[[[1 2]]\n [[3 4]]]", "The array has more than two dimensions"),
    ],
)
def test_a_printed_matrix_that_is_none_says_why(text: str, problem: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_matrix(text)
    assert str(caught.value).startswith(problem)


@pytest.mark.parametrize(("cell", "name"), HIDDEN, ids=[ascii(cell) for cell, _ in HIDDEN])
def test_nothing_is_hidden_in_a_name(cell: str, name: str) -> None:
    assert cell_name(cell) == name
    assert parse_labels(f"{cell},seal") == (name, "seal")
