"""Killing the program at random moments, and looking at what is left: `uv run python -m tests.stress.crash`."""
