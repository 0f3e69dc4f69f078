"""Formats that are documents."""
