"""How far the corpus is, in the window."""
