"""Finding classes by name and by index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.class_search import ClassSearch

ANIMALS = ("seal", "Panda", "sea lion", "red panda", "7 dwarfs")

words = st.text(st.sampled_from("abAB ß\0İ7é熊\ud800"), max_size=5)


@pytest.mark.parametrize(
    ("query", "classes"),
    [
        ("sea", [0, 2]), ("PANDA", [1, 3]), ("  lion ", [2]), ("a", [0, 1, 2, 3, 4]), ("", []),
        (" ", []), ("walrus", []), ("seal panda", []), ("4", [4]), ("#4", [4]), ("#7", []),
        ("7", [4]), ("9", []), ("-1", []), ("²", []), ("l\0p", []), ("0", [0]),
    ],
)  # fmt: skip
def test_classes_are_found_by_a_part_of_their_name_or_by_their_index(
    query: str, classes: list[int]
) -> None:
    assert ClassSearch(ANIMALS).find(query).classes.tolist() == classes


@given(st.lists(words, min_size=1, max_size=8), words)
def test_exactly_the_names_that_hold_the_query_are_found(labels: list[str], query: str) -> None:
    found = ClassSearch(tuple(labels)).find(query)
    sought = query.strip().casefold()
    by_name = [
        i for i, label in enumerate(labels)
        if sought and "\0" not in sought and sought in label.replace("\0", " ").casefold()
    ]  # fmt: skip
    assert found.classes.tolist() == sorted({*by_name, *({found.index} - {-1})})


def test_a_class_named_by_its_index_comes_first() -> None:
    search = ClassSearch(tuple(f"class {i}" for i in range(200)))
    found = search.find("17")
    assert found.classes.tolist() == [17, 117, *range(170, 180)]
    assert found.first(120) == 17
    assert search.find("class 17").first(120) == 170
    assert search.find("#17").classes.tolist() == [17]


def test_going_on_goes_around() -> None:
    found = ClassSearch(ANIMALS).find("sea")
    assert [found.after(row) for row in (-1, 0, 1, 2, 4)] == [0, 2, 2, 0, 0]
    assert [found.before(row) for row in (-1, 0, 1, 2, 4)] == [2, 2, 0, 0, 2]
    nothing = ClassSearch(ANIMALS).find("walrus")
    assert (nothing.first(0), nothing.after(0), nothing.before(0)) == (-1, -1, -1)


def test_how_many_there_are_is_said() -> None:
    search = ClassSearch(tuple(f"class {i}" for i in range(2000)))
    assert search.find("class").words(1233) == "1,234 of 2,000 matches"
    assert search.find("class 1").words(5) == "1,111 matches"
    assert search.find("1999").words(0) == "1 match"
    assert search.find("panda").words(0) == "no match"
