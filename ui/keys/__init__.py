"""Actions, the keys that they have, and the keys that a person gives them."""
