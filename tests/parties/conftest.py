"""Fixtures of tests about people."""

from tests.people import people

__all__ = ["people"]
