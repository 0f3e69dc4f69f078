"""JSON of any shape: which records it holds, which fields are what, and where its spans are."""
