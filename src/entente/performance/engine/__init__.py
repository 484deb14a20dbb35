"""Engines: plans answered over stored evidence with integers, without any web framework."""
