"""The words of a scene, edited beside the live window."""
