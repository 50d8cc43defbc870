"""The formats that open, those sure by their first bytes before those that are text."""

from __future__ import annotations

from softmax_viz.documents.logits import json, npy, npz, safetensors, text
from softmax_viz.documents.logits.format import Format
from softmax_viz.documents.logits.others import refuse_others

FORMATS: tuple[Format, ...] = (
    npy.FORMAT,
    npz.FORMAT,
    safetensors.FORMAT,
    json.FORMAT,
    text.FORMAT,
)


def format_of(head: bytes, size: int, suffix: str) -> Format:
    """Choose a format by the first bytes, then by the suffix, else as text.

    Raises OpenError for formats that are known and do not open.
    """
    for format_ in FORMATS[:-1]:
        if format_.begins(head, size):
            return format_
    refuse_others(head)
    for format_ in FORMATS[:-1]:
        if suffix.lower() in format_.suffixes:
            return format_
    return text.FORMAT
