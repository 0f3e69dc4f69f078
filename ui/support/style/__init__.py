"""The style of all controls: one grid, one radius, one ring of focus, in the colours of the palette and at any size."""
