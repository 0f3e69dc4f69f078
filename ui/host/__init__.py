"""The window as features see it: what they are given, and what they give."""
