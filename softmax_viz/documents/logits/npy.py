"""NumPy's .npy, mapped from the disk: a matrix larger than memory opens at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.data.understood import Choices
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.format import Contents, Format, Stored, at_once
from softmax_viz.documents.logits.kinds import refuse_unless_real
from softmax_viz.documents.logits.limits import MAX_NAMES
from softmax_viz.documents.logits.npy_header import MAGIC, NpyHeader, read_npy_header
from softmax_viz.text import tr


def _begins(head: bytes, size: int) -> bool:
    return head.startswith(MAGIC)


def _read(path: Path, choices: Choices) -> Contents:
    with path.open("rb") as file:
        header = read_npy_header(file)
    size = path.stat().st_size
    if header.dtype.kind not in "US" or header.dtype.itemsize == 0:
        refuse_unless_real(header.dtype, tr("The array"))
    elif header.end - header.start > MAX_NAMES:
        raise OpenError(tr("Its names are longer than {n} MiB.").format(n=MAX_NAMES >> 20))
    if header.end > size:
        raise OpenError(
            tr(
                "byte {size}: the file ends, but by its header {shape} of {type} needs "
                "{end} bytes: it was cut off, or its header is wrong."
            ).format(size=size, shape=header.shape, type=header.dtype.name, end=header.end)
        )
    return Contents({"": Stored(header.shape, header.dtype, lambda: _mapped(path, header))})


def _mapped(path: Path, header: NpyHeader) -> NDArray[Any]:
    order = "F" if header.fortran else "C"
    return np.memmap(path, header.dtype, "r", header.start, header.shape, order)  # type: ignore[call-overload, no-any-return]


FORMAT = Format("NumPy", (".npy",), _begins, at_once(_read))
