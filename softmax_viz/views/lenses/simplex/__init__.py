"""The triangle of three classes: the picture, and the choice of the three."""
