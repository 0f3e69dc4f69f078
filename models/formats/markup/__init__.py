"""Marked-up text: the lines of web pages, the elements of XML corpora."""
