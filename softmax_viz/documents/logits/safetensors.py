"""The .safetensors of neural networks, mapped from the disk."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.data.understood import Choices
from softmax_viz.core.numbers.error import shortened
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.format import Contents, Format, Stored, at_once, texts_stored
from softmax_viz.documents.logits.limits import MAX_TENSORS
from softmax_viz.documents.logits.unique import unique_keys
from softmax_viz.text import tr

_TYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "BOOL": "|b1",
    "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "|i1",
    "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "|u1",
}  # fmt: skip
_PREFIX = 8
_MOST_SIDES = 32


def _begins(head: bytes, size: int) -> bool:
    return len(head) > _PREFIX and head[8:9] == b"{" and b"\0" in head[:8]


def _read(path: Path, choices: Choices) -> Contents:
    size = path.stat().st_size
    with path.open("rb") as file:
        prefix = file.read(_PREFIX)
        if len(prefix) < _PREFIX:
            raise OpenError(tr("byte 0: the file ends inside the length of its header."))
        (length,) = struct.unpack("<Q", prefix)
        if length > size - _PREFIX:
            raise OpenError(
                tr(
                    "byte 0: the header claims {length} bytes, and the file has {size}: "
                    "it was cut off, or it is no .safetensors file."
                ).format(length=length, size=size)
            )
        if length > MAX_TENSORS:
            raise OpenError(
                tr("byte 0: the header claims {length} bytes; {limit} are the most.").format(
                    length=length, limit=MAX_TENSORS
                )
            )
        header = _header(file.read(length))
    metadata = header.pop("__metadata__", {})
    start = _PREFIX + length
    arrays = _tensors(path, header, start, size - start)
    if not arrays:
        raise OpenError(tr("The file has no tensor in it."))
    return Contents(_names(metadata) | arrays)


def _header(raw: bytes) -> dict[str, Any]:
    try:
        header = json.loads(raw.decode("utf-8"), object_pairs_hook=unique_keys)
    except OpenError as error:
        raise OpenError(tr("byte 8: in the header, {problem}").format(problem=error)) from None
    except json.JSONDecodeError as error:
        raise OpenError(
            tr("byte {byte}: the header is no JSON ({problem}).").format(
                byte=_PREFIX + error.pos, problem=shortened(error.msg)
            )
        ) from None
    except (ValueError, RecursionError):
        raise OpenError(tr("byte 8: the header is no JSON.")) from None
    if not isinstance(header, dict):
        raise OpenError(tr("byte 8: the header is no JSON object."))
    return header


def _tensors(path: Path, header: Mapping[str, Any], start: int, room: int) -> dict[str, Stored]:
    arrays, spans = {}, []
    for name, entry in header.items():
        where = tr("Tensor “{name}”").format(name=shortened(name))
        dtype, shape, (begin, end) = _entry(entry, where)
        needed = dtype.itemsize * math.prod(shape)
        if end - begin != needed:
            raise OpenError(
                tr(
                    "{where}: bytes {begin} to {end} were given for {shape} of {type}, "
                    "which takes {needed}."
                ).format(
                    where=where,
                    begin=begin,
                    end=end,
                    shape=shape,
                    type=entry["dtype"],
                    needed=needed,
                )
            )
        if end > room:
            raise OpenError(
                tr(
                    "{where} ends at byte {end} of {room}: the file was cut off, or its header "
                    "is wrong."
                ).format(where=where, end=start + end, room=start + room)
            )
        spans.append((begin, end, where))
        arrays[name] = _stored(path, dtype, shape, start + begin, entry["dtype"] == "BF16")
    covered = 0
    for begin, end, where in sorted(spans):
        if begin != covered:
            raise OpenError(
                tr(
                    "{where} begins at byte {begin}, and what is before it ends at byte {covered}: "
                    "tensors neither overlap nor leave gaps."
                ).format(where=where, begin=start + begin, covered=start + covered)
            )
        covered = end
    if spans and covered != room:
        raise OpenError(
            tr("byte {byte}: {rest} bytes follow the last tensor, which no tensor claims.").format(
                byte=start + covered, rest=room - covered
            )
        )
    return arrays


def _entry(entry: Any, where: str) -> tuple[np.dtype[Any], tuple[int, ...], tuple[int, int]]:
    entry = entry if isinstance(entry, dict) else {}
    code, shape, offsets = (entry.get(key) for key in ("dtype", "shape", "data_offsets"))
    if not isinstance(code, str) or not _counts(shape) or not _counts(offsets, 2):
        raise OpenError(
            tr(
                "{where} needs dtype, shape and data_offsets, such as "
                '{{"dtype": "F32", "shape": [100, 10], "data_offsets": [0, 4000]}}.'
            ).format(where=where)
        )
    if code not in _TYPES:
        raise OpenError(
            tr("{where} has the type {type}; known are {known}.").format(
                where=where, type=shortened(code), known=", ".join(_TYPES)
            )
        )
    return np.dtype(_TYPES[code]), tuple(shape), (offsets[0], offsets[1])


def _counts(value: Any, length: int | None = None) -> bool:
    return (
        isinstance(value, list)
        and all(type(side) is int and 0 <= side < 2**63 for side in value)
        and (len(value) <= _MOST_SIDES if length is None else len(value) == length)
    )


def _stored(
    path: Path, dtype: np.dtype[Any], shape: tuple[int, ...], at: int, bfloat16: bool
) -> Stored:
    def load() -> NDArray[Any]:
        return np.memmap(path, dtype, "r", at, shape)

    return Stored(shape, dtype, load, bfloat16)


def _names(metadata: Any) -> dict[str, Stored]:
    # A tensor cannot hold text, so names of classes stand in the metadata, as a JSON list.
    found = {}
    for key, text in metadata.items() if isinstance(metadata, dict) else ():
        try:
            names = json.loads(text)
        except (TypeError, ValueError, RecursionError):
            continue
        if isinstance(names, list) and names and all(isinstance(name, str) for name in names):
            found[key] = texts_stored(names)
    return found


FORMAT = Format("safetensors", (".safetensors",), _begins, at_once(_read))
