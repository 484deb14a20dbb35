"""What was agreed as values: every section of an agreement, and what each key means."""
