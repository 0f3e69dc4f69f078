"""Tables of tokens, a line each: what columns are, how tags are spelled, and the articles of it. CoNLL-U, too."""
