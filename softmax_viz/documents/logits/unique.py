"""JSON in which no key stands twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

from softmax_viz.core.numbers.error import shortened
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.text import tr


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make the dictionary of a JSON object; raises OpenError where a key stands twice."""
    content = dict(pairs)
    if len(content) < len(pairs):
        twice = next(key for key, n in Counter(key for key, _ in pairs).items() if n > 1)
        raise OpenError(
            tr("“{name}” stands twice in one object: which one is meant?").format(
                name=shortened(twice)
            )
        )
    return content
