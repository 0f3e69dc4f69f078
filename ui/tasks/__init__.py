"""Work that takes time: off the UI thread (`run`), on it in slices (`slices`), or put off (`later`)."""
