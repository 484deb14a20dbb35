"""Pure arithmetic of a provable log: entries, tree, proofs, notes, checkpoints, tiles as values."""
