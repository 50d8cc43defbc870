"""The formats that open, those sure by their first bytes before those that are text."""

from __future__ import annotations

from softmax_viz.documents.logits import json, npy, npz, safetensors, text
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.format import Format
from softmax_viz.text import tr

FORMATS: tuple[Format, ...] = (
    npy.FORMAT,
    npz.FORMAT,
    safetensors.FORMAT,
    json.FORMAT,
    text.FORMAT,
)

_PICKLE = "a pickle"
_OTHERS = (
    (b"\x80\x02", _PICKLE), (b"\x80\x03", _PICKLE), (b"\x80\x04", _PICKLE), (b"\x80\x05", _PICKLE),
    (b"\x89HDF\r\n", "HDF5"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"), (b"PAR1", "Parquet"), (b"ARROW1", "Arrow"),
    (b"MATLAB", "MATLAB"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"),
    (b"%PDF", "PDF"), (b"GGUF", "GGUF"), (b"SQLite", "SQLite"), (b"\x7fELF", "ELF"),
)  # fmt: skip


def format_of(head: bytes, size: int, suffix: str) -> Format:
    """Choose a format by the first bytes, then by the suffix, else as text.

    Raises OpenError for formats that are known and do not open.
    """
    for format_ in FORMATS[:-1]:
        if format_.begins(head, size):
            return format_
    for start, title in _OTHERS:
        if head.startswith(start):
            raise OpenError(_other(title))
    for format_ in FORMATS[:-1]:
        if suffix.lower() in format_.suffixes:
            return format_
    return text.FORMAT


def _other(title: str) -> str:
    if title == _PICKLE:
        return tr(
            "byte 0: this is a pickle, which could run code, so it is never read: "
            "save the array with np.save, or with safetensors."
        )
    return tr("byte 0: this is {title}, which does not open: save the logits as .npy.").format(
        title=title
    )
