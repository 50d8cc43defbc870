"""How one entry of an output is named in a file: softmax[panda]."""

from __future__ import annotations


def target(text: str) -> tuple[str, str]:
    """Return a chart and a class: ("softmax", "panda") of "softmax[panda]", the class "" alone."""
    name, bracket, rest = text.partition("[")
    if not bracket:
        return text, ""
    return (name, rest[:-1]) if rest.endswith("]") else (text, "")


def target_of(chart: str, label: str) -> str:
    """Return the text that names one class of a chart."""
    return f"{chart}[{label}]"
