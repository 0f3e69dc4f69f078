"""Datasets out of a project."""
