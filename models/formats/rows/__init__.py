"""Rows of tables that hold lists and structures (Parquet): what each column is, and the article that a row is."""
