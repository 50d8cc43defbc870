"""The lens on derivatives: how outputs move with logits, and what is learnt from that."""
