"""The logit editor: a virtual table of classes, and handles that move them all."""
