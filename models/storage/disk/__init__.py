"""Files and folders of the disk: whole or not at all, locked, regular, and where they lie."""
