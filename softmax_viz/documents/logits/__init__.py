"""Files of logits in any usual format, opened without running anything that is in them."""

from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.open import open_logits, understand
from softmax_viz.documents.logits.registry import FORMATS
from softmax_viz.documents.logits.understood import Choices, Understood

__all__ = ["FORMATS", "Choices", "OpenError", "Understood", "open_logits", "understand"]
