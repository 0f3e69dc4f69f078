"""The layers of other annotators."""
