"""The temperature: a wide slider, a number field, and a sweep."""
