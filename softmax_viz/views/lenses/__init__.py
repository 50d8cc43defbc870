"""The lenses: each one file here, and one line in the registry."""
