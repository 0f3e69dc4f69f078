"""Labels in `labels.toml`, and the label sets that come with the program."""
