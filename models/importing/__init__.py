"""Articles and datasets into a project."""
