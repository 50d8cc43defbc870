"""Open a file of logits, or say in a sentence why not."""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.understood import Choices, Understood
from softmax_viz.core.numbers.error import shortened
from softmax_viz.documents.logits import text
from softmax_viz.documents.logits.dialect import WHOLE_LINE
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.format import Contents, Format, Stored
from softmax_viz.documents.logits.meanings import ranked
from softmax_viz.documents.logits.registry import format_of
from softmax_viz.documents.logits.roles import assemble, refuse_hopeless
from softmax_viz.text import tr

Read = TypeVar("Read")
Steps: TypeAlias = Generator[float, None, Read]

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
    steps = reading(path, choices, targets_path)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            read: tuple[LogitsTable, Understood] = end.value
            return read


def reading(
    path: str | os.PathLike[str],
    choices: Choices | None = None,
    targets_path: str | os.PathLike[str] | None = None,
) -> Steps[tuple[LogitsTable, Understood]]:
    """Yield the share that is read, 0 to 1, as often as reading may be stopped; then understand."""
    path, second_path = Path(path), None if targets_path is None else Path(targets_path)
    choices = choices or Choices()
    after = _share_of_second(path, second_path)
    second = None if second_path is None else (yield from _scaled(_second(second_path), 0, after))
    with _told_of(path):
        format_, contents = yield from _scaled(_contents(path, choices), after, 1)
        refuse_hopeless(contents)
        known = Understood(
            path.name, format_.title, 0, 0, "", _answered(choices, contents.choices),
            contents.available or tuple(contents.arrays), "", "",
        )  # fmt: skip
        try:
            found = assemble(contents, choices, second, path.name)
        except ValueError as error:
            raise OpenError(str(error), known, _question(error)) from None
    table = found.table
    return table, replace(
        known, rows=table.rows, count=table.count, type=found.type, choices=found.choices,
        names_from=found.names_from, targets_from=found.targets_from,
        probabilities=found.probabilities, left_out=contents.left_out,
    )  # fmt: skip


def _share_of_second(path: Path, second: Path | None) -> float:
    """Return how much of all bytes the second file has."""
    if second is None:
        return 0.0
    try:
        size, other = path.stat().st_size, second.stat().st_size
    except (OSError, ValueError):
        return 0.0  # what is wrong is told where it is read
    return other / max(size + other, 1)


def _scaled(steps: Steps[Read], low: float, high: float) -> Steps[Read]:
    """Yield the shares of a part as shares of the whole."""
    while True:
        try:
            share = next(steps)
        except StopIteration as end:
            read: Read = end.value
            return read
        yield low + (high - low) * share


def _question(error: ValueError) -> str:
    return error.question if isinstance(error, OpenError) else ""


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
        sentence = tr("{file}: {problem}").format(file=name, problem=error)
        raise OpenError(sentence, known, _question(error)) from None


def _cannot_read(name: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return tr("{file}: there is no such file.").format(file=name)
    if isinstance(error, PermissionError):
        return tr("{file}: you may not read this file.").format(file=name)
    return tr("{file}: it cannot be read: {reason}.").format(
        file=name, reason=error.strerror or type(error).__name__
    )


def _contents(path: Path, choices: Choices) -> Steps[tuple[Format, Contents]]:
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
    return format_, (yield from format_.read(path, choices))


def _second(path: Path) -> Steps[Stored]:
    with _told_of(path):
        if _may_be_table(path):
            column = yield from _scaled(_column(path), 0, 0.5)
            if column is not None:
                return column
        _, contents = yield from _contents(path, Choices(separator=WHOLE_LINE))
        found = {
            name: stored
            for name, stored in contents.arrays.items()
            if name != "names above" and 1 in (len(stored.shape), *stored.shape[:2])
        }
        known = ranked("targets", list(found))
        vectors = [found[known[0]]] if known else list(found.values())
        if len(vectors) != 1:
            raise OpenError(
                tr(
                    "a second file has one list, of a true class for each row or of a name for "
                    "each class; this one has {n}."
                ).format(n=len(vectors))
            )
        return _as_vector(vectors[0])


def _may_be_table(path: Path) -> bool:
    """Tell whether a text may have more than one column; a name has blanks and commas, too."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD)
    first = head.strip().partition(b"\n")[0]
    return path.suffix.lower() in text.FORMAT.suffixes and any(sign in first for sign in b",;\t ")


def _column(path: Path) -> Steps[Stored | None]:
    """Return the true classes of a table that says where they are, or numbers in one line."""
    try:
        _, contents = yield from _contents(path, Choices())
    except OpenError:
        return None
    arrays = contents.arrays
    targets, logits = arrays.get("targets"), arrays.get("logits")
    if targets is None and contents.choices.header and len(contents.available) == 2:
        targets = arrays.get("names beside")  # the other column numbers them
    if targets is not None:
        return targets
    in_one_line = logits is not None and logits.shape[0] == 1 < logits.shape[-1]
    return _as_vector(logits) if logits is not None and in_one_line else None


def _as_vector(stored: Stored) -> Stored:
    if len(stored.shape) == 1:
        return stored
    return Stored(
        (max(stored.shape),), stored.dtype, lambda: stored.load().ravel(), stored.bfloat16
    )
