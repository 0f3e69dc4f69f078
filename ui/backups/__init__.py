"""Backups: made while somebody works, listed, restored."""
