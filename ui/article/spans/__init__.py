"""Spans in the article: which there are, where they lie, how they are drawn."""
