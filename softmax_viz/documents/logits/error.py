"""What is raised when a file cannot be opened as logits."""

from __future__ import annotations

from softmax_viz.core.data.understood import NotUnderstood


class OpenError(NotUnderstood):
    """Say in one translated sentence which file, where, what is wrong, and what would be right."""
