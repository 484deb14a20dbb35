"""The language of what was agreed: terms as typed, frozen values, read from YAML and explained.

Read `agreement.py` for the whole shape, `reading.py` for the way in. Nothing here knows Django,
a database, a clock or the network.
"""
