"""The blocks of a table handed to Dask: on this machine, or on a running cluster."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from softmax_viz.core.data.blocks import (
    Mapper,
    Targets,
    applied,
    in_threads,
    in_turn,
    slices,
    targets_of,
)
from softmax_viz.core.data.logits_table import LogitsTable, Real, from_bfloat16
from softmax_viz.core.data.mapped import Mapped
from softmax_viz.text import tr

if TYPE_CHECKING:
    from distributed import Client, Future

Part = TypeVar("Part")

SECONDS_TO_ANSWER = 10
# Enough that no thread waits for the next one, few enough that memory stays flat.
TASKS_AT_ONCE = 3
# All of them are waited for before more are begun, and that costs as much as one.
BLOCKS_AT_ONCE = 16
# A task costs some milliseconds, whatever it does; but several tell of the progress, and the true
# classes of the rows are sent with each.
BLOCKS_IN_A_TASK, ROWS_IN_A_TASK, TASKS_IN_ALL = 16, 2**20, 8
SECONDS_BETWEEN_LOOKS = 2


class ClusterError(ValueError):
    """Say in one translated sentence what is wrong with the cluster, and what would be right."""


@contextmanager
def mapper_at(address: str | None) -> Iterator[Mapper]:
    """Lend what goes through a table: a cluster at an address, or else all cores of this machine.

    Those are Dask's to manage where it is installed. Raises ClusterError.
    """
    if address is not None:
        with closing(Cluster(address)) as cluster:
            yield cluster
    else:
        yield on_this_machine if installed() else in_threads


def installed() -> bool:
    """Tell whether Dask is there: softmax-viz[cluster] brings it."""
    return find_spec("dask") is not None and find_spec("distributed") is not None


def on_this_machine(
    table: LogitsTable, part: Callable[[Real, Targets], Part]
) -> Generator[tuple[slice, Part]]:
    """Go through the blocks with Dask's threads, some at a time; a Mapper."""
    if next(slices(table)).stop == table.rows:
        yield from in_turn(table, part)
        return
    from dask.threaded import get

    rows = slices(table)
    while batch := list(islice(rows, BLOCKS_AT_ONCE * (os.cpu_count() or 1))):
        # Without arguments: Dask looks for tasks in those.
        tasks = {str(each): (partial(applied, table, each, part),) for each in batch}
        yield from zip(batch, get(tasks, list(tasks)), strict=True)


class Cluster:
    """Go through the blocks on a running cluster; a Mapper, until it is closed.

    A table that is mapped from a file is not sent: the workers map it too, block by block.
    Raises ClusterError, here and from the blocks.
    """

    def __init__(self, address: str) -> None:
        if not installed():
            raise ClusterError(
                tr(
                    "A cluster needs Dask: install softmax-viz[cluster], by "
                    'python -m pip install "softmax-viz[cluster]".'
                )
            )
        self._address = address
        self._client = _connected(address)

    def close(self) -> None:
        """Leave the cluster, which runs on."""
        self._client.close()

    def __call__(
        self, table: LogitsTable, part: Callable[[Real, Targets], Part]
    ) -> Generator[tuple[slice, Part]]:
        """Yield what a function makes of each block, in the order in which they are done."""
        mapped, rows = Mapped.of(table.values), slices(table)
        begun: dict[Future[list[Part]], list[slice]] = {}
        try:
            threads = self._threads()
            many = 1 if mapped is None else _blocks_in_a_task(table, threads)
            while True:
                while len(begun) < TASKS_AT_ONCE * threads and (few := list(islice(rows, many))):
                    begun[self._begin(_task(table, mapped, few, part))] = few
                if not begun:
                    return
                for future in self._finished(list(begun)):
                    made = self._result(future)
                    yield from zip(begun.pop(future), made, strict=True)
        finally:
            if begun and self._client.status == "running":
                self._client.cancel(list(begun))

    def _begin(self, task: Callable[[], list[Part]]) -> Future[list[Part]]:
        import dask

        # A block that is sent is no mistake to be warned of.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}):
            return self._client.submit(task, pure=False)

    def _threads(self) -> int:
        try:
            self._client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
        except TimeoutError:
            raise ClusterError(
                tr("{address}: the cluster has no workers; start some by dask worker {address}.")
                .format(address=self._address)
            ) from None  # fmt: skip
        self._check_versions()
        return sum(self._client.nthreads().values())

    def _check_versions(self) -> None:
        # The scheduler reads the tasks as well.
        found: Any = self._client.get_versions(packages=["softmax-viz"])
        wanted = found["client"]["packages"]["softmax-viz"]
        for where, tells in {tr("the scheduler"): found["scheduler"], **found["workers"]}.items():
            version = tells["packages"]["softmax-viz"]
            if version != wanted:
                raise ClusterError(
                    tr(
                        "{address}: its scheduler and workers need softmax-viz {wanted}, "
                        "and {where} has {version}."
                    ).format(
                        address=self._address, wanted=wanted, where=where,
                        version=version or tr("none"),
                    )
                )  # fmt: skip

    def _finished(self, begun: list[Future[list[Part]]]) -> list[Future[list[Part]]]:
        from concurrent.futures import CancelledError

        from distributed import wait

        alive = time.monotonic()
        while time.monotonic() - alive < SECONDS_TO_ANSWER:
            try:
                with self._client.as_current():
                    done = wait(begun, SECONDS_BETWEEN_LOOKS, return_when="FIRST_COMPLETED").done
                return list(done)
            except TimeoutError:
                if self._has_workers():
                    alive = time.monotonic()
            except CancelledError:
                break
        raise self._lost()

    def _has_workers(self) -> bool:
        try:
            return self._client.status == "running" and bool(self._client.nthreads())
        except OSError:
            return False

    def _result(self, future: Future[list[Part]]) -> list[Part]:
        from concurrent.futures import CancelledError

        from distributed.scheduler import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            raise ClusterError(
                tr(
                    "{address}: workers were lost, again and again, mostly for want of memory: "
                    "give each some hundred MiB more."
                ).format(address=self._address)
            ) from None
        except CancelledError:
            raise self._lost() from None
        except OSError as error:
            raise ClusterError(
                tr(
                    "{address}: a worker cannot read {file} ({reason}); keep it where every "
                    "worker finds it by the same path, such as in a shared folder."
                ).format(address=self._address, file=error.filename, reason=error.strerror)
            ) from None

    def _lost(self) -> ClusterError:
        return ClusterError(
            tr("{address}: the cluster no longer answers, or has lost all its workers.").format(
                address=self._address
            )
        )


def _connected(address: str) -> Client:
    from distributed import Client
    from distributed.comm.addressing import get_address_host_port

    # It logs what is then raised, and more.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        # Dask tries for the whole of the time what is refused at once.
        socket.create_connection(get_address_host_port(address), SECONDS_TO_ANSWER).close()
        return Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError, OverflowError) as error:
        raise ClusterError(
            tr(
                "No scheduler of Dask answers at {address}; give its address, such as "
                "tcp://192.168.0.10:8786, and let it run."
            ).format(address=address)
        ) from error


def _blocks_in_a_task(table: LogitsTable, threads: int) -> int:
    rows: int = next(slices(table)).stop
    enough = table.rows // rows // (TASKS_IN_ALL * threads)
    return max(1, min(enough, BLOCKS_IN_A_TASK, ROWS_IN_A_TASK // rows))


def _task(
    table: LogitsTable,
    mapped: Mapped | None,
    blocks: list[slice],
    part: Callable[[Real, Targets], Part],
) -> Callable[[], list[Part]]:
    """Return what a worker has to do. It has no arguments: Dask would look for tasks in them."""
    rows = slice(blocks[0].start, blocks[-1].stop)
    targets = targets_of(table, rows)
    if mapped is None:
        return partial(_of_sent, table.block(rows), targets, part)
    return partial(_of_file, mapped, blocks, table.bfloat16, targets, part)


def _of_sent(block: Real, targets: Targets, part: Callable[[Real, Targets], Part]) -> list[Part]:
    return [part(block, targets)]


def _of_file(
    mapped: Mapped,
    blocks: list[slice],
    bfloat16: bool,
    targets: Targets,
    part: Callable[[Real, Targets], Part],
) -> list[Part]:
    made, first = [], blocks[0].start
    for rows in blocks:
        block = mapped.rows(rows)
        classes = targets[rows.start - first : rows.stop - first]
        made.append(part(from_bfloat16(block) if bfloat16 else block, classes))
    return made
