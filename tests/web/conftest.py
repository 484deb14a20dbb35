"""Fixtures of page tests."""

from tests.people import people

__all__ = ["people"]
