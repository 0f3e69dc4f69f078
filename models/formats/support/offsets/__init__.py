"""What offsets of files count, by what fits the text. No format itself."""
