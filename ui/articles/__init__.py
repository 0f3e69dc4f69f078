"""The list of articles, and the way from one to the next."""
