"""Random gestures against a model of what must be there."""
