"""Formats that are documents: texts, pages, and text with marks in it."""
