"""The lens of the two curves: the sigmoid with its threshold, and e**x."""
