"""What is in the open project, and how it changes."""
