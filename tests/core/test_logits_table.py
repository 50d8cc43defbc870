"""A table of logits keeps what it was given, and refuses what is none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.state import State

Z = np.array([[0.25, 1.23, -0.8], [1.0, -2.0, 0.5]])
NAMES = ("seal", "panda", "duck")


def table(values: Any = Z, **rest: Any) -> LogitsTable:
    return LogitsTable(values, rest.pop("labels", NAMES), **rest)


def test_a_table_is_read_only_and_leaves_the_array_as_it_was() -> None:
    values, targets = Z.copy(), np.array([1, -1])
    made = table(values, targets=targets, pictures=np.zeros((2, 8, 8), np.uint8), name="a.npy")
    assert (made.rows, made.count, made.name) == (2, 3, "a.npy")
    assert made.targets is not None
    assert made.pictures is not None
    for array in (made.values, made.targets, made.pictures, made.row(0)):
        assert not array.flags.writeable
    assert values.flags.writeable
    assert np.shares_memory(made.values, values)
    values.flags.writeable = False
    assert table(values).values is values


@pytest.mark.parametrize("dtype", ["<f2", ">f4", "<f8", ">f8", "i1", "<i4", "u1", ">u8", "g"])
def test_a_row_is_what_a_state_wants(dtype: str) -> None:
    values = np.array([[1, 2, 3], [4, 5, 6]]).astype(dtype)
    row = table(values).row(1)
    assert row.dtype == np.float64
    assert row.dtype.isnative
    assert row.tolist() == [4, 5, 6]
    assert State.of(row, NAMES).count == 3


def test_every_nan_of_a_row_is_the_same() -> None:
    bits = np.array([[0x7FC00001, 0xFFC00000, 0x7F800001]], np.uint32).view(np.float32)
    row = table(bits).row(0)
    assert set(row.view(np.int64).tolist()) == set(np.array([np.nan]).view(np.int64).tolist())


def test_bfloat16_is_read_from_its_bits() -> None:
    bits = np.array([[0x3F80, 0xC000, 0x7F80]], np.uint16)
    made = table(bits, bfloat16=True)
    assert made.row(0).tolist() == [1, -2, np.inf]
    ((_, block),) = made.blocks(8)
    assert block.dtype == np.float32
    assert block.tolist() == [[1, -2, np.inf]]


@pytest.mark.parametrize("index", [-1, 2, 10**20])
def test_a_row_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError, match="the rows are 0 to 1"):
        table().row(index)


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 100])
def test_blocks_make_up_the_matrix(rows: int) -> None:
    values = np.arange(21, dtype=np.float32).reshape(7, 3)
    blocks = list(table(values).blocks(rows))
    assert all(len(block) <= rows for _, block in blocks)
    assert np.concatenate([block for _, block in blocks]).tolist() == values.tolist()
    for where, block in blocks:
        assert block.dtype == np.float32
        assert block.tolist() == values[where].tolist()


def test_a_block_has_a_row_or_more() -> None:
    with pytest.raises(ValueError, match="one row or more, not 0"):
        next(table().blocks(0))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"values": Z[0]}, r"not of shape \(3,\)"),
        ({"values": np.zeros((0, 3))}, r"not of shape \(0, 3\)"),
        ({"values": Z * 1j}, "real numbers, not complex128"),
        ({"values": Z > 0}, "real numbers, not bool"),
        ({"bfloat16": True}, "uint16, not float64"),
        ({"labels": ("a", "b")}, "2 names for 3 classes"),
        ({"targets": np.array([1])}, r"shape \(1,\) do not fit 2 rows"),
        ({"targets": np.array([0.0, 1.0])}, "whole numbers, not float64"),
        ({"targets": np.array([0, 3])}, "Row 1 has the true class 3: classes count from 0 to 2"),
        ({"targets": np.array([-2, 0])}, "Row 0 has the true class -2"),
        ({"targets": np.array([0, 255], np.uint8)}, "Row 1 has the true class 255"),
        ({"pictures": np.zeros((2, 8))}, r"shape \(2, 8\) do not fit"),
        ({"pictures": np.zeros((3, 8, 8))}, r"shape \(3, 8, 8\) do not fit"),
        ({"pictures": np.zeros((2, 0, 8))}, r"shape \(2, 0, 8\) do not fit"),
        ({"pictures": np.zeros((2, 8, 8), bool)}, "real numbers, not bool"),
    ],
)
def test_what_is_no_table_gets_a_sentence(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        table(**change)
