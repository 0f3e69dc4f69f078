"""Whose work it is that an import brings: by fields, folders and names, and what is left when nothing says."""
