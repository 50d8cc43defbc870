"""Draws from softmax: the controls, and the picture of what was drawn."""
