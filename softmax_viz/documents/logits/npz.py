"""NumPy's .npz: a zip archive of .npy arrays, of which only those needed are unpacked."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.data.understood import Choices
from softmax_viz.core.numbers.error import shortened
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.format import Contents, Format, Stored, at_once
from softmax_viz.documents.logits.limits import MAX_DIRECTORY, MAX_NAMES, MAX_UNPACKED
from softmax_viz.documents.logits.npy_header import NpyHeader, read_npy_header
from softmax_viz.documents.logits.others import archive_without_arrays
from softmax_viz.text import tr

_END, _END64_LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
_END_SIZE, _LOCATOR_SIZE, _LOCAL_SIZE = 22, 20, 30
_BLOCK = 2**20
_ENCRYPTED = 0x1

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, OSError)


class _Budget:
    """Bound what all arrays of one archive take in memory together."""

    def __init__(self) -> None:
        self.left = MAX_UNPACKED

    def take(self, size: int, where: str) -> None:
        if size > self.left:
            raise OpenError(
                tr(
                    "{where} takes {size} MiB unpacked, and {limit} MiB are the most in all: "
                    "save it as .npy, which opens at any size."
                ).format(where=where, size=size >> 20, limit=MAX_UNPACKED >> 20)
            )
        self.left -= size


def _begins(head: bytes, size: int) -> bool:
    return head.startswith((b"PK\x03\x04", _END))


def _read(path: Path, choices: Choices) -> Contents:
    with path.open("rb") as file:
        _refuse_large_directory(file)
        try:
            archive = zipfile.ZipFile(file)
        except (*_BROKEN, ValueError) as error:
            raise OpenError(_broken(error)) from None
        with archive:
            members = archive.infolist()
            _check_members(members, archive.start_dir)
            budget = _Budget()
            arrays = {
                member.filename.removesuffix(".npy"): _described(path, archive, member, budget)
                for member in members
                if member.filename.endswith(".npy")
            }
    if not arrays:
        raise OpenError(archive_without_arrays([member.filename for member in members]))
    return Contents(arrays)


def _refuse_large_directory(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_SIZE - 2**16))
    tail = file.read()
    at = len(tail) - _END_SIZE
    if tail[at : at + 4] != _END or tail[-2:] != b"\0\0":
        at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        raise OpenError(
            tr("byte {size}: the archive ends without its list of members: it was cut off.").format(
                size=size
            )
        )
    (directory,) = struct.unpack_from("<I", tail, at + 12)
    if tail[max(0, at - _LOCATOR_SIZE) : at].startswith(_END64_LOCATOR):
        raise OpenError(tr("The archive is larger than 2 GiB: save the logits alone, as .npy."))
    if directory > MAX_DIRECTORY:
        raise OpenError(
            tr("The list of members takes {size} bytes; {limit} are the most.").format(
                size=directory, limit=MAX_DIRECTORY
            )
        )


def _check_members(members: list[zipfile.ZipInfo], directory: int) -> None:
    seen: set[str] = set()
    for member in members:
        name = member.filename
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise OpenError(
                tr("“{name}” is a path out of the archive and no name of an array.").format(
                    name=shortened(name)
                )
            )
        if name in seen:
            raise OpenError(
                tr("“{name}” is in the archive twice: which one is meant?").format(
                    name=shortened(name)
                )
            )
        seen.add(name)
    ordered = sorted(members, key=lambda member: member.header_offset)
    ends = [member.header_offset for member in ordered[1:]] + [directory]
    for member, end in zip(ordered, ends, strict=False):
        if member.header_offset + _LOCAL_SIZE + member.compress_size > end:
            raise OpenError(
                tr("byte {byte}: “{name}” overlaps what comes after it in the archive.").format(
                    byte=member.header_offset, name=shortened(member.filename)
                )
            )


def _described(
    path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget
) -> Stored:
    where = tr("Array “{name}”").format(name=shortened(member.filename.removesuffix(".npy")))
    if member.flag_bits & _ENCRYPTED:
        raise OpenError(tr("{where} is encrypted: save it without a password.").format(where=where))
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise OpenError(
            tr(
                "{where} is compressed in another way than np.savez_compressed does: "
                "save it with that."
            ).format(where=where)
        )
    try:
        with archive.open(member) as file:
            header = read_npy_header(file)  # type: ignore[arg-type]
    except OpenError as error:
        raise OpenError(tr("{where}, {problem}").format(where=where, problem=error)) from None
    except _BROKEN as error:
        raise OpenError(f"{where}: {_broken(error)}") from None
    if header.end > member.file_size:
        raise OpenError(
            tr(
                "{where} ends at byte {size}, but by its header {shape} of {type} needs "
                "{end} bytes: it was cut off, or its header is wrong."
            ).format(
                where=where,
                size=member.file_size,
                shape=header.shape,
                type=header.dtype.name,
                end=header.end,
            )
        )
    return Stored(
        header.shape, header.dtype, lambda: _unpacked(path, member, header, where, budget)
    )


def _unpacked(
    path: Path, member: zipfile.ZipInfo, header: NpyHeader, where: str, budget: _Budget
) -> NDArray[Any]:
    if header.dtype.kind in "US" and header.end > MAX_NAMES:
        raise OpenError(
            tr("{where}: its names are longer than {n} MiB.").format(where=where, n=MAX_NAMES >> 20)
        )
    budget.take(header.end, where)
    values = np.empty(header.end - header.start, dtype=np.uint8)
    filled = 0
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file:
            file.read(header.start)
            while filled < values.size and (block := file.read(_BLOCK)):
                block = block[: values.size - filled]
                values[filled : filled + len(block)] = np.frombuffer(block, np.uint8)
                filled += len(block)
    except _BROKEN as error:
        raise OpenError(f"{where}: {_broken(error)}") from None
    if filled < values.size:
        raise OpenError(
            tr("{where} ends at byte {byte}, and {size} were promised: it was cut off.").format(
                where=where, byte=header.start + filled, size=header.end
            )
        )
    flat = values.view(header.dtype)
    return flat.reshape(header.shape, order="F" if header.fortran else "C")


def _broken(error: Exception) -> str:
    return tr("The archive is damaged ({reason}): save it again.").format(
        reason=shortened(str(error), 80)
    )


FORMAT = Format("NumPy archive", (".npz",), _begins, at_once(_read))
