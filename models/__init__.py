"""What is true about a corpus. Nothing here imports Qt or anything of ui/."""
