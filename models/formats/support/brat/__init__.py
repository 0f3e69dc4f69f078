"""What stands beside brat's texts and annotations. No format itself."""
