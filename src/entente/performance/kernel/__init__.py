"""Pure arithmetic of measurement: plans, tallies, results, credits and statements as values."""
