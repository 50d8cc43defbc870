"""The lecture: scenes, their words, and what is shown to an audience."""
