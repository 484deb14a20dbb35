"""Conditions: which records count, parsed to a tree that is ours and checked against records."""
