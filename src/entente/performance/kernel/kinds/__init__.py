"""Kinds of measures: for each, how its plan is made from terms, and how its tally is read."""
