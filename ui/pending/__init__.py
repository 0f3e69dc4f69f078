"""What waits for the disk."""
