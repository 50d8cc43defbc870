"""See softmax, and what sigmoid, argmax and division by the sum do instead."""

__version__ = "0.1.0"
