"""Tables of logits: how they were read, gone through and selected from."""
