"""What asks before something is done, one file each."""
