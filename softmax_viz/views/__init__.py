"""The widgets: each renders a snapshot and emits what a person intends."""
