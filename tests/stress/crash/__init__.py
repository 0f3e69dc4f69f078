"""Killing and attacking the program, and looking at what is left: `uv run python -m tests.stress.crash`."""
