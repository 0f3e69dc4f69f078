"""Pages that people read and print: articles with their spans, and the overview of a project."""
