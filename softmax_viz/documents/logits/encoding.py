"""The encoding of a text file, and whether it is one."""

from __future__ import annotations

import codecs
from pathlib import Path

from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.limits import MAX_TEXT
from softmax_viz.documents.logits.others import OPENS
from softmax_viz.text import tr

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 2**20
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1a"))
# What Windows programs write where they do not write UTF-8; Python's cp1252 has five holes.
_WESTERN = "latin-1"


def detect(path: Path) -> str:
    """Return the encoding of a text; raises OpenError for what is binary, too large or broken."""
    size = path.stat().st_size
    if size > MAX_TEXT:
        raise OpenError(
            tr(
                "The text has {size} MiB, and {limit} are the most: "
                "save the logits as .npy, which opens at any size."
            ).format(size=size >> 20, limit=MAX_TEXT >> 20)
        )
    with path.open("rb") as file:
        head = file.read(256)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            _refuse_broken(path, encoding)
            return encoding
    if encoding := _without_mark(head):
        _refuse_broken(path, encoding)
        return encoding
    _refuse_binary(path)
    return "utf-8" if _broken_at(path, "utf-8") is None else _WESTERN


def _without_mark(head: bytes) -> str:
    even, odd = head[0::2], head[1::2]
    if len(head) < 4 or len(head) % 2:
        return ""
    if odd.count(0) * 10 >= len(odd) * 9 and not even.count(0):
        return "utf-16-le"
    if even.count(0) * 10 >= len(even) * 9 and not odd.count(0):
        return "utf-16-be"
    return ""


def _refuse_binary(path: Path) -> None:
    with path.open("rb") as file:
        position = 0
        while block := file.read(_BLOCK):
            if len(block.translate(None, _CONTROLS)) < len(block):
                at = next(i for i, byte in enumerate(block) if byte in _CONTROLS)
                raise OpenError(
                    tr(
                        "this is neither text (byte {byte} is {value}, which no text has) nor "
                        "another format that opens. These open: {suffixes}."
                    ).format(byte=position + at, value=block[at], suffixes=OPENS)
                )
            position += len(block)


def _broken_at(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    position = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeError as error:
                return position + getattr(error, "start", 0)
            position += len(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeError:
        return position
    return None


def _refuse_broken(path: Path, encoding: str) -> None:
    at = _broken_at(path, encoding)
    if at is not None:
        raise OpenError(
            tr("byte {byte}: the text is no {encoding}: save it as UTF-8.").format(
                byte=at, encoding=encoding.upper().removesuffix("-SIG")
            )
        )
