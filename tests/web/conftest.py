"""Fixtures of page tests."""

from tests.browser import chromium, open_tab
from tests.people import people

__all__ = ["chromium", "open_tab", "people"]
