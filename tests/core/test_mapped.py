"""Where a mapped matrix stands in its file, told so that another process finds it."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.mapped import Mapped, forget, is_mapped

VALUES = np.arange(600.0).reshape(60, 10)


def opened(path: Path, values: np.ndarray = VALUES) -> np.ndarray:
    np.save(path, values)
    return np.load(path, mmap_mode="r")  # type: ignore[no-any-return]


@given(start=st.integers(0, 59), rows=st.integers(1, 60))
def test_rows_are_mapped_from_the_file(
    tmp_path_factory: pytest.TempPathFactory, start: int, rows: int
) -> None:
    stored = opened(tmp_path_factory.getbasetemp() / "rows.npy")
    place = Mapped.of(stored)
    assert place is not None
    stop = min(start + rows, 60)
    assert place.rows(slice(start, stop)).tolist() == VALUES[start:stop].tolist()


@pytest.mark.parametrize(
    "values",
    [VALUES.astype(">f4"), np.asfortranarray(VALUES), VALUES.astype(np.int8), VALUES[:, :1]],
    ids=["big-endian", "Fortran", "int8", "one column"],
)
def test_any_type_and_order(tmp_path: Path, values: np.ndarray) -> None:
    place = Mapped.of(opened(tmp_path / "a.npy", values))
    assert place is not None
    found = pickle.loads(pickle.dumps(place)).rows(slice(7, 31))
    assert found.dtype == values.dtype
    assert found.tolist() == values[7:31].tolist()


@pytest.mark.parametrize(
    "view",
    [
        lambda a: a[:, 1:], lambda a: a[5:50], lambda a: a.T, lambda a: a[::2, ::3],
        np.asarray, lambda a: LogitsTable(a, tuple("abcdefghij")).values,
    ],
)  # fmt: skip
def test_a_view_knows_where_it_stands(tmp_path: Path, view: object) -> None:
    assert callable(view)
    shown = view(opened(tmp_path / "a.npy"))
    place = Mapped.of(shown)
    assert place is not None
    assert place.rows(slice(2, 9)).tolist() == shown[2:9].tolist()


def test_beyond_the_first_pages_of_a_file(tmp_path: Path) -> None:
    whole = np.arange(40_000, dtype=np.float32).reshape(4000, 10)
    (tmp_path / "raw").write_bytes(b"x" * 70_000 + whole.tobytes())
    place = Mapped.of(np.memmap(tmp_path / "raw", np.float32, "r", 70_000, (4000, 10)))
    assert place is not None
    assert place.offset == 70_000
    assert place.rows(slice(3990, 4000)).tolist() == whole[3990:].tolist()


def test_what_is_in_memory_or_runs_backwards_has_no_place(tmp_path: Path) -> None:
    stored = opened(tmp_path / "a.npy")
    assert Mapped.of(VALUES) is None
    assert Mapped.of(stored.astype(np.float32)) is None
    assert Mapped.of(stored[::-1]) is None


def test_a_file_that_is_gone_or_another_is_refused(tmp_path: Path) -> None:
    stored = opened(tmp_path / "a.npy")
    place = Mapped.of(stored)
    assert place is not None
    (tmp_path / "a.npy").unlink()
    assert Mapped.of(stored) is None
    np.save(tmp_path / "a.npy", VALUES[:40])
    with pytest.raises(ValueError, match=r"a\.npy is another file there"):
        place.rows(slice(0, 1))
    (tmp_path / "a.npy").unlink()
    with pytest.raises(FileNotFoundError):
        place.rows(slice(0, 1))


@pytest.mark.parametrize("known", [True, False])
def test_what_is_forgotten_is_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    if not known:
        monkeypatch.delattr("mmap.MADV_DONTNEED", raising=False)
    stored = opened(tmp_path / "a.npy")
    forget(stored[3:5])
    forget(stored.T)
    forget(VALUES)
    assert (is_mapped(stored.T), is_mapped(VALUES)) == (True, False)
    assert stored.tolist() == VALUES.tolist()
