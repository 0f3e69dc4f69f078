"""Formats that are tables: of articles, of spans, of tokens."""
