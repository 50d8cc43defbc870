"""The lexer that finds keys agrees with tomllib on what there is."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.documents.places import Path, Places, line_and_column
from softmax_viz.documents.toml import key_text, value_text
from tests.documents.decks import GOOD, lines, texts

scalars = st.one_of(
    texts, st.booleans(), st.integers(-(2**63), 2**63), st.floats(allow_nan=False),
    st.dates(), st.times(), st.datetimes(),
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(lines, inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(["a", "b", "c-1", "é", 'q"', "x.y", ""])
spaces = st.sampled_from(["", " ", "\t "])
fillers = st.sampled_from(["", "\n", "# a = 1 [x]\n", '  # \'b\' """\n\n'])


@st.composite
def documents(draw: st.DrawFn) -> str:
    text = ""
    for _ in range(draw(st.integers(0, 6))):
        space, filler = draw(spaces), draw(fillers)
        name = f"{space}.{space}".join(map(key_text, draw(st.lists(keys, min_size=1, max_size=3))))
        kind = draw(st.sampled_from(["=", "=", "=", "[", "[["]))
        text += filler
        if kind == "=":
            text += f"{space}{name}{space}={space}{value_text(draw(values))} # {draw(lines)}\n"
        else:
            close = "]" * len(kind)
            text += f"{space}{kind}{space}{name}{space}{close}\n"
    return text


def leaves(value: Any, path: Path = ()) -> dict[Path, Any]:
    """Return every value, and every table, by its path."""
    found: dict[Path, Any] = {path: value}
    if isinstance(value, dict):
        for key, inner in value.items():
            found |= leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found |= leaves(inner, (*path, index))
    return found


def agree(text: str) -> None:
    table = tomllib.loads(text)
    places = Places(text, None)
    expected = leaves(table)
    del expected[()]
    assert set(places.entries) == set(expected)
    for path, value in expected.items():
        entry = places.entries[path]
        if any(places.entries[path[:n]].is_value for n in range(1, len(path) + 1)) and (
            entry.is_value or isinstance(path[-1], int)
        ):
            read = tomllib.loads(f"a = {text[entry.start : entry.end]}")
            assert repr(read) == repr({"a": value})


@given(documents())
def test_every_key_of_a_valid_text_is_found(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    agree(text)


@pytest.mark.parametrize(
    "text",
    [
        GOOD, "", "a = 1", "a = 1#", "a=[ [1,2 ] , # ]\n [],]\n", "a = {b.c = 1, d = [{e = 2}]}",
        "a = 1979-05-27 07:32:00\nb = 1979-05-27 # 07:32\n",
        "a = '''\n'x''''\nb = \"\"\"\"y\\\"\"\"\"\"",
        "[a.b]\nc = 1\n[[d]]\n[[d.e]]\nx = 1\n[[d.e]]\nx.y = 2\n[d.f]\n[[d]]\nz = 'w'",
        '"a\\u0062" . \'c\' = "d # e"', "a = [{}, {b = 1}]",
    ],
)  # fmt: skip
def test_hard_cases(text: str) -> None:
    agree(text)


def test_lists_are_looked_into_where_asked() -> None:
    text = "a = [1, [2, ']'], 3] # ]\nb = [4]\n"
    assert set(Places(text).entries) == {("a",), ("b",)}
    assert set(Places(text, {("b",): 0}).entries) == {("a",), ("b",), ("b", 0)}


def test_nearest() -> None:
    places = Places("[[a]]\nb = 1\n")
    entry = places.nearest(("a", 0, "c", "d"))
    assert entry is not None
    assert entry.start == 0
    assert places.nearest(("x", "y")) is None


def test_lines_and_columns_begin_at_one() -> None:
    text = "ab\nc\n"
    assert [line_and_column(text, at) for at in range(6)] == [
        (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (3, 1),
    ]  # fmt: skip


def test_a_list_is_looked_into_as_far_as_it_is_asked_for() -> None:
    text = 'a = [1, "x]", [2], 4] # ]\nb = 5\n'
    entries = Places(text, {("a",): 1}).entries
    assert set(entries) == {("a",), ("a", 0), ("a", 1), ("b",)}
    assert text[entries["a",].start : entries["a",].end] == '[1, "x]", [2], 4]'
    assert text[entries["b",].start : entries["b",].end] == "5"
