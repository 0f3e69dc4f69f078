"""The commands that need no window; nothing here imports Qt."""
