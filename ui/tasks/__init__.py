"""Long work: off the UI thread, in slices, or later."""
