"""Backups of a project: made while it is in use, checked, thinned by age, compared and restored."""
