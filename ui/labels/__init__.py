"""The label bar, editor and chooser."""
