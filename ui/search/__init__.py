"""Finding in the article and the project; all places of a string."""
