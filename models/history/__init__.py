"""What was done to an article, in words, and how it was before."""
