"""The header of a .npy array, read as plain text: no part of it is evaluated."""

from __future__ import annotations

import math
import re
import struct
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from softmax_viz.core.numbers.error import shortened
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.limits import MAX_HEADER
from softmax_viz.text import tr

MAGIC = b"\x93NUMPY"

_LENGTHS = {(1, 0): "<H", (2, 0): "<I", (3, 0): "<I"}
_KEYS = ("descr", "fortran_order", "shape")
_ENTRY = re.compile(
    r"""\s*+['"](?P<key>\w++)['"]\s*+:\s*+"""
    r"""(?:['"](?P<text>[^'"]*+)['"]|(?P<truth>True|False)"""
    r"""|\((?P<shape>[-\d\sL,]*+)\)|(?P<fields>\[.*\]))\s*+(?:,\s*+|\Z)""",
    re.DOTALL,
)
_TYPE = re.compile(r"[<>=|]?[A-Za-z]\d{0,9}(?:\[\w{1,9}\])?")


@dataclass(frozen=True)
class NpyHeader:
    """Describe the array of a .npy file; `start` is the byte where its values begin."""

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    fortran: bool
    start: int

    @property
    def end(self) -> int:
        """Return how many bytes header and values need."""
        return self.start + self.dtype.itemsize * math.prod(self.shape)


def read_npy_header(file: BinaryIO) -> NpyHeader:
    """Read a header from the start of an array; raises OpenError with the byte."""
    magic = file.read(8)
    if magic[:6] != MAGIC:
        raise OpenError(tr("byte 0: a NumPy array begins with \\x93NUMPY, and this does not."))
    version = tuple(magic[6:8])
    if version not in _LENGTHS:
        raise OpenError(
            tr(
                "byte 6: version {version} of the .npy format is unknown; "
                "1.0, 2.0 and 3.0 are known."
            ).format(version=".".join(map(str, version)))
        )
    code = _LENGTHS[version]
    size = struct.calcsize(code)
    prefix = file.read(size)
    if len(prefix) < size:
        raise OpenError(tr("byte 8: the file ends inside the header: it was cut off."))
    (length,) = struct.unpack(code, prefix)
    if length > MAX_HEADER:
        raise OpenError(
            tr("byte 8: the header claims {length} bytes; {limit} are the most.").format(
                length=length, limit=MAX_HEADER
            )
        )
    raw = file.read(length)
    if len(raw) < length:
        raise OpenError(
            tr("byte {byte}: the file ends inside the header: it was cut off.").format(
                byte=8 + size + len(raw)
            )
        )
    text = raw.decode("utf-8" if version[0] == 3 else "latin-1", "replace")
    return _parsed(text, 8 + size, 8 + size + length)


def _parsed(text: str, start: int, end: int) -> NpyHeader:
    found: dict[str, re.Match[str]] = {}
    body = text.strip(" \n\t")
    inner = body[1:-1].strip() if body[:1] == "{" and body[-1:] == "}" else ""
    position = 0
    while position < len(inner) and (entry := _ENTRY.match(inner, position)):
        if entry["key"] in found:
            break
        found[entry["key"]] = entry
        position = entry.end()
    if position < len(inner) or set(found) != set(_KEYS):
        raise _unreadable(text, start)
    descr, order, shape = (found[key] for key in _KEYS)
    if descr["fields"] is not None:
        dtype = np.dtype("V1")
    elif descr["text"] is None:
        raise _unreadable(text, start)
    else:
        dtype = _type(descr["text"], start)
    if order["truth"] is None or shape["shape"] is None:
        raise _unreadable(text, start)
    return NpyHeader(dtype, _shape(shape["shape"], start), order["truth"] == "True", end)


def _type(descr: str, start: int) -> np.dtype[Any]:
    try:
        if _TYPE.fullmatch(descr):
            return np.dtype(descr)
    except (TypeError, ValueError, OverflowError):
        pass
    raise OpenError(
        tr("byte {byte}: “{type}” is no type of numbers: float32 is written '<f4'.").format(
            byte=start, type=shortened(descr)
        )
    )


def _shape(text: str, start: int) -> tuple[int, ...]:
    sides = [side.strip().rstrip("L") for side in text.split(",")]
    if sides[-1] == "":
        sides.pop()
    if not all(re.fullmatch(r"-?\d{1,30}", side) for side in sides):
        raise _unreadable(f"({text})", start)
    shape = tuple(map(int, sides))
    if any(side < 0 for side in shape):
        raise OpenError(
            tr("byte {byte}: the shape {shape} is negative; a side has 0 entries or more.").format(
                byte=start, shape=shape
            )
        )
    return shape


def _unreadable(text: str, start: int) -> OpenError:
    return OpenError(
        tr(
            "byte {byte}: the header “{text}” cannot be read; it would be "
            "{{'descr': '<f4', 'fortran_order': False, 'shape': (100, 10), }}."
        ).format(byte=start, text=shortened(text))
    )
