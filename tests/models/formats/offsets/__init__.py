"""What offsets count, found out."""
