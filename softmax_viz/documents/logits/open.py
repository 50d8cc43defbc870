"""Open a file of logits, or say in a sentence why not."""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.understood import Choices, Understood
from softmax_viz.core.numbers.error import shortened
from softmax_viz.documents.logits.dialect import WHOLE_LINE
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.format import Contents, Format, Stored
from softmax_viz.documents.logits.registry import format_of
from softmax_viz.documents.logits.roles import assemble
from softmax_viz.text import tr

_HEAD = 512
_LONGEST_FILE_NAME = 80


def open_logits(
    path: str | os.PathLike[str],
    choices: Choices | None = None,
    targets_path: str | os.PathLike[str] | None = None,
) -> LogitsTable:
    """Open a file of logits, with true classes or names of classes from a second one, if given.

    Raises OpenError, whose text is one translated sentence. Nothing in a file is ever run.
    """
    return understand(path, choices, targets_path)[0]


def understand(
    path: str | os.PathLike[str],
    choices: Choices | None = None,
    targets_path: str | os.PathLike[str] | None = None,
) -> tuple[LogitsTable, Understood]:
    """Open a file of logits as `open_logits` does, and tell how it was read."""
    second = None if targets_path is None else _second(Path(targets_path))
    path = Path(path)
    choices = choices or Choices()
    with _told_of(path):
        format_, contents = _contents(path, choices)
        known = Understood(
            path.name, format_.title, 0, 0, "", _answered(choices, contents.choices),
            contents.available or tuple(contents.arrays), "", "",
        )  # fmt: skip
        try:
            found = assemble(contents, choices, second, path.name)
        except ValueError as error:
            raise OpenError(str(error), known) from None
    table = found.table
    return table, replace(
        known, rows=table.rows, count=table.count, type=found.type, choices=found.choices,
        names_from=found.names_from, targets_from=found.targets_from,
    )  # fmt: skip


def _answered(choices: Choices, found: Choices) -> Choices:
    """Return what a person chose, and where that is open what the format found."""
    open_ = {name: answer for name, answer in asdict(found).items() if answer is not None}
    return replace(choices, **open_)


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    name = shortened(path.name or str(path), _LONGEST_FILE_NAME)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except MemoryError:
        raise OpenError(
            tr("{file}: the memory does not suffice; a .npy file is opened at any size.").format(
                file=name
            )
        ) from None
    except OSError as error:
        raise OpenError(_cannot_read(name, error)) from None
    except ValueError as error:
        known = error.known if isinstance(error, OpenError) else None
        raise OpenError(tr("{file}: {problem}").format(file=name, problem=error), known) from None


def _cannot_read(name: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return tr("{file}: there is no such file.").format(file=name)
    if isinstance(error, PermissionError):
        return tr("{file}: you may not read this file.").format(file=name)
    return tr("{file}: it cannot be read: {reason}.").format(
        file=name, reason=error.strerror or type(error).__name__
    )


def _contents(path: Path, choices: Choices) -> tuple[Format, Contents]:
    if "\0" in str(path):
        raise OpenError(tr("no file has such a name: it has a NUL in it."))
    mode = path.stat()
    if stat.S_ISDIR(mode.st_mode):
        raise OpenError(tr("this is a folder: choose a file in it."))
    if not stat.S_ISREG(mode.st_mode):
        raise OpenError(tr("this is a device or a pipe: choose a file on the disk."))
    if mode.st_size == 0:
        raise OpenError(tr("the file is empty."))
    with path.open("rb") as file:
        head = file.read(_HEAD)
    format_ = format_of(head, mode.st_size, path.suffix)
    return format_, format_.read(path, choices)


def _second(path: Path) -> Stored:
    with _told_of(path):
        _, contents = _contents(path, Choices(separator=WHOLE_LINE))
        vectors = [
            stored
            for name, stored in contents.arrays.items()
            if name != "names above" and 1 in (len(stored.shape), *stored.shape[:2])
        ]
        if len(vectors) != 1:
            raise OpenError(
                tr(
                    "a second file has one list, of a true class for each row or of a name for "
                    "each class; this one has {n}."
                ).format(n=len(vectors))
            )
        stored = vectors[0]
        if len(stored.shape) == 1:
            return stored
        return Stored(
            (max(stored.shape),), stored.dtype, lambda: stored.load().ravel(), stored.bfloat16
        )
