"""Settings: appearance, annotator, keys."""
