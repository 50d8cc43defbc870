"""The lens of calibration: whether a model is as sure as it is right."""
