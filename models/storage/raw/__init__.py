"""The bytes of a project file and its log, parsed without SQLite."""
