"""The look at a project after an unclean end: at what the last session touched, before anybody works on it."""
