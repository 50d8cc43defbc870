"""Files of logits in any usual format, opened without running anything that is in them."""

from softmax_viz.core.data.understood import Choices, Understood
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.open import open_logits, reading, understand
from softmax_viz.documents.logits.registry import FORMATS

__all__ = ["FORMATS", "Choices", "OpenError", "Understood", "open_logits", "reading",
           "understand"]  # fmt: skip
