"""A lesson as values: decks of scenes, what stands on the screen, and the way through them."""
