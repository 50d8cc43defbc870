"""Files of logits beside a deck."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

import numpy as np

from softmax_viz.core.numbers import parse_logits
from softmax_viz.core.state import Vector
from softmax_viz.text import named, tr

MOST_LOGITS = 2**20
MOST_TEXT = 2**20  # bytes

Logits = tuple[Vector, tuple[str, ...] | None]


class SideFiles:
    """Read the files of logits in the folder of a deck, each once.

    folder: None where the deck is in no folder, as one that came over the clipboard.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._read: dict[str, Logits] = {}
        self._left = MOST_LOGITS

    def read(self, name: str) -> Logits:
        """Return the logits in a file, with the names beside them if there are any.

        Raises ValueError with a sentence.
        """
        if name not in self._read:
            logits, labels = _read(side_path(name, self._folder), name)
            if logits.size > self._left:
                raise ValueError(
                    tr("The files beside this deck hold more than {n} logits together.").format(
                        n=MOST_LOGITS
                    )
                )
            self._left -= logits.size
            self._read[name] = logits, labels
        return self._read[name]


def side_path(name: str, folder: Path | None) -> Path:
    """Return the path of a file inside the folder of a deck; raises ValueError for any other."""
    if folder is None:
        raise ValueError(
            tr("“{name}” cannot be found: this deck is in no folder.").format(name=named(name))
        )
    inside = PurePosixPath(name)
    if (
        not name
        or any(ord(letter) < 32 or letter in '\\:*?"<>|' for letter in name)
        or inside.is_absolute()
        or ".." in inside.parts
        or not inside.parts
    ):
        raise ValueError(
            tr(
                "“{name}” is not a file in the folder of the deck; "
                "write its name as in logits.npy or data/logits.npy."
            ).format(name=named(name))
        )
    try:
        home = folder.resolve()
        path = (home / inside).resolve()
    except (OSError, RuntimeError, ValueError):
        raise ValueError(tr("There is no file “{name}”.").format(name=named(name))) from None
    if not path.is_relative_to(home):
        raise ValueError(
            tr("“{name}” leads out of the folder of the deck, and is not read.").format(
                name=named(name)
            )
        )
    return path


def _read(path: Path, name: str) -> Logits:
    shown = named(name)
    try:
        # Not blocking: a pipe would wait for someone to write into it.
        with open(path, "rb", opener=_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ValueError(tr("“{name}” is not a file of logits.").format(name=shown))
            if path.suffix.lower() != ".npy":
                return _text(file.read(MOST_TEXT + 1), shown)
            # Only now: most decks have no such file, and the import takes its time.
            from softmax_viz.documents.logits.npy_header import read_npy_header

            header = read_npy_header(file)
    except OSError as error:
        raise ValueError(
            tr("“{name}” cannot be read: {reason}.").format(
                name=shown, reason=error.strerror or type(error).__name__
            )
        ) from None
    if len(header.shape) != 1 or header.dtype.kind not in "fiu":
        raise ValueError(
            tr("“{name}” holds {shape} of {type}; it has to be one vector of numbers.").format(
                name=shown, shape=header.shape, type=header.dtype
            )
        )
    if not 1 <= header.shape[0] <= MOST_LOGITS:
        raise ValueError(
            tr("“{name}” holds {n} logits; 1 to {most} can be shown.").format(
                name=shown, n=header.shape[0], most=MOST_LOGITS
            )
        )
    if status.st_size < header.end:
        raise ValueError(tr("“{name}” ends too early: it was cut off.").format(name=shown))
    mapped = np.memmap(path, header.dtype, "r", header.start, header.shape)
    with np.errstate(over="ignore"):  # a float128 may be beyond
        return _frozen(np.array(mapped, dtype=np.float64)), None


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _text(data: bytes, shown: str) -> Logits:
    if len(data) > MOST_TEXT:
        raise ValueError(
            tr("“{name}” is longer than {n} MiB; write so many logits as .npy.").format(
                name=shown, n=MOST_TEXT >> 20
            )
        )
    try:
        parsed = parse_logits(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError(
            tr("“{name}” is neither .npy nor a text in UTF-8.").format(name=shown)
        ) from None
    except ValueError as error:
        raise ValueError(
            tr("“{name}” cannot be read: {reason}").format(name=shown, reason=error)
        ) from None
    return _frozen(np.array(parsed.values, dtype=np.float64)), parsed.labels


def _frozen(logits: Vector) -> Vector:
    logits.flags.writeable = False
    return logits
