"""What a start needs and meets before the window stands."""
