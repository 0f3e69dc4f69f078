"""Tables of tokens, a line each: what the columns are, how their tags are spelled, and the articles that they hold."""
