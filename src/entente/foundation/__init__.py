"""Values every part relies on: intervals, working time, money, findings, references."""
