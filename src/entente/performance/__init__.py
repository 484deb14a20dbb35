"""Performance: from raw records to a statement that either side can recompute."""
