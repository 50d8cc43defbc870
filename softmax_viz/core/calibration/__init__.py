"""Whether probabilities mean what they say: figures of a table, at any T and at the best one."""
