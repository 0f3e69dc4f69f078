"""Broken and hostile input by the ten thousand: `uv run python -m tests.stress.fuzz`, and a minute of it in pytest."""
