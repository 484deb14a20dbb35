"""Pages of performance, by subject: service levels, one figure explained, statements, evidence."""
