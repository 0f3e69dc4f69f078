"""Documents and spreadsheets of office programs: their parts, as text and as tables."""
