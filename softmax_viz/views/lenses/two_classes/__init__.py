"""The lens of two classes: their softmax is the sigmoid of the difference."""
