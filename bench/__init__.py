"""Benchmarks: what the engines cost, beside a floor measured in the same run."""
