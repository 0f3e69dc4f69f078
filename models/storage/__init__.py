"""The project file on disk: opened, locked, looked at, copied whole, and what a crash leaves beside it."""
