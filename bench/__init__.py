"""Benchmarks: ratios measured in one run beside their floors, into docs/benchmarks.md."""
