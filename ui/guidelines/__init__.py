"""The guidelines pane and editor."""
