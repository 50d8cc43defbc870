"""Every block of a table is met once, with its true classes, whatever goes through it."""

from __future__ import annotations

import gc
import mmap
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from ml_dtypes import bfloat16

from softmax_viz.core.data import blocks
from softmax_viz.core.data.blocks import Mapper, Targets, in_threads, in_turn, slices
from softmax_viz.core.data.logits_table import LogitsTable, Real

MAPPERS = (in_turn, in_threads)
VALUES = np.arange(70.0).reshape(35, 2)
TARGETS = np.arange(35) % 3 - 1


def table(values: Real = VALUES, targets: Targets | None = TARGETS) -> LogitsTable:
    return LogitsTable(values, ("a", "b"), targets)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "NUMBERS_AT_ONCE", 8)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def both(logits: Real, targets: Targets) -> tuple[Real, Targets]:
    return logits.copy(), targets


@pytest.mark.parametrize("mapper", MAPPERS)
def test_every_block_is_met_once_with_its_true_classes(mapper: Mapper) -> None:
    found = dict.fromkeys(range(35), 0)
    for rows, (logits, targets) in mapper(table(), both):
        assert logits.tolist() == VALUES[rows].tolist()
        assert targets.tolist() == TARGETS[rows].tolist()
        for row in range(rows.start, rows.stop):
            found[row] += 1
    assert set(found.values()) == {1}


@pytest.mark.parametrize("mapper", MAPPERS)
def test_without_true_classes_all_are_unknown(mapper: Mapper) -> None:
    for rows, (_, targets) in mapper(table(targets=None), both):
        assert targets.tolist() == [-1] * (rows.stop - rows.start)


def test_threads_take_the_same_blocks() -> None:
    def ordered(mapper: Mapper) -> list[tuple[int, bytes]]:
        return sorted((rows.start, made[0].tobytes()) for rows, made in mapper(table(), both))

    assert ordered(in_threads) == ordered(in_turn)


def test_the_work_is_done_by_other_threads_where_there_are_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def where(_: Real, __: Targets) -> int:
        return threading.get_ident()

    here = threading.get_ident()
    assert here not in {at for _, at in in_threads(table(), where)}
    assert {at for _, at in in_threads(table(VALUES[:4], TARGETS[:4]), where)} == {here}
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert {at for _, at in in_threads(table(), where)} == {here}


def test_a_block_has_a_row_where_a_row_is_long() -> None:
    long = LogitsTable(np.zeros((3, 20)), tuple(map(str, range(20))))
    assert [rows.stop - rows.start for rows in slices(long)] == [1, 1, 1]


@pytest.mark.parametrize("mapper", MAPPERS)
def test_bfloat16_comes_as_float32(mapper: Mapper) -> None:
    numbers = np.linspace(-3, 3, 70, dtype=np.float32).reshape(35, 2).astype(bfloat16)
    stored = LogitsTable(numbers.view(np.uint16), ("a", "b"), bfloat16=True)
    for rows, (logits, _) in mapper(stored, both):
        assert logits.dtype == np.float32
        assert logits.tolist() == numbers[rows].astype(np.float32).tolist()


@pytest.mark.parametrize("mapper", MAPPERS)
@pytest.mark.parametrize("kept", [0, 2**28])
def test_a_mapped_file_gives_the_same_blocks(
    mapper: Mapper, kept: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BYTES_KEPT", kept)
    np.save(tmp_path / "a.npy", VALUES)
    mapped = table(np.load(tmp_path / "a.npy", mmap_mode="r"))
    for rows, (logits, _) in mapper(mapped, both):
        assert logits.tolist() == VALUES[rows].tolist()


@pytest.mark.parametrize("mapper", MAPPERS)
def test_what_a_part_raises_reaches_the_caller(mapper: Mapper) -> None:
    def refuse_the_third(logits: Real, _: Targets) -> None:
        if logits[0, 0] == VALUES[8, 0]:
            raise ZeroDivisionError("the third")

    with pytest.raises(ZeroDivisionError, match="the third"):
        list(mapper(table(), refuse_the_third))


def _counting() -> tuple[list[int], Callable[[Real, Targets], None]]:
    met: list[int] = []
    return met, lambda logits, _: met.append(int(logits[0, 0]))


def test_closing_in_turn_ends_it() -> None:
    met, part = _counting()
    parts = in_turn(table(), part)
    next(parts)
    parts.close()
    assert met == [0]


def test_closing_cancels_what_threads_have_not_begun() -> None:
    gate, met = threading.Event(), []

    def wait_after_the_first(logits: Real, _: Targets) -> None:
        met.append(int(logits[0, 0]))
        if len(met) > 1:
            assert gate.wait(10)

    parts = in_threads(table(), wait_after_the_first)
    # Yields when a fifth block is handed over; the two threads stand still before that.
    next(parts)
    parts.close()
    begun = len(met)
    assert begun <= 3
    gate.set()
    for thread in threading.enumerate():
        if "ThreadPoolExecutor" in thread.name:
            thread.join(10)
    assert len(met) <= 3


def test_few_blocks_are_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    held, most = [0], [0]

    class Made:
        def __init__(self) -> None:
            held[0] += 1
            most[0] = max(most[0], held[0])

        def __del__(self) -> None:
            held[0] -= 1

    monkeypatch.setattr(blocks, "NUMBERS_AT_ONCE", 2)
    for _, made in in_threads(table(), lambda _, __: Made()):
        del made
    gc.collect()
    assert held == [0]
    assert most[0] <= 8


def test_threads_are_loaded_only_where_they_are_used() -> None:
    loaded = "'concurrent.futures.thread' in sys.modules"
    code = f"import sys, softmax_viz.core.data.blocks; print({loaded})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("mapper", MAPPERS)
def test_a_large_file_leaves_nothing_in_memory(
    mapper: Mapper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_memory() -> int:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[2]) * mmap.PAGESIZE

    size, rows = 2**26, 2**16
    monkeypatch.setattr(blocks, "NUMBERS_AT_ONCE", 2**17)
    np.lib.format.open_memmap(tmp_path / "a.npy", "w+", np.float32, (rows, size // 4 // rows))
    large = LogitsTable(np.load(tmp_path / "a.npy", mmap_mode="r"), tuple(map(str, range(256))))
    for kept in (0, 2**28):
        monkeypatch.setattr(blocks, "BYTES_KEPT", kept)
        before = in_memory()
        assert sum(found for _, found in mapper(large, lambda z, _: float(z.sum()))) == 0
        assert (in_memory() - before > size // 2) == (kept > 0)
