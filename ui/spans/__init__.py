"""The table of spans, notes, and what is done to the selected span."""
