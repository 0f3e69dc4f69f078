"""Formats that are records of JSON."""
