"""Views of tables of logits: opening them, and going through their rows."""
