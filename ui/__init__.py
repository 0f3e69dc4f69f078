"""The window and the commands. Everything true about a corpus is in models/."""
