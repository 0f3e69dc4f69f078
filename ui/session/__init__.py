"""The gestures themselves: what is refused, what becomes of which rows, and what undo says. Functions on a Session."""
