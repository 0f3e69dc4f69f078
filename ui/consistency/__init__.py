"""Checking labels: the places where they disagree with each other, and one key that mends a string."""
