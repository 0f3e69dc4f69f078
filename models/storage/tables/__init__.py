"""The tables of a project: their schema, their rows and the checksums of these, and what is foreign in them."""
