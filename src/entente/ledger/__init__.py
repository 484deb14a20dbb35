"""The ledger: every commitment of an alliance, in order, provable to either side.

Read `kernel/entries.py` for what is recorded, `kernel/tree.py` for what makes it provable,
`verifying.py` for how a reader checks all of it without a server.
"""
