"""A digit drawn by hand, and the small network that reads it."""
