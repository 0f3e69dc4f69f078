"""Pages that people read and print: articles with their spans."""
