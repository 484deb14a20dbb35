"""Filters for the templates of performance."""
