"""The program around the features: application, window, crash handling, palette, shortcut sheet."""
