"""The history of an article."""
