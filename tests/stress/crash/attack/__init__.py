"""What an adversary does to a project, its files and its disk, and what the program says to it."""
