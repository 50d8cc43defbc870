"""Blocks handed to Dask: the same figures from here, from its threads and from a cluster."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from distributed import LocalCluster
from ml_dtypes import bfloat16
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from softmax_viz import cli, cluster
from softmax_viz.cluster import Cluster, ClusterError, mapper_at, on_this_machine
from softmax_viz.core.calibration.run import best, curve, tallies
from softmax_viz.core.calibration.sums import Tally
from softmax_viz.core.data import blocks
from softmax_viz.core.data.blocks import Mapper, Targets, in_threads, in_turn
from softmax_viz.core.data.logits_table import LogitsTable, Real
from softmax_viz.core.data.mapped import Mapped
from softmax_viz.core.data.winners import winners
from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.work import Work
from softmax_viz.documents.logits import open_logits
from softmax_viz.logit_files import LogitFiles
from softmax_viz.resources import resource
from softmax_viz.session import Session
from softmax_viz.views.lenses.calibration import measuring
from softmax_viz.views.lenses.calibration.measuring import Measuring

RNG = np.random.default_rng(7)
ROWS, COUNT = 900, 6
LOGITS = RNG.normal(0, 3, (ROWS, COUNT)).astype(np.float32)
TARGETS = (LOGITS / 2 + RNG.gumbel(size=LOGITS.shape)).argmax(axis=1)
TABLE = LogitsTable(LOGITS, tuple("abcdef"), TARGETS, name="six.npy")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Run a cluster of two workers, as threads that are spoken to by TCP."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp",
        dashboard_address=":0", silence_logs=logging.CRITICAL,
    ) as local:  # fmt: skip
        yield local.scheduler_address


@pytest.fixture
def running(address: str) -> Iterator[Cluster]:
    with closing(Cluster(address)) as running:
        yield running


@pytest.fixture
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "NUMBERS_AT_ONCE", 100 * COUNT)


def stored(folder: Path, values: np.ndarray = LOGITS) -> LogitsTable:
    np.save(folder / "six.npy", values)
    np.save(folder / "true.npy", TARGETS)
    return open_logits(folder / "six.npy", targets_path=folder / "true.npy")


def bits(table: LogitsTable, mapper: Mapper) -> tuple[object, ...]:
    *_, (rows, found) = tallies(table, 0.7, mapper)
    *_, (_, losses) = curve(table, np.array([0.5, 1.0, 3.0]), mapper)
    *_, (_, temperature) = best(table, mapper)
    *_, (_, predicted) = winners(table, 1.0, mapper)
    return (
        rows, found.loss, found.confidences.tobytes(), found.corrects.tobytes(),
        losses.tobytes(), temperature, predicted.indices.tobytes(),
    )  # fmt: skip


@pytest.mark.usefixtures("_small_blocks")
def test_every_way_gives_the_same_figures(running: Cluster, tmp_path: Path) -> None:
    expected = bits(TABLE, in_turn)
    mapped = stored(tmp_path)
    for mapper in (in_threads, on_this_machine, running):
        assert bits(TABLE, mapper) == bits(mapped, mapper) == expected


@pytest.mark.usefixtures("_small_blocks")
def test_a_table_in_the_window_is_gone_through_by_the_cluster_it_was_given(
    running: Cluster, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(tmp_path)
    window = QWidget()
    qtbot.addWidget(window)
    session = Session(Work(initial_state()))
    files = LogitFiles(session, window)
    files.mapper = running
    files.open(str(tmp_path / "six.npy"), str(tmp_path / "true.npy"))
    assert files.preview is not None
    files.preview.open_button.click()
    rows = session.work.rows
    assert rows is not None
    assert rows.at(5).mapper is running
    monkeypatch.setattr(measuring, "fits_a_frame", lambda table: False)
    asked = Measuring(window)
    asked.measure(rows.table, rows.mapper, 0.7)
    qtbot.waitUntil(lambda: asked.sweep is not None and asked.sweep.complete, timeout=20_000)
    *_, (done, expected) = tallies(TABLE, 0.7, in_turn)
    assert asked.tally is not None
    assert (asked.done, asked.tally.loss) == (done, expected.loss)


@pytest.mark.usefixtures("_small_blocks")
def test_bfloat16_and_columns_first_are_mapped_as_they_are(
    running: Cluster, tmp_path: Path
) -> None:
    columns_first = stored(tmp_path, np.asfortranarray(LOGITS.astype(">f4")))
    assert bits(columns_first, running) == bits(TABLE, in_turn)
    narrow = LOGITS.astype(bfloat16)
    np.save(tmp_path / "narrow.npy", narrow.view(np.uint16))
    bare = np.load(tmp_path / "narrow.npy", mmap_mode="r")
    table = LogitsTable(bare, TABLE.labels, TARGETS, bfloat16=True)
    wide = LogitsTable(narrow.astype(np.float32), TABLE.labels, TARGETS)
    assert bits(table, running) == bits(wide, in_turn)


def thread_of(_: Real, __: Targets) -> str:
    return threading.current_thread().name


@pytest.mark.usefixtures("_small_blocks")
def test_the_work_is_done_where_it_is_said(running: Cluster) -> None:
    here = threading.current_thread().name
    assert here not in {name for _, name in on_this_machine(TABLE, thread_of)}
    assert all("Dask" in name for _, name in running(TABLE, thread_of))


def test_one_block_needs_no_threads() -> None:
    assert [name for _, name in on_this_machine(TABLE, thread_of)] == ["MainThread"]


def refuse(_: Real, __: Targets) -> None:
    raise ZeroDivisionError("a part")


@pytest.mark.usefixtures("_small_blocks")
def test_what_a_part_raises_reaches_the_caller(running: Cluster) -> None:
    for mapper in (on_this_machine, running):
        with pytest.raises(ZeroDivisionError, match="a part"):
            list(mapper(TABLE, refuse))


MET: list[int] = []


def counted(logits: Real, _: Targets) -> None:
    time.sleep(0.01)
    MET.append(logits.shape[0])


def test_closing_cancels(running: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "NUMBERS_AT_ONCE", 20 * COUNT)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    for mapper in (on_this_machine, running):
        MET.clear()
        parts = mapper(TABLE, counted)
        next(parts)
        parts.close()
        time.sleep(0.1)
        begun = len(MET)
        assert begun < 20
        time.sleep(0.1)
        assert len(MET) == begun
        # The cluster is as good as before.
        assert sum(1 for _ in mapper(TABLE, counted)) == 45


def test_a_file_that_the_workers_do_not_have_is_said(
    running: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = stored(tmp_path)
    place = Mapped.of(table.values)
    assert place is not None
    elsewhere = replace(place, path="/elsewhere/six.npy")
    monkeypatch.setattr(Mapped, "of", lambda _: elsewhere)
    with pytest.raises(ClusterError, match=r"cannot read /elsewhere/six\.npy \(No such file"):
        next(tallies(table, 1.0, running))


def sizes(logits: Real, targets: Targets) -> tuple[int, int]:
    return logits.size, targets.size


def test_large_blocks_are_sent_without_a_warning(running: Cluster) -> None:
    rows = 2 * blocks.NUMBERS_AT_ONCE // COUNT
    table = LogitsTable(np.zeros((rows, COUNT)), TABLE.labels)
    found = [size for _, size in running(table, sizes)]
    assert sum(size for size, _ in found) == table.values.size
    assert max(size for size, _ in found) * 8 > 10e6


@pytest.mark.parametrize("lacking", ["scheduler", "workers"])
def test_another_version_of_the_app_is_said(
    running: Cluster, lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def versions(packages: list[str]) -> dict[str, object]:
        found = dict.fromkeys(("scheduler", "workers"), "1.0") | {lacking: None}
        tells = {where: {"packages": {packages[0]: each}} for where, each in found.items()}
        own = {"packages": {packages[0]: "1.0"}}
        return {"client": own, "scheduler": tells["scheduler"], "workers": {"W": tells["workers"]}}

    monkeypatch.setattr(running._client, "get_versions", versions)
    where = "the scheduler" if lacking == "scheduler" else "W"
    with pytest.raises(ClusterError, match=f"need softmax-viz 1.0, and {where} has none"):
        next(running(TABLE, sizes))


@pytest.mark.parametrize("wrong", ["", "foo", "tcp://127.0.0.1:1", "smtp://127.0.0.1:25"])
def test_where_no_scheduler_is_there_is_a_sentence(wrong: str) -> None:
    with pytest.raises(ClusterError, match="No scheduler of Dask answers at"):
        Cluster(wrong)


def test_without_dask_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "installed", lambda: False)
    with pytest.raises(ClusterError, match=r'python -m pip install "softmax-viz\[cluster\]"'):
        Cluster("tcp://127.0.0.1:8786")
    with mapper_at(None) as mapper:
        assert mapper is in_threads


def test_the_machine_or_a_cluster(address: str) -> None:
    with mapper_at(None) as mapper:
        assert mapper is on_this_machine
    with mapper_at(address) as mapper:
        assert isinstance(mapper, Cluster)


def test_the_command_line_takes_a_scheduler(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["calibration", str(resource("logits/digits.npz"))]
    assert cli.main(command) == 0
    here = capsys.readouterr().out
    assert cli.main([*command, "--scheduler", address]) == 0
    assert capsys.readouterr().out == here
    assert cli.main([*command, "--scheduler", "nowhere"]) == 2
    assert capsys.readouterr().err.startswith("softmax-viz: No scheduler of Dask answers at now")
    for words in (["--scheduler", "nowhere"], [command[1], "--scheduler", "nowhere"]):
        assert cli.main(words) == 2, "the window opens"
        assert capsys.readouterr().err.startswith("softmax-viz: No scheduler of Dask answers at")


def last(mapper: Mapper, table: LogitsTable) -> Tally:
    *_, (rows, found) = tallies(table, 0.7, mapper)
    assert rows == table.rows
    return found


def most_memory() -> int:
    """Return the bytes that this process has had at most; resource tells the parent's too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


@pytest.fixture
def two_processes() -> Iterator[LocalCluster]:
    """Run a cluster of two processes, each of which is ended beyond 160 MB of memory."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, memory_limit="160MB",
        dashboard_address=":0", silence_logs=logging.CRITICAL,
    ) as local:  # fmt: skip
        yield local


@pytest.mark.slow
def test_two_processes_take_a_matrix_larger_than_their_memory(
    two_processes: LocalCluster, tmp_path: Path
) -> None:
    rows, count = 100_000, 1000
    values = np.lib.format.open_memmap(tmp_path / "a.npy", "w+", np.float32, (rows, count))
    for start in range(0, rows, 5000):
        values[start : start + 5000] = RNG.normal(0, 3, (5000, count))
    values.flush()
    np.save(tmp_path / "true.npy", RNG.integers(0, count, rows))
    table = open_logits(tmp_path / "a.npy", targets_path=tmp_path / "true.npy")
    assert table.values.nbytes > 2 * 160e6
    with closing(Cluster(two_processes.scheduler_address)) as running:
        workers = running._client.run(os.getpid)
        assert len(set(workers.values()) - {os.getpid()}) == 2
        found = last(running, table)
        *_, (_, losses) = curve(table, np.array([0.5, 2.0]), running)
        peaks = running._client.run(most_memory)
        # Nobody was ended, and nobody came near it.
        assert running._client.run(os.getpid) == workers
        assert max(peaks.values()) < 160e6
    for mapper in (in_turn, in_threads, on_this_machine):
        here = last(mapper, table)
        assert (here.loss, here.confidences.tolist()) == (found.loss, found.confidences.tolist())
        assert here.corrects.tolist() == found.corrects.tolist()
    *_, (_, again) = curve(table, np.array([0.5, 2.0]), in_threads)
    assert again.tolist() == losses.tolist()


def end_the_worker(_: Real, __: Targets) -> None:
    os._exit(1)


@pytest.mark.slow
def test_workers_that_are_lost_again_and_again_are_said(two_processes: LocalCluster) -> None:
    with closing(Cluster(two_processes.scheduler_address)) as running:
        with pytest.raises(ClusterError, match="workers were lost, again and again"):
            list(running(TABLE, end_the_worker))
        assert last(running, TABLE).loss == last(in_turn, TABLE).loss


def take_long(_: Real, __: Targets) -> None:
    time.sleep(0.5)


@pytest.mark.slow
@pytest.mark.usefixtures("_small_blocks")
def test_a_scheduler_that_ends_is_said() -> None:
    local = LocalCluster(
        n_workers=1, threads_per_worker=1, memory_limit="200MB",
        dashboard_address=":0", silence_logs=logging.CRITICAL,
    )  # fmt: skip
    with closing(Cluster(local.scheduler_address)) as running:
        parts = running(TABLE, take_long)
        next(parts)
        local.close()
        with pytest.raises(ClusterError, match="no longer answers"):
            list(parts)


@pytest.mark.slow
def test_a_cluster_without_workers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS_TO_ANSWER", 1)
    with (
        LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=logging.CRITICAL) as local,
        closing(Cluster(local.scheduler_address)) as running,
        pytest.raises(ClusterError, match="the cluster has no workers"),
    ):
        next(running(TABLE, take_long))
