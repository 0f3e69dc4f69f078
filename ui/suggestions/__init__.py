"""Suggestions in the article: found, shown, accepted, rejected."""
