"""Types of arrays that are no logits, each with its sentence."""

from __future__ import annotations

from typing import Any

import numpy as np

from softmax_viz.documents.logits.error import OpenError
from softmax_viz.text import tr, tr_noop

_WHY = {
    "c": tr_noop("complex numbers, and softmax needs real ones: save .real, or whichever is meant"),
    "O": tr_noop(
        "Python objects, which are pickled and could run code, so they are never read: "
        "save an array of float32"
    ),
    "V": tr_noop(
        "structured or raw bytes: save one plain array of float32 (bfloat16 keeps its type in "
        "a .safetensors file)"
    ),
    "U": tr_noop("text: save the numbers as float32"),
    "S": tr_noop("text: save the numbers as float32"),
    "b": tr_noop("true and false, which are no logits: save the numbers before the threshold"),
    "M": tr_noop("dates: save an array of float32"),
    "m": tr_noop("durations: save an array of float32"),
}


def refuse_unless_real(dtype: np.dtype[Any], where: str) -> None:
    """Raise OpenError for an array that has no real numbers; `where` names the array."""
    if dtype.kind not in "fiu":
        raise OpenError(
            tr("{where} holds {what}.").format(where=where, what=tr(_WHY.get(dtype.kind, "V")))
        )
