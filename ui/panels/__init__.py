"""What stands around the article, one file each."""
