"""The network of digits gives the logits that are stored, and those of a drawing."""

from __future__ import annotations

import numpy as np
import pytest

from softmax_viz.core.digits.network import forward
from softmax_viz.resources import resource

WEIGHTS = dict(np.load(resource("logits/digits_weights.npz"), allow_pickle=False))


def test_the_stored_logits_are_those_of_the_network() -> None:
    stored = np.load(resource("logits/digits.npz"), allow_pickle=False)
    logits = np.array([forward(picture, WEIGHTS) for picture in stored["images"]])
    np.testing.assert_allclose(logits, stored["logits"], rtol=2e-6, atol=2e-6)
    assert np.mean(logits.argmax(axis=1) == stored["labels"]) > 0.96


def test_empty_paper_has_logits() -> None:
    logits = forward(np.zeros((8, 8)), WEIGHTS)
    assert logits.shape == (10,)
    assert np.isfinite(logits).all()


def test_a_picture_of_another_shape_gets_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"shape \(8, 8\), not \(28, 28\)"):
        forward(np.zeros((28, 28)), WEIGHTS)
