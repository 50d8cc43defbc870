"""What every format of files says of itself, and what it finds in a file."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.data.understood import Choices
from softmax_viz.core.numbers.names import cell_name
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.text import tr

TEXT = np.dtype("U")


@dataclass(frozen=True)
class Stored:
    """Describe one array of a file: its shape and type at once, its values when asked.

    An array of text has a type of kind "U" or "S"; `bfloat16` as in LogitsTable.
    """

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    load: Callable[[], NDArray[Any]]
    bfloat16: bool = False

    @property
    def is_text(self) -> bool:
        """Tell whether it holds names."""
        return self.dtype.kind in "US"

    @property
    def is_real(self) -> bool:
        """Tell whether it holds real numbers."""
        return self.dtype.kind in "fiu"

    @property
    def type(self) -> str:
        """Return the name of the type, for people."""
        if self.bfloat16:
            return "bfloat16"
        return tr("text") if self.is_text else self.dtype.newbyteorder("=").name

    def texts(self) -> tuple[str, ...]:
        """Return the entries as names that can be shown."""
        try:
            entries = self.load().ravel().tolist()
        except ValueError:
            raise OpenError(tr("its names hold bytes that are no characters.")) from None
        return tuple(
            cell_name(e.decode("utf-8", "replace") if isinstance(e, bytes) else str(e))
            for e in entries
        )


@dataclass(frozen=True)
class Contents:
    """Hold what a file has, before it is decided what is what.

    arrays: by name; "" is the name of the only array of a file without names.
    choices: the answers that only the format could give, such as the separator of a text.
    left_out: a sentence on what is not taken for logits or names, "" where all is.
    """

    arrays: Mapping[str, Stored]
    choices: Choices = field(default_factory=Choices)
    available: tuple[str, ...] = ()
    left_out: str = ""


@dataclass(frozen=True)
class Format:
    """Describe a format: how its files are called, how they begin, and what reads them.

    begins: tells from the first bytes and the size whether a file is of this format.
    read: yields the share that is read, 0 to 1, as often as reading may be stopped.
    """

    title: str
    suffixes: tuple[str, ...]
    begins: Callable[[bytes, int], bool]
    read: Callable[[Path, Choices], Generator[float, None, Contents]]


def at_once(
    read: Callable[[Path, Choices], Contents],
) -> Callable[[Path, Choices], Generator[float, None, Contents]]:
    """Make a reader that takes no time one that can be stopped."""

    def steps(path: Path, choices: Choices) -> Generator[float, None, Contents]:
        yield 0.0
        return read(path, choices)

    return steps


def texts_stored(texts: list[str]) -> Stored:
    """Describe names that are in memory already."""
    array = np.empty(len(texts), dtype=object)
    array[:] = texts
    return Stored((len(texts),), TEXT, lambda: array)


def numbers_stored(values: NDArray[Any]) -> Stored:
    """Describe numbers that are in memory already."""
    return Stored(values.shape, values.dtype, lambda: values)
